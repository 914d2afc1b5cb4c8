"""Turtle, read strictly and written to read well in a diff: the same triples always give the same bytes."""

import re
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from tipgraph.errors import MalformedError, UsageError
from tipgraph.files import read_text_strict
from tipgraph.namespaces import ID, PREFIXES, RDF, RDFS, SKOS, XSD

_PLACE: Final = re.compile(
    r"^Parser error (?:at line \d+ (?:between columns \d+ and \d+|column \d+)"
    r"|between line \d+ column \d+ and line \d+ column \d+): |\s*\(line \d+\)$"
)
_TYPE: Final = RDF + "type"
_FIRST: Final = {_TYPE: 0, RDFS + "label": 1, SKOS + "prefLabel": 2}
_LOCAL: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]*")
_RELATIVE: Final = re.compile(r"(?!\.\.?(?:/|$))[A-Za-z0-9_.~-]+(?:/(?!\.\.?(?:/|$))[A-Za-z0-9_.~-]+)+")
_NUMBER: Final = re.compile(r"[0-9]+")
_DIGITS: Final = 24
"""Digits of a number in a key: more than any number in an IRI has that is not a hash."""
_BARE: Final = {
    XSD + "integer": re.compile(r"-?[1-9][0-9]*|0"),  # rdflib reads a bare 01 as 1
    XSD + "boolean": re.compile(r"true|false"),
}
_ESCAPED: Final = re.compile('[\\\\"\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029\\ufeff\\ufffe\\uffff]')
_ESCAPES: Final = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_NESTED: Final = "{} cannot be written: a triple has IRIs, literals and blank nodes, no triple within it"


def natural_key(iri: str) -> tuple[str, str]:
    """Return a key that sorts IRIs as a reader counts: ``.../9`` before ``.../10``, a thing before its parts.

    Args:
        iri: Any IRI.

    Returns:
        The IRI with its slashes before, and its runs of digits, filled up with noughts, next before all other characters;
        then the IRI itself, to tell ``01`` from ``1``.
    """
    return _NUMBER.sub(_filled_up, iri.replace("/", "\x01")), iri


def _filled_up(number: re.Match[str]) -> str:
    return "\x02" + (number[0].lstrip("0") or "0").zfill(_DIGITS)


class TermWriter:
    """Writes terms as Turtle does, and remembers which prefixes they needed."""

    def __init__(self, prefixes: dict[str, str], base: str) -> None:
        # The longest namespace wins where one lies in another, so that a name has one way to be written.
        self._namespaces = sorted(prefixes.items(), key=lambda item: (-len(item[1]), item[0]))
        self._base = base
        self._known: dict[str, str] = {}
        self.used: set[str] = set()

    def iri(self, value: str) -> str:
        """Write an IRI: a prefixed name, else relative to the base, else whole."""
        if value not in self._known:
            self._known[value] = self._write_iri(value)
        return self._known[value]

    def _write_iri(self, value: str) -> str:
        for prefix, namespace in self._namespaces:
            if value.startswith(namespace) and _LOCAL.fullmatch(value, len(namespace)):
                self.used.add(prefix)
                return f"{prefix}:{value[len(namespace) :]}"
        if value.startswith(self._base) and _RELATIVE.fullmatch(value, len(self._base)):
            return f"<{value[len(self._base) :]}>"
        return f"<{value}>"

    def literal(self, literal: Literal) -> str:
        """Write a literal: bare where Turtle has a bare form that keeps its characters."""
        datatype = literal.datatype.value
        if datatype in _BARE and _BARE[datatype].fullmatch(literal.value):
            return literal.value
        quoted = f'"{_ESCAPED.sub(_escape, literal.value)}"'
        if literal.language:
            return f"{quoted}@{literal.language}" + (f"--{literal.direction}" if literal.direction else "")
        return quoted if datatype == XSD + "string" else f"{quoted}^^{self.iri(datatype)}"

    def term(self, term: object) -> str:
        """Write a subject or an object."""
        if isinstance(term, NamedNode):
            return self.iri(term.value)
        if isinstance(term, Literal):
            return self.literal(term)
        if isinstance(term, BlankNode):
            return f"_:{term.value}"
        raise UsageError(_NESTED.format(term))


def parse_turtle(path: Path) -> list[Triple]:
    """Parse one Turtle file; literals keep the form they have in it.

    Args:
        path: The file.

    Returns:
        Its triples in the order of the file.

    Raises:
        tipgraph.errors.FileError: If the file is missing, unreadable or empty.
        tipgraph.errors.TextError: If it is not UTF-8.
        tipgraph.errors.MalformedError: If it is not Turtle, with line and column.
    """
    text = read_text_strict(path)
    try:
        return [quad.triple for quad in parse(text, format=RdfFormat.TURTLE)]
    except SyntaxError as error:
        reason = reason_of(error)
        way_out = "write valid Turtle, with absolute IRIs or a @base"
        raise MalformedError(path, error.lineno or 1, error.offset or 1, reason, way_out) from None


def reason_of(error: SyntaxError) -> str:
    """Return why a parser refused a text, without the place, which the error has beside."""
    return _PLACE.sub("", _PLACE.sub("", str(error)))


def write_turtle(
    triples: Iterable[Triple], header: str = "", *, prefixes: dict[str, str] = PREFIXES, base: str = ID
) -> str:
    """Write triples as Turtle.

    Subjects stand in natural order, each with its types, then its labels, then its other predicates by name; every
    predicate with an object has a line of its own, and so has the full stop: a fact added or withdrawn is one line.

    Args:
        triples: The triples, in any order, any of them any number of times.
        header: Words for the head of the file, written as comments.
        prefixes: Prefix to namespace; only those that are needed are declared.
        base: The IRI against which the relative ones are written.

    Returns:
        The text of the file, empty of triples if there are none; parsing it gives back exactly the triples.

    Raises:
        tipgraph.errors.UsageError: If a triple holds another triple.
    """
    writer = TermWriter(prefixes, base)
    subjects: dict[str, dict[tuple[str, str], set[str]]] = defaultdict(lambda: defaultdict(set))
    keys: dict[str, tuple[bool, tuple[str, str]]] = {}
    for triple in triples:
        if not isinstance(triple.subject, NamedNode | BlankNode):
            raise UsageError(_NESTED.format(triple.subject))
        subject = writer.term(triple.subject)
        if subject not in keys:
            keys[subject] = (isinstance(triple.subject, BlankNode), natural_key(triple.subject.value))
        predicate = triple.predicate.value
        subjects[subject][predicate, _name(writer, predicate)].add(writer.term(triple.object))
    blocks = [_block(subject, subjects[subject]) for subject in sorted(subjects, key=keys.__getitem__)]
    comments = [f"# {line}".rstrip() for line in header.splitlines()]
    declared = [f"@base <{base}> .", *(f"@prefix {p}: <{prefixes[p]}> ." for p in sorted(writer.used))]
    return "\n".join([*comments, *declared, *blocks]) + "\n"


def _name(writer: TermWriter, predicate: str) -> str:
    return "a" if predicate == _TYPE else writer.iri(predicate)


def _block(subject: str, facts: dict[tuple[str, str], set[str]]) -> str:
    """Write what is said of one subject: (IRI, name) of each predicate, and its objects as they are written."""
    lines = ["", subject]
    for _, name, things in sorted((_FIRST.get(p, len(_FIRST)), name, things) for (p, name), things in facts.items()):
        ordered = sorted(things, key=natural_key) if len(things) > 1 else things
        lines += [f"    {name} {thing} ;" for thing in ordered]
    return "\n".join([*lines, "."])


def _escape(match: re.Match[str]) -> str:
    return _ESCAPES.get(match[0]) or f"\\u{ord(match[0]):04X}"
