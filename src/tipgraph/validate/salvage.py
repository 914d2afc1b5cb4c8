"""What can be read of a file that is not well-formed: every fault of it, and every statement that has none.

A statement with a fault is taken out, its line breaks left, and what remains is parsed again; so each message is the
parser's own, and the rest of the file can still be checked.
"""

import re
from dataclasses import dataclass, replace
from typing import Final

from pyoxigraph import Quad, RdfFormat, parse

from tipgraph.namespaces import PREFIXES
from tipgraph.positions import Positions, placed_statements
from tipgraph.positions.tokens import Kind, tokens
from tipgraph.turtle import reason_of

_END: Final = re.compile(r"\.[ \t]*(?:#[^\r\n]*)?(?=\r|\n|$)")
_BEGINNING: Final = re.compile(r"^(?:<[^<>\s]*>|[\w-]*:[\w.-]*)(?=\s)", re.MULTILINE)
_MOST: Final = 20
"""Faults of one file that are looked for."""
_LINES: Final = frozenset({RdfFormat.N_TRIPLES, RdfFormat.N_QUADS})


_MARK: Final = "the file begins with a byte-order mark, which its grammar does not know: save it as UTF-8 without one"
_DIRECTIVE: Final = re.compile(r"^[ \t]*@?(?:prefix|base)\b[^\r\n]*", re.IGNORECASE | re.MULTILINE)
_UNDECLARED: Final = re.compile(r"The prefix ([\w-]*): has not been declared")


@dataclass(frozen=True)
class Fault:
    """Why a place in a file cannot be read."""

    line: int
    column: int
    reason: str
    correction: str = ""
    """A line that mends it, where one is known."""


@dataclass(frozen=True)
class Salvaged:
    """What a file says as far as it can be read."""

    quads: list[Quad]
    faults: list[Fault]
    damaged: frozenset[str]
    """The things that statements with faults speak of: little can be said of them."""


def salvage(text: str, form: RdfFormat, base: str) -> Salvaged:
    """Read the text of a file of Turtle, TriG, N-Triples or N-Quads.

    Args:
        text: The text.
        form: What it is.
        base: The IRI against which relative ones are resolved.

    Returns:
        Its statements without those that are not well-formed, and up to twenty faults. A prefix that is not declared is
        one fault, however often it is used; where it is a prefix of the record, the statements are read with it.
    """
    faults, damaged, added = list[Fault](), set[str](), ""
    if text.startswith("\ufeff"):
        faults.append(Fault(1, 1, _MARK))
        text = f" {text[1:]}"
    whole = text
    while len(faults) < _MOST:
        try:
            quads = list(parse(added + text, format=form, base_iri=base or None))
            return Salvaged(quads, faults, _iris(whole, damaged, base))
        except SyntaxError as error:
            fault = _fault(error, len(added))
        if prefix := _UNDECLARED.match(fault.reason):
            declaration = PREFIXES.get(prefix[1])
            if declaration:
                added += f"@prefix {prefix[1]}: <{declaration}> . "
                faults.append(replace(fault, correction=f"@prefix {prefix[1]}: <{declaration}> ."))
                continue
        elif any(fault.line == known.line and fault.column == known.column for known in faults):
            break  # nothing was gained
        if not any(fault.reason == known.reason for known in faults) or not prefix:
            faults.append(fault)
        start, end = _around(text, fault, by_line=form in _LINES)
        if not text[start:end].strip():
            break  # the same
        damaged |= set(_BEGINNING.findall(text[start:end]))
        text = text[:start] + re.sub(r"[^\r\n]", " ", text[start:end]) + text[end:]
    return Salvaged([], faults, _iris(whole, damaged | set(_BEGINNING.findall(text)), base))


def _fault(error: SyntaxError, added: int) -> Fault:
    line, column = error.lineno or 1, error.offset or 1
    return Fault(line, max(column - added, 1) if line == 1 else column, reason_of(error))


def _iris(text: str, names: set[str], base: str) -> frozenset[str]:
    """Return the IRIs of things by how they are written at the beginning of a line."""
    directives = "\n".join(_DIRECTIVE.findall(text))
    found: set[str] = set()
    for name in names:
        found |= {one.subject.value for one in placed_statements(f"{directives}\n{name} a {name} .", base)}
    return frozenset(found)


def _around(text: str, fault: Fault, *, by_line: bool) -> tuple[int, int]:
    """Find the statement in which a fault lies: from the full stop before it to the next, or to the next subject."""
    at = min(Positions(text).offset(fault.line, fault.column), len(text))
    if by_line:
        return text.rfind("\n", 0, at) + 1, (text.find("\n", at) + 1 or len(text) + 1) - 1
    start = 0
    for token in tokens(text[:at]):
        if token.kind is Kind.MARK and token.text == ".":
            start = token.end
    ends = [stop.end() if (stop := _END.search(text, at)) else len(text)]
    if following := _BEGINNING.search(text, at):  # a string that is not closed has taken the full stop with it
        ends.append(following.start())
    return start, min(ends)
