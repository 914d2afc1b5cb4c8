"""Everything a validation looks at, gathered once: the record's triples by file, its source texts, its lists."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from tipgraph.documents.text import SourceText
from tipgraph.errors import FileError, MalformedError, TextError, TipgraphError
from tipgraph.files import read_text_strict
from tipgraph.namespaces import ID, RDFS
from tipgraph.record import Record
from tipgraph.turtle import parse_turtle
from tipgraph.validate.facts import Facts, subject_of
from tipgraph.validate.report import Result, Severity

_PREFIX = re.compile(r"^\s*@?prefix\s+([\w-]*):\s*<([^>]*)>", re.IGNORECASE | re.MULTILINE)


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
    only: frozenset[str] | None = None
    """Where only some files are checked: the things these describe."""
    paths: Mapping[str, Path] = field(default_factory=dict)
    """Where the files lie, by their names."""
    inferred: Sequence[ox.Triple] = ()
    """What a build infers and derives from all this; rules and shapes look at it too."""

    @cached_property
    def triples(self) -> list[ox.Triple]:
        """The triples that are checked, each once."""
        return list(dict.fromkeys(triple for triples in self.data.values() for triple in triples))

    @cached_property
    def facts(self) -> Facts:
        """The triples that are checked together with those of the ontology, indexed."""
        return Facts([*self.triples, *self._background])

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
        """What is checked, and which class lies below which, in rdflib's own memory: pyshacl errs over other stores."""
        from rdflib import Graph  # noqa: PLC0415 - half a second to import, needed by shapes only

        graph = Graph(bind_namespaces="none")
        # Of the ontology the shapes need to know no more than which class lies below which.
        below = (t for t in self._all[len(self.triples) :] if self._is_shown_to_shapes(t))
        terms: dict[Any, Any] = {}
        for triple in [*self.triples, *below]:
            parts = (triple.subject, triple.predicate, triple.object)
            graph.add(tuple(terms.get(part) or terms.setdefault(part, _to_rdflib(part)) for part in parts))
        return graph

    def _is_shown_to_shapes(self, triple: ox.Triple) -> bool:
        return triple.predicate.value == RDFS + "subClassOf" or subject_of(triple).startswith(ID)

    @cached_property
    def _files(self) -> dict[str, str]:
        """The file that describes each thing: the first in which it is a subject."""
        found: dict[str, str] = {}
        for name, triples in {**self.data, **self.background}.items():
            for triple in triples:
                found.setdefault(subject_of(triple), name)
        return found

    @cached_property
    def _lines(self) -> dict[str, dict[str, int]]:
        return {}

    def locate(self, iri: str) -> tuple[str | None, int | None]:
        """Find the file and the line where a thing is described.

        Args:
            iri: The IRI of a thing.

        Returns:
            The name of the file and the number of the line on which its block begins, as far as they are known.
        """
        name = self._files.get(iri)
        if name is None or name not in self.paths:
            return name, None
        if name not in self._lines:
            self._lines[name] = _subject_lines(self.paths[name])
        return name, self._lines[name].get(iri)

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
        """Make a result about a thing, with the place where the thing is described."""
        file, line = self.locate(focus)
        return Result(shape, severity, focus, message, path, value, file, line)

    def wanted(self, focus: str) -> bool:
        """Tell whether a thing is among those that are checked."""
        return self.only is None or focus in self.only


def _to_rdflib(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Any:
    from rdflib import BNode, Literal, URIRef  # noqa: PLC0415 - see Material.graph

    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    if isinstance(term, ox.Triple):  # Turtle 1.1 has none
        raise TypeError(term)
    if term.language:
        return Literal(term.value, lang=term.language)
    # A plain string is one of type xsd:string to SHACL; the written form is kept, or "01" would pass as 1.
    return Literal(term.value, datatype=URIRef(term.datatype.value), normalize=False)


def _subject_lines(path: Path) -> dict[str, int]:
    """Find the line on which each subject of a Turtle file begins: it stands at the start of a line."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError:
        return {}
    prefixes = dict(_PREFIX.findall(text))
    found: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        match = re.match(r"<([^>]*)>|([\w-]*):([\w.-]*)(?=\s|$)", line)
        if not match:
            continue
        if match[1] is not None:
            iri = match[1] if ":" in match[1].split("/")[0] else ID + match[1]
        elif match[2] in prefixes:
            namespace = prefixes[match[2]]
            iri = (namespace if ":" in namespace.split("/")[0] else ID + namespace) + match[3]
        else:
            continue
        found.setdefault(iri, number)
    return found


def gather(record: Record, files: Sequence[Path] = ()) -> tuple[Material, list[Result]]:
    """Read the record, and with it files that are to be checked as part of it.

    Args:
        record: The record.
        files: Turtle files; one that bears the name of a file of the record takes its place. Where any is named, only
            the things described in these are checked.

    Returns:
        The material, and a result for each file that could not be read or parsed.

    Raises:
        tipgraph.errors.FileError: If a file is missing, cannot be read, or is empty.
    """
    faults: list[Result] = []
    paths = _data_files(record)
    named = [_put(paths, file) for file in files]
    data = _parse_all(paths, faults)
    ontology = {_name(record, path): path for path in sorted(record.ontology.glob("*.ttl"))}
    background = _parse_all({n: p for n, p in ontology.items() if n not in data}, faults)
    only = {subject_of(t) for name in named for t in data.get(name, ())} if named else None
    material = Material(
        data=data,
        background=background,
        texts=_read_texts(record, faults),
        externals=read_externals(record.root / "data" / "external-iris.txt"),
        only=None if only is None else frozenset(only),
        paths={**ontology, **paths},
    )
    return material, [fault for fault in faults if not named or fault.file in named]


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


def _parse_all(paths: Mapping[str, Path], faults: list[Result]) -> dict[str, list[ox.Triple]]:
    parsed = {}
    for name, path in paths.items():
        try:
            parsed[name] = parse_turtle(path)
        except TextError as error:
            _, line, column, reason, way_out = error.args
            message = f"column {column}: {reason}: {way_out}"
            faults.append(Result("syntax", Severity.VIOLATION, name, message, file=name, line=line))
    return parsed


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
