"""All exports of a build as files in a directory, made once, so that a server can hand them out."""

import json
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from tipgraph.dataset.build import Build
from tipgraph.errors import FileError
from tipgraph.export.registry import Export, Form, exports
from tipgraph.export.source import Progress, Selection, Source, Written, silent
from tipgraph.files import sha256_of, write_text_atomic
from tipgraph.folders import staged

MANIFEST: Final = "exports.json"
_AGAIN: Final = "run 'tipgraph export all'"


@dataclass(frozen=True)
class ExportFile:
    """A file among the exports of a build."""

    path: str
    """Below the directory; ``dump.nq``, ``tables/documents.csv``."""
    export: str
    """The name of the export."""
    form: str
    title: str
    says: str
    """These two as the export has them."""
    media_type: str
    size: int
    """Bytes."""
    sha256: str


@dataclass(frozen=True)
class Exported:
    """A directory of exports that was found whole."""

    directory: Path
    version: str
    """The version of the build that they were made of."""
    files: tuple[ExportFile, ...]


def default_exports(build: Path) -> Path:
    """Return where the exports of a build lie unless something else is said: beside it."""
    return build.with_name(f"{build.name}-exports")


def write_everything(build: Build, directory: Path, progress: Progress = silent) -> Exported:
    """Write every export of a build, in every form.

    The files are written to a folder beside the directory, which takes its place when all is on the disk.

    Args:
        build: The build.
        directory: Where the files go; exports that lie there are replaced, anything else is not.
        progress: Told how many files are written.

    Returns:
        What was written. The same build gives the same bytes.

    Raises:
        tipgraph.errors.FileError: If the directory holds something else, or cannot be written.
    """
    if directory.exists() and not (directory.is_dir() and _is_ours(directory)):
        raise FileError(
            directory, "this holds no exports of tipgraph's", "name a new folder, or one of earlier exports"
        )
    with staged(directory) as stage:
        files = write_files(Source(build), stage, progress)
        told = {"build": build.version, "files": [asdict(one) for one in files]}
        write_text_atomic(stage / MANIFEST, json.dumps(told, indent=2, ensure_ascii=False) + "\n")
    return Exported(directory, build.version, files)


def write_files(source: Source, folder: Path, progress: Progress = silent) -> tuple[ExportFile, ...]:
    """Write every export in every form into a folder, as it is; as :func:`write_everything`."""
    last = sorted(exports(source).values(), key=lambda export: not export.holds_data)
    every = [(export, form) for export in last for form in export.forms]
    files = []
    for done, (export, form) in enumerate(every):
        progress(done, len(every))
        files.append(_write(source, export, form, folder))
    progress(len(every), len(every))
    return tuple(files)


def open_everything(directory: Path) -> Exported:
    """Open a directory that :func:`write_everything` wrote.

    Raises:
        tipgraph.errors.FileError: If there is none, or it is not whole.
    """
    manifest = directory / MANIFEST
    try:
        told = json.loads(manifest.read_text(encoding="utf-8"))
        files = tuple(ExportFile(**one) for one in told["files"])
        version = str(told["build"])
    except FileNotFoundError:
        raise FileError(directory, "the exports have not been made", _AGAIN) from None
    except (OSError, ValueError, KeyError, TypeError):
        raise FileError(manifest, "this is not the list of exports of this version", _AGAIN) from None
    for one in files:
        path = directory / one.path
        if not path.is_file() or path.stat().st_size != one.size:
            raise FileError(path, "this is not the file that the list of exports describes", _AGAIN)
    return Exported(directory, version, files)


def _is_ours(directory: Path) -> bool:
    with suppress(FileError):
        open_everything(directory)
        return True
    return not any(directory.iterdir())


def _write(source: Source, export: Export, form: Form, folder: Path) -> ExportFile:
    name = f"{export.name}.{form.suffix}"
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as stream:
        form.write(source, stream, Selection())
    source.written[name] = made = Written(path.stat().st_size, sha256_of(path))
    told = (export.title, export.says, form.media_type)
    return ExportFile(name, export.name, form.name, *told, made.size, made.sha256)
