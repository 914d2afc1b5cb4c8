"""Where the statement stands that a result is about: file, line and column."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from tipgraph.errors import TipgraphError
from tipgraph.files import read_text_strict
from tipgraph.namespaces import ID
from tipgraph.positions import Placed, Positions, placed_statements
from tipgraph.validate.facts import TYPE, subject_of
from tipgraph.validate.report import Place, Result
from tipgraph.validate.statements import key, units

SYNTAXES: Final = frozenset({".ttl", ".trig", ".nt", ".nq"})
"""The ends of the names of files whose statements can be found in them; of others the file alone is told."""


class Places:
    """Finds statements in files; a file is read when something in it is asked for."""

    def __init__(self, files: Mapping[str, Sequence[ox.Triple]], paths: Mapping[str, Path]) -> None:
        """Remember the triples of each file by its name, and where the files lie."""
        self._files = files
        self._paths = paths
        self._indexes: dict[str, _Index | None] = {}

    def found(self, result: Result) -> Result:
        """Return a result with the place of the statement that it is about.

        It is that of the value where the result has path and value and a file says so, else of the property, else of the
        subject where a file says what it is, or describes it first. A result that has a line already is left as it is.
        """
        if result.line is not None:
            return result
        names = self._names.get(result.focus, ())
        best: tuple[int, str, Place] | None = None
        for name in names:
            index = self._index(name)
            if index is None:
                continue
            rank, place = index.find(result.focus, result.path, result.value)
            if place and (best is None or rank > best[0]):
                best = rank, name, place
        if best:
            return result.at(best[1], best[2])
        return result.at(result.file or (names[0] if names else None))

    def mention(self, name: str, iri: str) -> Place | None:
        """Return the place at which a file names an IRI first; None where it does not, or cannot be read."""
        index = self._index(name)
        return index.mention(iri) if index else None

    def statement(self, name: str, triples: Sequence[ox.Triple]) -> Place | None:
        """Return the place of a statement, blank nodes and all; None where the file has none like it."""
        index = self._index(name)
        return index.statement(triples) if index else None

    @cached_property
    def _names(self) -> dict[str, list[str]]:
        """The files that describe each thing: first those that say what it is, then those that say more of it.

        What a thing lacks is to be written where it is declared, and not where something else happens to speak of it.
        """
        found: dict[str, dict[str, bool]] = defaultdict(dict)
        for name, triples in self._files.items():
            for triple in triples:
                described = found[subject_of(triple)]
                described[name] = described.get(name, False) or triple.predicate.value == TYPE
        return {iri: sorted(names, key=names.__getitem__, reverse=True) for iri, names in found.items()}

    def _index(self, name: str) -> "_Index | None":
        if name not in self._indexes:
            self._indexes[name] = _read(self._paths.get(name))
        return self._indexes[name]


class _Index:
    """The statements of a file by their subjects."""

    def __init__(self, text: str, statements: Iterable[Placed]) -> None:
        self._positions = Positions(text)
        self._statements: dict[str, list[Placed]] = defaultdict(list)
        self._mentions: dict[str, tuple[int, int]] = {}
        for one in statements:
            self._statements[one.subject.value].append(one)
            for term, span in (
                (one.subject, one.subject_at),
                (one.predicate, one.predicate_at),
                (one.object, one.object_at),
            ):
                if isinstance(term, ox.NamedNode):
                    self._mentions.setdefault(term.value, span)

    def find(self, subject: str, path: str | None, value: str | None) -> tuple[int, Place | None]:
        """Return how well a statement fits, and its place: 3 the value, 2 the property, 1 the subject, 0 nothing."""
        known = self._statements.get(subject)
        if not known:
            return 0, None
        along = [one for one in known if one.predicate.value == path]
        for one in along:
            if value is not None and value in _ways_to_write(one.object):
                return 3, self._place(one.object_at)
        for one in known if path is None and value is not None else ():
            if value in _ways_to_write(one.object):
                return 3, self._place(one.object_at)
        if along and value is None:
            return 2, self._place(along[0].predicate_at)
        return 1, self._place(next((one for one in known if one.predicate.value == TYPE), known[0]).subject_at)

    def statement(self, triples: Sequence[ox.Triple]) -> Place | None:
        """Return the place of a statement: of its object, or, where it has several parts, of the whole."""
        unit = self._units.get(key(triples))
        if unit is None:
            return None
        if len(unit) == 1:
            return self._place(unit[0].object_at)
        spans = [span for one in unit for span in (one.predicate_at, one.object_at)]
        return self._place((min(start for start, _ in spans), max(end for _, end in spans)))

    @cached_property
    def _units(self) -> dict[frozenset[str], list[Placed]]:
        """The statements by what they say."""
        everything = [one for placed in self._statements.values() for one in placed]
        return {key(unit): unit for unit in units(everything)}

    def mention(self, iri: str) -> Place | None:
        """Return the place at which an IRI is named first."""
        return self._place(self._mentions[iri]) if iri in self._mentions else None

    def _place(self, span: tuple[int, int]) -> Place:
        start, end = self._positions.of(span[0]), self._positions.of(span[1])
        return Place(start.line, start.column, end.line, end.column)


def _read(path: Path | None) -> _Index | None:
    if path is None or path.suffix not in SYNTAXES:
        return None
    try:
        text = read_text_strict(path)
    except TipgraphError:
        return None
    return _Index(text, placed_statements(text, ID))


def _ways_to_write(term: ox.NamedNode | ox.BlankNode | ox.Literal) -> tuple[str, ...]:
    """Return the ways in which results name a value."""
    if not isinstance(term, ox.Literal):
        return (term.value, str(term))
    kind = f"@{term.language}" if term.language else f"^^{term.datatype.value}"
    return term.value, str(term), f'"{term.value}"{kind}', f'"{term.value}"'
