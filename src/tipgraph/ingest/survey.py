"""The first look at a file: its text, and what document it is. Everything later needs only this of other files."""

import hashlib
import json
import os
import re
from dataclasses import asdict, dataclass
from pathlib import Path

from tipgraph.documents.text import SourceText
from tipgraph.extract.furniture import JOB_NUMBER
from tipgraph.extract.identity import Identity
from tipgraph.extract.names import Names
from tipgraph.extract.run import recognise
from tipgraph.files import write_text_atomic
from tipgraph.ingest.sources import digest_of

_HEAD = 12_000
"""Characters in which a document says what it is: a masthead, a table of contents and the first paragraphs are shorter."""


@dataclass(frozen=True)
class Survey:
    """A file that was read: ``path`` and what it holds.

    ``text_sha256`` is that of the text in normal form, ``words_sha256`` that of its words, whatever form they came in.
    """

    path: Path
    original_sha256: str
    media_type: str
    size: int
    text_sha256: str
    words_sha256: str
    identity: Identity


def survey(path: Path, names: Names, staging: Path) -> Survey:
    """Read a file and recognise what it is.

    Args:
        path: A document.
        names: The authority for names.
        staging: A folder that receives the text in normal form as ``<SHA-256 of the text>.txt``, and what was found, so
            that a run that was killed does not read the file again.

    Returns:
        What was found.

    Raises:
        tipgraph.errors.TipgraphError: If the file cannot be read; names the file, what is wrong and the way out.
    """
    from tipgraph.reading.read import read_document  # noqa: PLC0415 - readers of PDF and Word are heavy

    done = staging / f"{hashlib.sha256(os.fsencode(path.resolve())).hexdigest()}.json"
    found = _found_before(path, done, staging)
    if found:
        return found
    reading = read_document(path)
    digest = hashlib.sha256(reading.text.encode()).hexdigest()
    write_text_atomic(staged_text(staging, digest), reading.text)
    identity = recognise(SourceText.of(_head(reading.text), "survey"), names)
    found = Survey(path, reading.sha256, reading.media_type, reading.size, digest, words_digest(reading.text), identity)
    write_text_atomic(done, json.dumps(asdict(found), default=str))
    return found


def words_digest(text: str) -> str:
    """Return the SHA-256 of the words of a text's lines, its lines in alphabetical order and without the job number.

    The same document as PDF, Word and HTML has the same lines; its notes and the fields of its masthead may stand elsewhere.
    """
    lines = sorted(" ".join(re.findall(r"[^\W_]+", line)) for line in JOB_NUMBER.sub("", text).split("\n"))
    return hashlib.sha256("\n".join(line for line in lines if line).encode()).hexdigest()


def staged_text(staging: Path, digest: str) -> Path:
    """Return the file in which a text waits to be drafted."""
    return staging / f"{digest}.txt"


def _found_before(path: Path, done: Path, staging: Path) -> Survey | None:
    """Return what an earlier run found in a file that has not changed since, or None."""
    if not done.exists():
        return None
    found = json.loads(done.read_text(encoding="utf-8"))
    if digest_of(path) != found["original_sha256"] or not staged_text(staging, found["text_sha256"]).exists():
        return None
    return Survey(**found | {"path": path, "identity": Identity.of(found["identity"])})


def _head(text: str) -> str:
    """Return the beginning of a text, up to the end of a block: what tells what document it is stands there."""
    end = text.find("\n\n", _HEAD)
    return text if end < 0 else text[:end]
