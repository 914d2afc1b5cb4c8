"""What the value of a parameter has to be, and what to write where it is not."""

import re
from collections.abc import Callable, Iterator
from typing import Final

import pyoxigraph as ox

from tipgraph.namespaces import PREFIXES, RDF, SH, XSD, short
from tipgraph.turtle import TermWriter
from tipgraph.validate.shape_form.stated import Said, Stated, Term

NODE_KINDS: Final = ("IRI", "BlankNode", "Literal", "BlankNodeOrIRI", "BlankNodeOrLiteral", "IRIOrLiteral")
_INTEGER: Final = re.compile(r"[+-]?[0-9]+")
_FLAGS: Final = {"i": re.IGNORECASE, "s": re.DOTALL, "m": re.MULTILINE, "x": re.VERBOSE}

Found = tuple[Said, str]
"""The statement that is wrong, and what is wrong with it and what to write."""


def written(term: Term) -> str:
    """Write a term for the person who wrote it."""
    if isinstance(term, ox.BlankNode):
        return "a blank node"
    return TermWriter(PREFIXES, "").literal(term) if isinstance(term, ox.Literal) else short(term.value)


def wrong_value(stated: Stated, said: Said, takes: str) -> Iterator[Found]:
    """Find what is wrong with a value.

    Args:
        stated: What the shapes say.
        said: The statement that has the value.
        takes: What the parameter takes, a key of :data:`KINDS`.

    Yields:
        At most one fault of the value, or one for each item of a list.
    """
    if takes in _LISTS:
        yield from _wrong_list(stated, said, *_LISTS[takes])
    elif not KINDS[takes][0](said.object):
        yield (
            said,
            f"{short(said.predicate)} takes {KINDS[takes][1]}, and {written(said.object)} is none: {KINDS[takes][2]}",
        )
    elif takes == "pattern" and (reason := _wrong_pattern(stated, said)):
        yield said, f"{written(said.object)} is no regular expression ({reason}): correct it"


def _is_datatype(*datatypes: str) -> Callable[[Term], bool]:
    return lambda term: isinstance(term, ox.Literal) and term.datatype.value in datatypes


def _is_integer(term: Term) -> bool:
    return _is_datatype(XSD + "integer")(term) and bool(_INTEGER.fullmatch(term.value))


def _is_boolean(term: Term) -> bool:
    return _is_datatype(XSD + "boolean")(term) and term.value in ("true", "false", "1", "0")


KINDS: Final[dict[str, tuple[Callable[[Term], bool], str, str]]] = {
    "iri": (lambda term: isinstance(term, ox.NamedNode), "an IRI", "write a name such as tip:State, without quotes"),
    "no blank node": (lambda term: not isinstance(term, ox.BlankNode), "an IRI or a literal", "name the thing"),
    "literal": (lambda term: isinstance(term, ox.Literal), "a literal", "write a number, a date or a string"),
    "integer": (_is_integer, "a whole number", "write one without quotes, such as 1"),
    "boolean": (_is_boolean, "a truth value", "write true or false, without quotes"),
    "string": (_is_datatype(XSD + "string"), "a string", 'write it in quotes, without language: "..."'),
    "pattern": (_is_datatype(XSD + "string"), "a string", 'write it in quotes, without language: "..."'),
    "text": (_is_datatype(XSD + "string", RDF + "langString"), "a text", 'write it in quotes: "..."@en'),
    "node kind": (
        lambda term: isinstance(term, ox.NamedNode) and term.value in {SH + name for name in NODE_KINDS},
        "a kind of nodes",
        f"write one of {', '.join(f'sh:{name}' for name in NODE_KINDS)}",
    ),
    "shape": (lambda term: not isinstance(term, ox.Literal), "a shape", "write its IRI, or describe it in [ ]"),
    "anything": (lambda term: True, "anything", ""),
}
"""What a value has to be: how that is told, what it is called, and what to write."""
KINDS["node shape"] = KINDS["property shape"] = KINDS["sparql"] = KINDS["shape"]
_LISTS: Final = {
    "list": ("anything", "( ... )"),
    "shapes": ("shape", "( shape:One shape:Other )"),
    "list of iris": ("iri", "( rdf:type tip:text )"),
    "list of strings": ("string", '( "en" "fr" )'),
}
"""What the items of a list have to be, and how one is written."""


def _wrong_list(stated: Stated, said: Said, takes: str, example: str) -> Iterator[Found]:
    if reason := why_no_list(stated, said.object):
        yield (
            said,
            f"{short(said.predicate)} takes a list, and {reason}: write one in round brackets, such as {example}",
        )
        return
    for item in stated.items(said.object):
        if not KINDS[takes][0](item.object):
            message = (
                f"an item of {short(said.predicate)} is {KINDS[takes][1]}, and {written(item.object)} is none: "
                f"write {example}"
            )
            yield item, message


def why_no_list(stated: Stated, head: Term) -> str:
    """Tell why a term is no list; nothing where it is one (SHACL 1.2, "SHACL list")."""
    nil, seen = ox.NamedNode(RDF + "nil"), set[Term]()
    node = head
    while node != nil:
        first, rest = stated.of(node, RDF + "first"), stated.of(node, RDF + "rest")
        if not first and not rest:
            return f"{written(head)} is none" if node == head else "this one has no end"
        if len(first) != 1 or len(rest) != 1:
            return "a node of this one has not exactly one rdf:first and one rdf:rest"
        if node in seen:
            return "this one runs in a ring"
        seen.add(node)
        node = rest[0].object
    if stated.of(nil, RDF + "first") or stated.of(nil, RDF + "rest"):
        return "something is said of rdf:nil, which ends all lists"
    return ""


def _wrong_pattern(stated: Stated, said: Said) -> str:
    """Tell why a pattern cannot be compiled, as pyshacl does with its flags."""
    given = "".join(one.object.value for one in stated.of(said.subject, SH + "flags"))
    flags = 0
    for flag in given:
        flags |= _FLAGS.get(flag, 0)
    try:
        re.compile(said.object.value, flags)
    except (re.error, OverflowError, RecursionError) as error:
        return str(error)
    return ""
