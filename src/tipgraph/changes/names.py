"""What things are called, in a file on the disk: memory does not grow with the datasets that are compared."""

import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Final

from pyoxigraph import Literal, NamedNode

from tipgraph.changes.statements import Statements, quads_of
from tipgraph.namespaces import DCTERMS, RDFS, SKOS, short

_LABELS: Final = {RDFS + "label": 0, SKOS + "prefLabel": 1, DCTERMS + "title": 2}
"""The properties that give names; the first that a thing has counts."""
_BELOW: Final = RDFS + "subClassOf"
_WANTED: Final = frozenset(f"<{iri}>" for iri in (*_LABELS, _BELOW))
_BATCH: Final = 1000
"""Lines that are parsed at a time."""
_OTHER_LANGUAGE: Final = 10


class Names:
    """The names of things and the order of classes."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    def label(self, iri: str) -> str:
        """Return what a thing is called, or nothing."""
        found = self._database.execute("SELECT label FROM label WHERE iri = ?", (iri,)).fetchone()
        return str(found[0]) if found else ""

    def name(self, iri: str) -> str:
        """Return what a thing is called, otherwise its IRI in short."""
        return self.label(iri) or short(iri)

    def narrowest(self, classes: Iterable[str]) -> str:
        """Return the class that no other of some classes lies below; where several are left, the first by name."""
        left = sorted(set(classes), key=lambda iri: (not self.label(iri), iri))
        above = {
            broader
            for iri in left
            for (broader,) in self._database.execute("SELECT broader FROM below WHERE narrower = ?", (iri,))
            if broader != iri
        }
        return next((iri for iri in left if iri not in above), left[0] if left else "")

    def add(self, statements: Statements, side: int) -> None:
        """Take the names from a dataset; a later one's come before those of the others."""
        wanted = (line for line in statements if line[0] == "<" and line.split(" ", 2)[1] in _WANTED)
        while batch := list(islice(wanted, _BATCH)):
            for quad in quads_of(batch):
                self._add(quad.subject.value, quad.predicate.value, quad.object, side)  # type: ignore[union-attr]

    def _add(self, subject: str, predicate: str, term: object, side: int) -> None:
        if predicate == _BELOW and isinstance(term, NamedNode):
            self._database.execute("INSERT OR IGNORE INTO below VALUES (?, ?)", (subject, term.value))
        elif predicate in _LABELS and isinstance(term, Literal):
            is_english = (term.language or "en").partition("-")[0] == "en"
            rank = _LABELS[predicate] + (0 if is_english else _OTHER_LANGUAGE)
            self._database.execute(
                "INSERT INTO label VALUES (?, ?, ?, ?) ON CONFLICT (iri) DO UPDATE SET label = excluded.label, "
                "rank = excluded.rank, side = excluded.side "
                "WHERE (-excluded.side, excluded.rank, excluded.label) < (-side, rank, label)",
                (subject, term.value, rank, side),
            )


@contextmanager
def names_of(*datasets: Statements) -> Iterator[Names]:
    """Read the names of all things in some datasets, the oldest first; they are kept until the block ends."""
    with tempfile.TemporaryDirectory(prefix="tipgraph-") as folder:
        database = sqlite3.connect(Path(folder) / "names.sqlite", isolation_level=None)
        try:
            database.executescript(
                "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN;"
                "CREATE TABLE label (iri TEXT PRIMARY KEY, label TEXT, rank INTEGER, side INTEGER) WITHOUT ROWID;"
                "CREATE TABLE below (narrower TEXT, broader TEXT, PRIMARY KEY (narrower, broader)) WITHOUT ROWID;"
            )
            names = Names(database)
            for side, statements in enumerate(datasets):
                names.add(statements, side)
            yield names
        finally:
            database.close()
