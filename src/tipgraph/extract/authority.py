"""What the record says of names: the curated files and schemes, read once."""

from pathlib import Path

import pyoxigraph as ox

from tipgraph.record import Record
from tipgraph.turtle import parse_turtle

Fact = tuple[str, str, str]
"""Subject, predicate and object of a triple of the authority, as strings."""

_FILES = ("agents", "addressees", "instruments", "sessions", "documents", "states", "topics")
_SCHEMES = ("verb", "office", "topic")


def files(record: Record) -> list[Path]:
    """List the files of the authority, whether they are there or not."""
    curated = [record.curated / f"{name}.ttl" for name in _FILES]
    return curated + [record.schemes / f"{name}.ttl" for name in _SCHEMES]


def read_facts(record: Record) -> list[Fact]:
    """Read the authority for names.

    Args:
        record: Its curated agents, addressees, instruments, sessions, documents, States and topics, and the schemes of
            offices, verbs and topics.

    Returns:
        Their triples, file by file; a file that is not there is passed over.
    """
    return [
        (triple.subject.value, triple.predicate.value, triple.object.value)
        for path in files(record)
        if path.exists()
        for triple in parse_turtle(path)
        if isinstance(triple.subject, ox.NamedNode) and isinstance(triple.object, ox.NamedNode | ox.Literal)
    ]
