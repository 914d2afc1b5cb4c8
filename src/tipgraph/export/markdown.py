"""Pieces of Markdown."""

import re
from collections.abc import Iterable, Sequence
from string import Template
from typing import Final

from tipgraph.errors import TipgraphError
from tipgraph.namespaces import ID, PREFIXES, TIP

_NAMESPACES: Final = sorted(PREFIXES.items(), key=lambda item: (-len(item[1]), item[0]))
_LOCAL: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]*")
_SCHEME: Final = re.compile(rf"{re.escape(ID)}([a-z-]+)/")


def short(iri: str) -> str:
    """Write an IRI with a prefix, or as the path of a thing.

    Args:
        iri: An IRI.

    Returns:
        ``tip:topic``, ``topic:victims``, ``<session/wg4-1>``, or the IRI in angle brackets.
    """
    for prefix, namespace in _NAMESPACES:
        if iri.startswith(namespace) and _LOCAL.fullmatch(iri, len(namespace)):
            return f"{prefix}:{iri[len(namespace) :]}"
    return f"<{iri.removeprefix(ID)}>"


def cell(words: str) -> str:
    """Write words so that they stay within a cell of a table."""
    return " ".join(words.split()).replace("|", "\\|")


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a table."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(cell(words) for words in line) + " |" for line in lines)


def block(language: str, parts: Iterable[str]) -> str:
    """Write a block of code; parts of several lines stand apart."""
    found = list(parts)
    joint = "\n\n" if any("\n" in part for part in found) else "\n"
    return f"```{language}\n{joint.join(found)}\n```"


def list_of_names(iris: Iterable[str], joint: str = "and") -> str:
    """Name classes, datatypes, and concepts of schemes, with links to where they are described."""
    names = [_name(iri) for iri in iris]
    return f" {joint} ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def _name(iri: str) -> str:
    scheme = _SCHEME.fullmatch(iri)
    if scheme:
        return f"a concept of [{scheme[1]}](#scheme{scheme[1]})"
    if iri.startswith(TIP):
        name = iri.removeprefix(TIP)
        return f"[tip:{name}](#{anchor(name)})"
    return f"`{short(iri)}`"


def anchor(name: str) -> str:
    """Give the place of a term's heading: classes and properties are told apart by their first letter."""
    return ("tip" if name[0].isupper() else "property-tip") + name.lower()


def fill(template: Template, **parts: str) -> str:
    """Fill a template.

    Raises:
        TipgraphError: If it has a place that nothing fills, or lacks one for a part.
    """
    places = set(template.get_identifiers())
    if places != set(parts):
        raise TipgraphError(f"the template and the writer differ in {sorted(places ^ set(parts))}: mend either")
    return template.substitute(parts).rstrip() + "\n"
