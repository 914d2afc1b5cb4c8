"""The source texts of a record, as a build carries them: the raw words behind every offset."""

import json
from collections.abc import Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode

from tipgraph.dataset.assemble import Assembled
from tipgraph.errors import TipgraphError
from tipgraph.files import read_text_strict
from tipgraph.namespaces import TIP
from tipgraph.record import Record

_FILE = NamedNode(TIP + "fileName")
_HASH = NamedNode(TIP + "sha256")


def text_files(record: Record) -> list[Path]:
    """Return the files among which a build finds the source texts, sorted."""
    return sorted(path for path in record.documents.glob("*.txt") if path.is_file())


def read_texts(record: Record, assembled: Assembled) -> dict[str, str]:
    """Read those source texts that the dataset speaks of.

    Args:
        record: Where the files lie.
        assembled: The dataset.

    Returns:
        File name to text, sorted. A file that cannot be read, or whose SHA-256 is not the one that the dataset states, is
        left out: the offsets are those of another text, as ``tipgraph validate`` says.
    """
    stated = _literals(assembled, _HASH)
    expected = {name: stated[text] for text, name in _literals(assembled, _FILE).items() if text in stated}
    found = {}
    for path in text_files(record):
        with suppress(TipgraphError):
            text = read_text_strict(path) if path.name in expected else ""
            if sha256(text.encode("utf-8")).hexdigest() == expected.get(path.name):
                found[path.name] = text
    return found


def _literals(assembled: Assembled, predicate: NamedNode) -> dict[NamedNode | BlankNode, str]:
    """Return the value of a property by what has it."""
    return {
        triple.subject: triple.object.value
        for triple in assembled.merged
        if triple.predicate == predicate
        and isinstance(triple.object, Literal)
        and isinstance(triple.subject, NamedNode | BlankNode)
    }


def write_texts(texts: Mapping[str, str]) -> bytes:
    """Write texts as one JSON object, file name to text, always in the same order."""
    return (json.dumps(texts, ensure_ascii=False, indent=0, sort_keys=True) + "\n").encode("utf-8")


def open_texts(path: Path) -> dict[str, str]:
    """Read what :func:`write_texts` wrote."""
    found: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return found
