"""Helpers of the tests of extraction: a document of the record, or any text, taken apart and turned into triples."""

from functools import cache
from pathlib import Path

import pyoxigraph as ox

from tipgraph.documents.text import SourceText
from tipgraph.extract.model import Document
from tipgraph.extract.names import Names
from tipgraph.extract.run import Extraction, extract
from tipgraph.extract.structure import take_apart
from tipgraph.namespaces import ID, PREFIXES
from tipgraph.record import Record

REPORT, AGENDA, LETTER = "wg4-2009-report", "wg4-2009-provisional-agenda", "cu-2009-92"
PAPER, DRAFT = "wg4-2011-future-work", "cop4-revised-draft-resolution"
SLUGS = (DRAFT, LETTER, AGENDA, REPORT, PAPER)


@cache
def names() -> Names:
    return Names.of(Record.find())


def text_of(slug: str) -> str:
    return (Record.find().documents / f"{slug}.txt").read_bytes().decode()


@cache
def document(slug: str) -> Document:
    return take_apart(SourceText.read(Record.find().documents / f"{slug}.txt"))


@cache
def extraction(slug: str) -> Extraction:
    return extract(SourceText.read(Record.find().documents / f"{slug}.txt"), names())


def extract_text(folder: Path, text: str, slug: str = REPORT) -> Extraction:
    """Extract a text that stands nowhere in the record."""
    path = folder / f"{slug}.txt"
    path.write_bytes(text.encode())
    return extract(SourceText.read(path), names())


def ask(found: Extraction, pattern: str) -> list[tuple[str, ...]]:
    """Ask the triples of one extraction: rows of values, things without the base of their IRIs, sorted."""
    store = ox.Store()
    store.extend(ox.Quad(*triple) for triple in found.triples)
    prefixes = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())
    rows = store.query(f"BASE <{ID}>\n{prefixes}{pattern}")
    return sorted(tuple("" if value is None else value.value.removeprefix(ID) for value in row) for row in rows)
