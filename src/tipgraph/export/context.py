"""The JSON-LD context: short names for the terms of the vocabulary, made from how the record defines them."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import BinaryIO, Final

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, parse

from tipgraph.dataset.build import Build
from tipgraph.dataset.load import definitions, sources
from tipgraph.export.registry import Export, Form
from tipgraph.export.source import Selection, Source
from tipgraph.namespaces import CONTEXT, GRAPH, ID, OWL, PREFIXES, RDF, RDFS, SH, TIP, XSD
from tipgraph.record import Record
from tipgraph.turtle import parse_turtle

ADDRESS: Final = CONTEXT
"""Where the context is published; documents name it."""
NAMESPACES: Final = {
    **{prefix: namespace for prefix, namespace in PREFIXES.items() if not namespace.startswith(ID)},
    "id": ID,
}
"""Prefixes of the context. Things have one, not one a scheme: ``status`` and ``topic`` are properties here."""
_DEFINING: Final = tuple(f"{GRAPH}{name}> .\n".encode() for name in ("alignments", "ontology", "schemes"))
"""How the lines of the graphs end that say what a term is, or show how it is used."""
_PROPERTIES: Final = frozenset({OWL + "ObjectProperty", OWL + "DatatypeProperty", OWL + "AnnotationProperty"})
_REMEMBERED: Final = 1 << 14
"""IRIs whose names are kept: neighbours in a file speak of the same things."""
_STRING: Final = XSD + "string"
_TEXT: Final = RDF + "langString"


class UnnamableError(ValueError):
    """An IRI that would be read as another one, since its scheme is one of the prefixes."""


@dataclass(frozen=True)
class Term:
    """A property with the name it has, and what its values are unless they say otherwise."""

    name: str
    link: bool = False
    """IRIs and blank nodes."""
    datatype: str = ""
    """Literals of this datatype; nothing stands for strings."""
    language: str = ""
    """Literals in this language."""


@dataclass(frozen=True)
class Context:
    """Names for IRIs; without prefixes and terms each IRI is its own name."""

    prefixes: dict[str, str] = field(default_factory=dict)
    properties: dict[str, Term] = field(default_factory=dict)
    """By their IRIs."""
    classes: dict[str, str] = field(default_factory=dict)
    """Names by IRIs."""

    @cached_property
    def iri(self) -> Callable[[str], str]:
        """What stands for an IRI: a compact one with the longest prefix that there is, or itself.

        It raises :class:`UnnamableError` for an IRI that would be read as another one.
        """
        return lru_cache(_REMEMBERED)(self._iri)

    def _iri(self, iri: str) -> str:
        for prefix, namespace in self.prefixes.items():
            if iri.startswith(namespace) and not iri.startswith("//", len(namespace)) and len(iri) > len(namespace):
                return f"{prefix}:{iri[len(namespace) :]}"
        scheme, _, rest = iri.partition(":")
        if scheme in self.prefixes and not rest.startswith("//"):
            raise UnnamableError(iri)
        return iri

    def term(self, iri: str) -> Term:
        """Return the name of a property; as :meth:`iri` where the context does not define it."""
        return self.properties.get(iri) or Term(self.iri(iri))

    def type(self, iri: str) -> str:
        """Return the name of a class; as :meth:`iri` where the context does not define it."""
        return self.classes.get(iri) or self.iri(iri)

    def document(self) -> dict[str, object]:
        """Return the context as JSON: prefixes, classes, properties, each sorted by name."""
        found: dict[str, object] = {"@version": 1.1}
        found |= dict(sorted(self.prefixes.items()))
        found |= dict(sorted((name, self.iri(iri)) for iri, name in self.classes.items()))
        for iri, term in sorted(self.properties.items(), key=lambda entry: entry[1].name):
            said = self._definition(iri, term)
            if said != {"@id": term.name}:  # a compact IRI of which there is nothing to say
                found[term.name] = said
        return {"@context": found}

    def _definition(self, iri: str, term: Term) -> dict[str, str]:
        typed = "@id" if term.link else self.iri(term.datatype) if term.datatype else ""
        said = {"@id": self.iri(iri), "@type": typed, "@language": term.language}
        return {key: value for key, value in said.items() if value}


def context_of(build: Build) -> Context:
    """Make the context of a build, as :func:`context_from` does."""
    return context_from(list(_defining(build)), [q.triple for q in _parsed(build.definitions)])


@lru_cache(maxsize=1)
def context_of_record(record: Record) -> Context:
    """Make the context of a record without building it: the same as that of its build.

    Raises:
        tipgraph.errors.TipgraphError: If ontology, schemes or shapes cannot be read.
    """
    defining = [source.path for source in sources(record) if f"{source.graph}> .\n".encode().endswith(_DEFINING)]
    shapes = [source.path for source in definitions(record)]
    return context_from(*([t for path in paths for t in parse_turtle(path)] for paths in (defining, shapes)))


def context_from(defined: Sequence[Triple], shapes: Iterable[Triple]) -> Context:
    """Make a context.

    What the values of a property are is taken from the ontology, else from the shapes, else from how the ontology and
    the schemes use it, as far as these agree: facts that are added do not change it.

    Args:
        defined: What ontology, alignments and schemes say.
        shapes: What the shapes say.

    Returns:
        Names that are unlike one another, unlike the prefixes and unlike keywords: local names for the project's
        own terms, compact IRIs for others.
    """
    kinds: dict[str, set[str]] = defaultdict(set)
    for triple in defined:
        if triple.predicate.value == RDF + "type" and isinstance(triple.subject, NamedNode):
            kinds[triple.subject.value].add(_value(triple.object))
    prefixes = dict(sorted(NAMESPACES.items(), key=lambda entry: (-len(entry[1]), entry[0])))
    plain = Context(prefixes)
    uses = _Uses(defined, shapes)
    declared = {iri for iri, found in kinds.items() if found & _PROPERTIES}
    classes = {iri for iri, found in kinds.items() if OWL + "Class" in found and iri.startswith(TIP)}
    names = {iri: _name(plain, iri) for iri in sorted(declared | uses.found)}
    return Context(
        prefixes,
        {iri: uses.term(iri, name, kinds[iri]) for iri, name in names.items()},
        {iri: name for iri in sorted(classes) if (name := _name(plain, iri)) not in names.values()},
    )


def _defining(build: Build) -> Iterator[Triple]:
    with build.quads.open("rb") as lines:
        # Lines are told apart by their ends: to parse all of a large build would take long.
        wanted = b"".join(line for line in lines if line.endswith(_DEFINING))
    for quad in parse(wanted, format=RdfFormat.N_QUADS, lenient=True):
        yield quad.triple


def _parsed(path: Path) -> Iterator[Quad]:
    return parse(path=path, format=RdfFormat.N_QUADS, lenient=True)


def _name(plain: Context, iri: str) -> str:
    """Return the local name of an own term, unless something else is called so; else its compact IRI."""
    local = iri.removeprefix(TIP)
    is_own = iri.startswith(TIP) and local.isidentifier() and local not in plain.prefixes
    return local if is_own else plain.iri(iri)


class _Uses:
    """How properties are to be used, and are used, by what defines the vocabulary."""

    def __init__(self, defined: Iterable[Triple], shapes: Iterable[Triple]) -> None:
        self._ranges: dict[str, set[str]] = defaultdict(set)
        self._used: dict[str, set[Term]] = defaultdict(set)
        for triple in defined:
            predicate = triple.predicate.value
            if predicate == RDFS + "range":
                self._ranges[_value(triple.subject)].add(_value(triple.object))
            if predicate != RDF + "type":
                self._used[predicate].add(_as_used(triple.object))
        self._shaped = _shaped(shapes)
        self.found = {iri for iri in self._used if iri.startswith(tuple(NAMESPACES.values()))} | set(self._shaped)

    def term(self, iri: str, name: str, kinds: set[str]) -> Term:
        """Return a property as a term; with nothing said of its values where sources say nothing, or disagree."""
        if OWL + "ObjectProperty" in kinds:
            return Term(name, link=True)
        datatypes = {one for one in self._ranges[iri] if one.startswith(XSD)}
        if len(datatypes) == 1:
            return Term(name, datatype=_unless_string(*datatypes))
        said = self._shaped.get(iri, set()) | self._used.get(iri, set())
        if OWL + "DatatypeProperty" in kinds and iri not in self._shaped:
            return Term(name)  # how the ontology happens to use it says little of what the data will
        (only,) = said if len(said) == 1 else (Term(""),)
        return Term(name, only.link, only.datatype, only.language)


def _as_used(value: NamedNode | BlankNode | Literal | Triple) -> Term:
    if not isinstance(value, Literal):
        return Term("", link=True)
    return (
        Term("", language=value.language) if value.language else Term("", datatype=_unless_string(value.datatype.value))
    )


def _shaped(shapes: Iterable[Triple]) -> dict[str, set[Term]]:
    """Return what the shapes say of the values of each property: one entry where all shapes say the same."""
    graph: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for triple in shapes:
        graph[_value(triple.subject)][triple.predicate.value].append(_value(triple.object))
    found: dict[str, set[Term]] = defaultdict(set)
    for shape in list(graph.values()):
        for path in shape.get(SH + "path", ()):
            if ":" in path and path not in graph:
                found[path].add(_as_shaped(shape, lambda node, name: graph[node][name] if node in graph else []))
    return {path: said for path, said in found.items() if Term("") not in said}


def _as_shaped(shape: dict[str, list[str]], follow: Callable[[str, str], list[str]]) -> Term:
    if shape.get(SH + "nodeKind") == [SH + "IRI"]:
        return Term("", link=True)
    languages = _members(shape.get(SH + "languageIn", []), follow)
    datatypes = shape.get(SH + "datatype", [])
    if datatypes == [_TEXT] and len(languages) == 1:
        return Term("", language=languages[0].lower())
    return Term("", datatype=_unless_string(datatypes[0])) if len(datatypes) == 1 and datatypes != [_TEXT] else Term("")


def _members(heads: list[str], follow: Callable[[str, str], list[str]]) -> list[str]:
    found: list[str] = []
    while heads and heads[0] != RDF + "nil":
        found += follow(heads[0], RDF + "first")
        heads = follow(heads[0], RDF + "rest")
    return found


def _unless_string(datatype: str) -> str:
    return "" if datatype == _STRING else datatype


def _value(term: NamedNode | BlankNode | Literal | Triple) -> str:
    return "" if isinstance(term, Triple) else term.value


def _write(source: Source, out: BinaryIO, selection: Selection) -> None:
    del selection
    text = json.dumps(context_of(source.build).document(), indent=2, ensure_ascii=False)
    out.write(f"{text}\n".encode())


EXPORTS: Final = (
    Export(
        "context",
        "The JSON-LD context",
        f"The names that JSON-LD documents of the record use; they refer to it as {ADDRESS}.",
        (Form("jsonld", "jsonld", "application/ld+json", _write),),
    ),
)
