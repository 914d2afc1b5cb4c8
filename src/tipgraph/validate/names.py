"""Names in use: whatever of ours a file names, the record has. A misspelt name gives no error, only a rule that never fires."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

import pyoxigraph as ox

from tipgraph.errors import TipgraphError
from tipgraph.namespaces import BASE, CONCEPT_SCHEMES, ID, PREFIXES, SCHEME, SH, SKOS, TIP, XSD, short
from tipgraph.query.iris import behind_declarations, resolve
from tipgraph.query.prepare import prepare
from tipgraph.validate.hygiene import examples, own_terms
from tipgraph.validate.material import Material
from tipgraph.validate.registry import Found, named
from tipgraph.validate.report import Place, Result, Severity

_CONCEPTS: Final = (*(f"{ID}{name}/" for name in CONCEPT_SCHEMES), SCHEME)

_HEADER: Final = re.compile(r"# (?:parameter|leads):")
_TERM: Final = re.compile(r"(?<![\w:])tip:(\w+)")


@named("term-defined", "Every term of ours that a file names is declared in the ontology.", layer="hygiene")
def term_defined(material: Material) -> Iterator[Found]:
    """Look for each term in the ontology: those of its own axioms, of shapes, rules, questions and examples.

    For those of the data, ``term-declared`` does.
    """
    what = "the ontology declares no term {}: correct its name, or declare it in ontology/tipgraph.ttl"
    return _unknown(material, (TIP,), {TIP, *own_terms(material.ontology)}, what)


@named("concept-defined", "Every concept and scheme that a file names is described in a scheme.", layer="hygiene")
def concept_defined(material: Material) -> Iterator[Found]:
    """Look for each concept and scheme that the ontology, a shape, a rule, a question or an example names.

    Things of other kinds may be made up in an example.
    """
    what = "no scheme has {}: correct its name, or describe it in ontology/schemes"
    return _unknown(material, _CONCEPTS, {*_CONCEPTS, *material.facts}, what)


@named("vocabulary-defined", "Every term of SHACL and of SKOS that a file names is one of theirs.", layer="hygiene")
def vocabulary_defined(material: Material) -> Iterator[Found]:
    """Look for each term below the namespaces of SHACL and SKOS: a shape with a misspelt one asks for nothing.

    For those of RDF, RDFS and OWL, ``dl-reserved-known`` does.
    """
    from rdflib.namespace import SH as SHACL  # noqa: PLC0415 - half a second to import
    from rdflib.namespace import SKOS as CONCEPTS  # noqa: PLC0415 - the same

    known = _defined(SHACL, CONCEPTS)
    what = "there is no {} in the vocabulary: correct its name, or the declaration of its prefix"
    return _unknown(material, (SH, SKOS), known, what)


@named(
    "external-term-known",
    "Every term of another vocabulary that a shape, a rule, a question or an example names is one that somebody has seen.",
    layer="hygiene",
)
def external_term_known(material: Material) -> Iterator[Found]:
    """Look for each term of a vocabulary that has a prefix in the list of IRIs seen, in the ontology, or in RDF, RDFS, OWL.

    A query with a misspelt one finds nothing, whatever the record says. For those of SHACL and of SKOS,
    ``vocabulary-defined`` does; for those that the data and the ontology itself use, ``external-iri-seen``.
    """
    from rdflib.namespace import OWL, RDF, RDFS  # noqa: PLC0415 - half a second to import

    others = tuple(iri for iri in PREFIXES.values() if not iri.startswith((BASE, XSD, SKOS, SH)))
    known = {*others, *_defined(RDF, RDFS, OWL), *material.externals, *material.axioms}
    what = "nobody has seen {}: correct its name, or add it to data/external-iris.txt with the place"
    return _unknown(material, others, known, what, material.definitions)


def _defined(*vocabularies: Any) -> set[str]:
    """Return the names of vocabularies that rdflib has in full, and their namespaces themselves."""
    return {f"{one}{name}" for one in vocabularies for name in ("", *one.__annotations__, *one._extras)}


def _unknown(
    material: Material,
    namespaces: tuple[str, ...],
    known: set[str],
    what: str,
    files: Mapping[str, Sequence[ox.Triple]] | None = None,
) -> Iterator[Result]:
    """Find the names below some namespaces that are not known, in some files of triples or in all that define something."""

    def wrong(iri: str) -> bool:
        return iri.startswith(namespaces) and iri not in known

    for name, triples in ({**material.background, **material.definitions} if files is None else files).items():
        for iri in dict.fromkeys(iri for triple in triples for iri in _iris(triple) if wrong(iri)):
            yield _result(name, what.format(short(iri))).at(name, material.places.mention(name, iri))
    for name, text in material.queries.items():
        for iri, place in _in_query(name, text).items():
            if wrong(iri):
                yield _result(name, what.format(short(iri))).at(name, place)
    for term, text, triples in examples(material):
        for iri in dict.fromkeys(iri for triple in triples for iri in _iris(triple) if wrong(iri)):
            yield _result(term, f"of its example, {what.format(short(iri))}", SKOS + "example", text)


def _result(focus: str, message: str, path: str | None = None, value: str | None = None) -> Result:
    return Result("", Severity.VIOLATION, focus, message, path, value)


def _iris(triple: ox.Triple) -> Iterator[str]:
    for term in (triple.subject, triple.predicate, triple.object):
        if isinstance(term, ox.NamedNode):
            yield term.value


@lru_cache(maxsize=1000)  # several checks read each query
def _in_query(name: str, text: str) -> Mapping[str, Place]:
    """Give the IRIs that a query names, behind its declarations, each with the place where it stands first."""
    try:
        query = prepare(text, name)
    except TipgraphError:
        return {}  # the layers that ask the query tell of it
    tokens = [one for one in query.tokens[behind_declarations(query.tokens) :] if one.kind in {"iri", "name"}]
    found: dict[str, Place] = {}
    for token, iri in zip(tokens, resolve(query, tokens) or [], strict=False):
        found.setdefault(iri, Place(*query.place(token.start), *query.place(token.end)))
    for iri, place in _in_headers(text):
        found.setdefault(iri, place)
    return found


def _in_headers(text: str) -> Iterator[tuple[str, Place]]:
    """Give the terms of ours in what the comments of a question say of its parameters and links."""
    for number, line in enumerate(text.splitlines(), 1):
        if _HEADER.match(line):
            for match in _TERM.finditer(line):
                yield TIP + match[1], Place(number, match.start() + 1, number, match.end() + 1)
