"""Reading and writing files: nothing is guessed on the way in, nothing is half written on the way out."""

import glob
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import file_digest
from pathlib import Path
from typing import BinaryIO

from tipgraph.errors import FileError, TextError


def read_text_strict(path: Path, *, may_be_empty: bool = False) -> str:
    """Read a text file that must be UTF-8.

    Args:
        path: The file; line ends are returned as they are in the file.
        may_be_empty: Whether a file without any character but white space is accepted.

    Returns:
        Its characters.

    Raises:
        tipgraph.errors.FileError: If the file is missing, cannot be read, or is empty.
        tipgraph.errors.TextError: If it is not UTF-8; line and column are those of the first wrong byte.
    """
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise FileError(path, "there is no such file", "name a file that exists") from None
    except IsADirectoryError:
        raise FileError(path, "this is a folder, not a file", "name a file in it") from None
    except OSError as error:
        raise FileError(path, f"cannot be read ({error.strerror})", "see to its permissions") from error
    text = decode(raw, path)
    if not may_be_empty and not text.strip():
        raise FileError(path, "the file is empty", "restore it, or remove it")
    return text


def decode(raw: bytes, name: Path | str) -> str:
    """Decode UTF-8.

    Args:
        raw: The bytes of a text.
        name: What the text is called in the message of an error.

    Returns:
        The characters.

    Raises:
        tipgraph.errors.TextError: If the bytes are not UTF-8, with line and column of the first wrong byte.
    """
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8")
        line = before.count("\n") + 1
        column = len(before) - (before.rfind("\n") + 1) + 1
        reason = f"byte 0x{raw[error.start]:02X} is not UTF-8"
        raise TextError(name, line, column, reason, "save the file as UTF-8") from None


def write_text_atomic(path: Path, text: str) -> None:
    """Write a file whole or not at all.

    The text goes to a file beside *path* that takes its place once it is on the disk, so that a reader, or whoever
    comes after a killed process, sees the old file or the new one.

    Args:
        path: The file; its folder is made where it is missing.
        text: What it shall hold; line ends are written as they are.

    Raises:
        tipgraph.errors.FileError: If the file cannot be written.
    """
    write_bytes_atomic(path, text.encode("utf-8"))


def write_bytes_atomic(path: Path, content: bytes) -> None:
    """Write a file of bytes whole or not at all; as :func:`write_text_atomic`."""
    with open_atomic(path) as stream:
        stream.write(content)


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal digits; it is not read into memory at once.

    Raises:
        tipgraph.errors.FileError: If the file cannot be read.
    """
    try:
        with path.open("rb") as stream:
            return file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise FileError(path, f"cannot be read ({error.strerror})", "see to its permissions") from error


@contextmanager
def open_atomic(path: Path) -> Iterator[BinaryIO]:
    """Open a file to be written bit by bit, whole or not at all; as :func:`write_text_atomic`.

    Args:
        path: The file.

    Yields:
        A stream; what is written to it takes the place of the file when the block ends, and is removed if it fails.

    Raises:
        tipgraph.errors.FileError: If the file cannot be written.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with beside.open("wb") as stream:
                yield stream
                stream.flush()
                os.fsync(stream.fileno())
            beside.replace(path)
        except BaseException:
            beside.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise FileError(path, f"cannot be written ({error.strerror})", "name a place that can be written to") from error


def remove_leftovers(path: Path) -> None:
    """Remove what processes that were killed have left beside a file or folder that they were writing.

    Args:
        path: What :func:`open_atomic` or a build writes; what a process that still runs writes beside it stays.
    """
    beside = glob.escape(path.name)
    for left in (*path.parent.glob(f".{beside}.*.part"), *path.parent.glob(f".{beside}.*.old")):
        process = left.name.split(".")[-2]
        if process.isdigit() and not _is_running(int(process)):
            shutil.rmtree(left, ignore_errors=True) if left.is_dir() else left.unlink(missing_ok=True)


def _is_running(process: int) -> bool:
    """Say whether a process of this number runs; this one, which is only starting, does not count."""
    if process == os.getpid():
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold a lock file, which the system lets go of when this process ends, however it ends.

    Args:
        path: The file; it and its folder are made where they are missing, and it is removed in the end.

    Raises:
        tipgraph.errors.FileError: If another process holds it, which the message names, or it cannot be made.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = _lock(path)
    except BlockingIOError:
        reason = f"another tipgraph{_holder(path)} is writing in this folder"
        raise FileError(path.parent, reason, "wait until it is done, or name another folder") from None
    except OSError as error:
        reason = f"cannot be written to ({error.strerror})"
        raise FileError(path.parent, reason, "name a folder that can be written to") from error
    try:
        yield
    finally:
        path.unlink(missing_ok=True)
        os.close(descriptor)


def _lock(path: Path) -> int:
    """Return the descriptor of a lock file that is ours; one that its holder removed meanwhile is made anew."""
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            if sys.platform != "win32":
                import fcntl  # noqa: PLC0415 - not on Windows, where nothing keeps two runs apart

                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if path.stat().st_ino == os.fstat(descriptor).st_ino:
                os.truncate(descriptor, 0)
                os.write(descriptor, str(os.getpid()).encode())
                return descriptor
        except FileNotFoundError:
            pass
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)


def _holder(path: Path) -> str:
    """Return the process that a lock file names, in brackets, or nothing where it has just gone."""
    try:
        return f" (process {int(path.read_bytes())})"
    except (OSError, ValueError):
        return ""
