"""Terms in the engine: literals go in so that the store keeps their written form and tells the ill-typed ones apart."""

import logging
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Final

import pyoxigraph as ox

from tipgraph.namespaces import RDF, XSD

WELL: Final = "urn:tipgraph:well-typed:"
ILL: Final = "urn:tipgraph:ill-typed:"
"""Before the IRI of a datatype: a type the store does not know, so that it keeps ``01`` as it is written."""
STRING: Final = XSD + "string"
LANG_STRING: Final = RDF + "langString"
_VALUES: Final[dict[str, type | tuple[type, ...]]] = {
    XSD + "integer": int,
    XSD + "float": float,
    XSD + "decimal": Decimal,
    XSD + "boolean": bool,
    XSD + "date": date,
    XSD + "time": time,
    XSD + "dateTime": datetime,
}
"""What pyshacl wants a literal's value to be, beside rdflib's own opinion, for sh:datatype."""

Term = ox.NamedNode | ox.BlankNode | ox.Literal


class Uncompilable(Exception):  # noqa: N818 - no error: pyshacl is asked instead
    """A part of a shape that no query is made of; ``args[0]`` says which."""


def silence_rdflib() -> None:
    """Keep rdflib from telling of a literal that is no date with a trace of its own: checks tell of it with the line."""
    logging.getLogger("rdflib.term").setLevel(logging.ERROR)


def to_rdflib(term: Any) -> Any:
    """Return a term as rdflib has it, in the form in which it is written.

    Raises:
        TypeError: If it is a triple.
    """
    from rdflib import BNode, Literal, URIRef  # noqa: PLC0415 - half a second to import, needed by shapes only

    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    if isinstance(term, ox.Triple):  # Turtle 1.1 has none
        raise TypeError(term)
    if term.language:
        return Literal(term.value, lang=term.language)
    if term.datatype.value == STRING:  # as rdflib reads it from a query: to it, one with the type is another
        return Literal(term.value)
    # The written form is kept, or "01" would pass as 1.
    return Literal(term.value, datatype=URIRef(term.datatype.value), normalize=False)


class Terms:
    """Terms on their way into the engine and out of it; each is turned but once."""

    def __init__(self) -> None:
        self._encoded: dict[ox.Literal, ox.Literal] = {}
        self._rdflib: dict[Term, Any] = {}

    def quads(self, triples: Iterable[ox.Triple]) -> Iterator[ox.Quad]:
        """Turn triples into what the store is given."""
        encoded = self._encoded
        for triple in triples:
            thing = triple.object
            if type(thing) is ox.Literal and thing.datatype.value not in (STRING, LANG_STRING):
                thing = encoded.get(thing) or self.encode(thing)
            yield ox.Quad(triple.subject, triple.predicate, thing)

    def encode(self, literal: ox.Literal) -> ox.Literal:
        """Return a literal as the store has it."""
        if literal.language:
            return ox.Literal(literal.value, language=literal.language)
        datatype = literal.datatype.value
        if datatype == STRING:
            return literal
        prefix = WELL if _is_well_typed(to_rdflib(literal)) else ILL
        found = self._encoded[literal] = ox.Literal(literal.value, datatype=ox.NamedNode(prefix + datatype))
        return found

    def decode(self, term: Term) -> Any:
        """Return a term of the store as rdflib has it."""
        found = self._rdflib.get(term)
        if found is None:
            found = self._rdflib[term] = to_rdflib(_as_written(term))
        return found

    def written(self, term: Any) -> str:
        """Write a term of rdflib as SPARQL names it in the store.

        Raises:
            Uncompilable: If SPARQL cannot name it: a blank node, or an IRI that is none.
        """
        from rdflib import Literal, URIRef  # noqa: PLC0415 - see to_rdflib

        if isinstance(term, Literal):
            if term.language:
                return str(ox.Literal(str(term), language=term.language))
            if term.datatype is None:
                return str(ox.Literal(str(term)))
            return str(self.encode(ox.Literal(str(term), datatype=ox.NamedNode(str(term.datatype)))))
        if not isinstance(term, URIRef):
            raise Uncompilable("a blank node")
        return iri(str(term))


def iri(value: str) -> str:
    """Write an IRI in SPARQL.

    Raises:
        Uncompilable: If it is not an absolute IRI.
    """
    if any(character in '<>"{}|^`\\' or character <= " " for character in value) or ":" not in value:
        raise Uncompilable(f"the IRI {value!r}")
    return f"<{value}>"


def _as_written(term: Term) -> Term:
    if isinstance(term, ox.Literal):
        datatype = term.datatype.value
        for prefix in (WELL, ILL):
            if datatype.startswith(prefix):
                return ox.Literal(term.value, datatype=ox.NamedNode(datatype[len(prefix) :]))
    return term


def _is_well_typed(literal: Any) -> bool:
    """Tell whether pyshacl lets a literal pass as one of its own datatype (SHACL 4.1.2)."""
    if literal.ill_typed:
        return False
    wanted = _VALUES.get(str(literal.datatype))
    return wanted is None or isinstance(literal.value, wanted)
