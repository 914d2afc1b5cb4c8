"""A copy of what an installation needs, installed as others would, without the network.

The packages that tipgraph needs are those that the tests run with; tipgraph itself is built and installed anew.
"""

import os
import shutil
import sysconfig
from pathlib import Path

ROOT = Path(__file__).parents[1]
_LEFT_OUT = ("ui", "tests", "build", "dist", "node_modules", "__pycache__", ".*")
"""Of no use to who validates; without ui/ the build does not look for npm."""


def copy_project(folder: Path) -> Path:
    """Copy the project into a folder."""
    shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns(*_LEFT_OUT))
    shutil.copy(ROOT / ".pre-commit-hooks.yaml", folder)
    return folder


def environment(**more: str) -> dict[str, str]:
    """An environment in which pip builds with what is there, and asks nobody for anything."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TIPGRAPH_", "PIP_", "GIT_"))}
    offline = {
        "PYTHONPATH": sysconfig.get_path("purelib"),
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_NO_INDEX": "1",
        "PIP_NO_DEPS": "1",
        "PIP_NO_BUILD_ISOLATION": "0",  # as pip reads it, this is the option --no-build-isolation
        "PIP_IGNORE_INSTALLED": "1",  # leaves alone what the tests run with
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    }
    return kept | offline | more
