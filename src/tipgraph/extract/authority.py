"""What the record says of names: the curated files and schemes, read once."""

import pyoxigraph as ox

from tipgraph.record import Record
from tipgraph.turtle import parse_turtle

Fact = tuple[str, str, str]
"""Subject, predicate and object of a triple of the authority, as strings."""

_FILES = ("agents", "addressees", "instruments", "sessions", "documents", "states", "topics")
_SCHEMES = ("verb", "office", "topic")


def read_facts(record: Record) -> list[Fact]:
    """Read the authority for names.

    Args:
        record: Its curated agents, addressees, instruments, sessions, documents, States and topics, and the schemes of
            offices, verbs and topics.

    Returns:
        Their triples, file by file; a file that is not there is passed over.
    """
    files = [record.curated / f"{name}.ttl" for name in _FILES]
    files += [record.schemes / f"{name}.ttl" for name in _SCHEMES]
    return [
        (triple.subject.value, triple.predicate.value, triple.object.value)
        for path in files
        if path.exists()
        for triple in parse_turtle(path)
        if isinstance(triple.subject, ox.NamedNode) and isinstance(triple.object, ox.NamedNode | ox.Literal)
    ]
