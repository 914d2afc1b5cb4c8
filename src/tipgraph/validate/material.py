"""Everything a validation looks at, gathered once: the record's triples by file, its source texts, its lists."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from tipgraph.dataset.load import definitions as list_definitions
from tipgraph.documents.text import SourceText
from tipgraph.errors import FileError, MalformedError, TipgraphError
from tipgraph.files import read_text_strict
from tipgraph.namespaces import ID, RDFS, TIP
from tipgraph.record import Record
from tipgraph.validate.compiled.shown import Shown
from tipgraph.validate.compiled.terms import to_rdflib
from tipgraph.validate.corrections import Known
from tipgraph.validate.facts import Facts, subject_of
from tipgraph.validate.places import Places
from tipgraph.validate.report import Result, Severity
from tipgraph.validate.sources import Reading, read

_NOTHING_FETCHED = Reading()


@dataclass
class Material:
    """What is checked, and what it is checked against."""

    data: Mapping[str, Sequence[ox.Triple]]
    """The triples that are checked, by the name of their file: extracted, curated, schemes."""
    background: Mapping[str, Sequence[ox.Triple]] = field(default_factory=dict)
    """The triples of the ontology, by the name of their file."""
    texts: Mapping[str, SourceText] = field(default_factory=dict)
    """The source texts by the name of their file, without folder."""
    externals: frozenset[str] = frozenset()
    """The IRIs outside tipgraph that somebody has seen."""
    misread: MalformedError | None = None
    """What is wrong with the list of these, of which the rest is read."""
    only: frozenset[str] | None = None
    """Where only some files are checked: the things these describe."""
    paths: Mapping[str, Path] = field(default_factory=dict)
    """Where the files lie, by their names."""
    damaged: frozenset[str] = frozenset()
    """Things of which a part could not be read: what is found of them is but the consequence."""
    of_others: bool = False
    """Whether other people's data are checked, which may use vocabularies of their own."""
    inferred: Sequence[ox.Triple] = ()
    """What a build infers and derives from all this; rules and shapes look at it too."""
    definitions: Mapping[str, Sequence[ox.Triple]] = field(default_factory=dict)
    """The triples of shapes and of the axioms that only the reasoner reads, by the name of their file."""
    queries: Mapping[str, str] = field(default_factory=dict)
    """The text of each rule and each competency question, by the name of its file."""

    @cached_property
    def triples(self) -> list[ox.Triple]:
        """The triples that are checked, each once."""
        return list(dict.fromkeys(triple for triples in self.data.values() for triple in triples))

    @cached_property
    def facts(self) -> Facts:
        """The triples that are checked together with those of the ontology, indexed."""
        return Facts([*self.triples, *self._background])

    @cached_property
    def known(self) -> Known:
        """The things that are described, to find the one that somebody meant."""
        return Known(self.facts)

    @cached_property
    def ontology(self) -> Facts:
        """The triples of the ontology alone, indexed."""
        return Facts(self._background)

    @cached_property
    def axioms(self) -> Facts:
        """The triples of the ontology together with the axioms that only the reasoner reads, indexed."""
        checks = (t for name, triples in self.definitions.items() if name.startswith("ontology/") for t in triples)
        return Facts([*self._background, *checks])

    @cached_property
    def _all(self) -> list[ox.Triple]:
        return [*self.triples, *self._background, *self.inferred]

    @cached_property
    def _background(self) -> list[ox.Triple]:
        return [triple for triples in self.background.values() for triple in triples]

    @cached_property
    def store(self) -> ox.Store:
        """The same in an engine, for rules that are queries."""
        store = ox.Store()
        store.bulk_extend(ox.Quad(t.subject, t.predicate, t.object) for t in self._all)
        return store

    @cached_property
    def graph(self) -> Any:
        """What is checked, our terms, and which class lies below which, in rdflib's own memory: pyshacl errs over other stores."""
        from rdflib import Graph  # noqa: PLC0415 - half a second to import, needed by shapes only

        graph = Graph(bind_namespaces="none")
        terms: dict[Any, Any] = {}
        for triple in self.shown:
            parts = (triple.subject, triple.predicate, triple.object)
            graph.add(tuple(terms.get(part) or terms.setdefault(part, to_rdflib(part)) for part in parts))
        return graph

    @property
    def shown(self) -> Iterator[ox.Triple]:
        """The triples that shapes look at: of the ontology our own terms, and which class lies below which."""
        yield from self.triples
        yield from filter(self.is_shown, self._background)
        yield from filter(self.is_shown, self.inferred)

    @cached_property
    def in_engine(self) -> Shown:
        """The same in an engine, for queries that find what shapes may find fault with."""
        return Shown(self.shown)

    def is_shown(self, triple: ox.Triple) -> bool:
        """Tell whether shapes look at a triple of the ontology, or at one that was inferred."""
        return triple.predicate.value == RDFS + "subClassOf" or subject_of(triple).startswith((ID, TIP))

    def result(
        self,
        shape: str,
        severity: Severity,
        focus: str,
        message: str,
        *,
        path: str | None = None,
        value: str | None = None,
    ) -> Result:
        """Make a result about a thing; its place is found once all results are known."""
        return Result(shape, severity, focus, message, path, value)

    @cached_property
    def places(self) -> Places:
        """Where the statements stand."""
        return Places({**self.data, **self.background, **self.definitions}, self.paths)

    def wanted(self, focus: str) -> bool:
        """Tell whether a thing is among those that are checked."""
        return self.only is None or focus in self.only


def gather(
    record: Record, files: Sequence[Path] = (), reading: Reading = _NOTHING_FETCHED
) -> tuple[Material, list[Result]]:
    """Read the record, and with it files that are to be checked as part of it.

    Args:
        record: The record.
        files: Files of RDF; one that bears the name of a file of data of the record takes its place. Where any is
            named, only the things described in these are checked.
        reading: How they are read.

    Returns:
        The material, and a result for each file that could not be read or parsed.

    Raises:
        tipgraph.errors.FileError: If a file is missing, cannot be read, or is empty.
    """
    faults: list[Result] = []
    damaged: set[str] = set()
    paths = _data_files(record)
    ontology = {_name(record, path): path for path in sorted(record.ontology.glob("*.ttl"))}
    definitions = {_name(record, source.path): source.path for source in list_definitions(record)}
    defining = {path.resolve(): name for name, path in {**ontology, **definitions}.items()}
    named = [defining.get(file.resolve()) or _put(paths, file) for file in files]
    data = read_files(paths, faults, damaged, reading)
    background = read_files(ontology, faults, damaged)
    defined = read_files(definitions, faults, damaged)
    queries = {_name(record, path): path for path in _queries(record)}
    everything = {**data, **background, **defined}
    externals, misread = _externals(record.root / "data" / "external-iris.txt")
    only = {subject_of(t) for name in named for t in everything[name]} if named else None
    if only is not None:  # what some checks find in a file that defines something is about the file
        only |= set(named).intersection(defining.values())
    material = Material(
        data=data,
        background=background,
        definitions=defined,
        queries={name: read_text_strict(path) for name, path in queries.items()},
        texts=_read_texts(record, faults),
        externals=externals,
        misread=misread,
        only=None if only is None else frozenset(only),
        paths={**ontology, **definitions, **queries, **paths},
        damaged=frozenset(damaged),
    )
    return material, [fault for fault in faults if not named or fault.file in named]


def _queries(record: Record) -> list[Path]:
    return [path for folder in (record.queries, record.shapes / "rules") for path in sorted(folder.glob("*.rq"))]


def _put(paths: dict[str, Path], file: Path) -> str:
    """Add a file to those of the record, in the place of the one that bears its name; return what it is called."""
    if not file.is_file():
        raise FileError(file, "there is no such file", "name a Turtle file")
    for name, path in paths.items():
        if path.resolve() == file.resolve():
            return name
    for name in [name for name, path in paths.items() if path.name == file.name]:
        del paths[name]
    paths[str(file)] = file
    return str(file)


def _name(record: Record, path: Path) -> str:
    return path.relative_to(record.root).as_posix()


def _data_files(record: Record) -> dict[str, Path]:
    folders = (record.extracted, record.curated, record.schemes)
    return {_name(record, path): path for folder in folders for path in sorted(folder.glob("*.ttl"))}


def read_files(
    paths: Mapping[str, Path], faults: list[Result], damaged: set[str], reading: Reading = _NOTHING_FETCHED
) -> dict[str, list[ox.Triple]]:
    """Read files by their names; of one that is not well-formed what can be read, and a result for each of its faults."""
    found = {}
    for name, path in paths.items():
        salvaged = read(path, reading)
        found[name] = [quad.triple for quad in salvaged.quads]
        faults += [unread(name, *astuple(fault)) for fault in salvaged.faults]
        damaged |= salvaged.damaged
    return found


def unread(name: str, line: int, column: int, reason: str, correction: str = "") -> Result:
    """Make a result of what cannot be read."""
    place = {"file": name, "line": line, "column": column, "layer": "syntax"}
    return Result("syntax", Severity.VIOLATION, name, reason, correction=correction, **place)  # type: ignore[arg-type]


def _read_texts(record: Record, faults: list[Result]) -> dict[str, SourceText]:
    texts = {}
    for path in sorted(record.documents.glob("*.txt")):
        try:
            texts[path.name] = SourceText.read(path)
        except TipgraphError as error:
            name = _name(record, path)
            message = str(error).removeprefix(f"{path}:").strip()
            faults.append(Result("source-text", Severity.VIOLATION, name, message, file=name))
    return texts


def _externals(path: Path) -> tuple[frozenset[str], MalformedError | None]:
    try:
        return read_externals(path), None
    except MalformedError as error:
        lines = read_text_strict(path).splitlines()
        return frozenset(line.split()[0] for line in lines if line.strip() and not line.startswith("#")), error


def read_externals(path: Path) -> frozenset[str]:
    """Read the list of IRIs outside tipgraph that somebody has seen.

    Args:
        path: A text file: one IRI a line, a tab, and where it was seen; ``#`` begins a comment.

    Returns:
        The IRIs.

    Raises:
        tipgraph.errors.FileError: If the file is missing or cannot be read.
        tipgraph.errors.MalformedError: If a line does not say where its IRI was seen.
    """
    found = set()
    for number, line in enumerate(read_text_strict(path).splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        iri, tab, seen = line.partition("\t")
        if not tab or not seen.strip():
            raise MalformedError(
                path, number, len(line) + 1, f"nothing says where {iri} was seen", "add a tab and the place"
            )
        found.add(iri)
    return frozenset(found)
