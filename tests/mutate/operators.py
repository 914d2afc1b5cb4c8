"""The ways in which a file is made wrong. Each takes a text and chance, and gives another text, or nothing.

Free text that no rule can know about (comments, definitions, reasons, notes, examples) is left alone.
"""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pyoxigraph import Literal, NamedNode

from tipgraph.namespaces import DCTERMS, ID, OA, RDFS, SKOS, TIP, XSD
from tipgraph.positions import Placed, placed_statements

_FREE: Final = frozenset(
    {
        *(RDFS + name for name in ("comment", "seeAlso", "isDefinedBy")),
        *(
            SKOS + name
            for name in ("definition", "scopeNote", "editorialNote", "example", "note", "historyNote", "changeNote")
        ),
        *(SKOS + name for name in ("altLabel", "hiddenLabel")),
        *(TIP + name for name in ("reason", "reviewNote")),
        *(DCTERMS + name for name in ("title", "description", "rights", "license", "creator", "created")),
        "http://www.w3.org/ns/shacl#message",
    }
)
"""Properties of words that a curator chose."""
_LABELS: Final = frozenset({RDFS + "label", SKOS + "prefLabel", SKOS + "notation"})
_OFFSETS: Final = frozenset({OA + "start", OA + "end"})

Mutate = Callable[[str, random.Random], str | None]


@dataclass(frozen=True)
class Operator:
    """A way to make a file wrong."""

    name: str
    files: tuple[str, ...]
    """Patterns of the files that it applies to."""
    mutate: Mutate


_DATA: Final = ("data/curated/*.ttl", "data/extracted/*.ttl", "ontology/schemes/*.ttl")
_TURTLE: Final = (*_DATA, "ontology/tipgraph.ttl", "shapes/*.ttl")


def _statements(text: str, fits: Callable[[Placed], bool]) -> list[Placed]:
    return [one for one in placed_statements(text, ID) if fits(one) and one.predicate.value not in _FREE]


def _chosen(text: str, chance: random.Random, fits: Callable[[Placed], bool]) -> Placed | None:
    found = _statements(text, fits)
    return chance.choice(found) if found else None


def _put(text: str, at: tuple[int, int], new: str) -> str:
    return text[: at[0]] + new + text[at[1] :]


def _is_link(one: Placed) -> bool:
    return isinstance(one.object, NamedNode) and one.subject_at != one.predicate_at


def _has(datatype: str) -> Callable[[Placed], bool]:
    return lambda one: isinstance(one.object, Literal) and one.object.datatype.value == XSD + datatype


def drop(text: str, chance: random.Random) -> str | None:
    """Take out the line of a statement."""
    lines = text.split("\n")
    whole = [n for n, line in enumerate(lines) if re.fullmatch(r"    \S.* ;", line) and line.count('"') in (0, 2)]
    kept = [n for n in whole if not any(_named(lines[n], free) for free in _FREE)]
    if not kept:
        return None
    del lines[chance.choice(kept)]
    return "\n".join(lines)


def _named(line: str, iri: str) -> bool:
    return line.split(maxsplit=1)[0].rpartition(":")[2] == re.split(r"[/#]", iri)[-1]


def duplicate(text: str, chance: random.Random) -> str | None:
    """Give a thing a second value, that of another."""
    one = _chosen(text, chance, _is_link)
    others = _statements(
        text, lambda other: bool(one) and other.predicate == one.predicate and other.object != one.object
    )  # type: ignore[union-attr]
    if one is None or not others:
        return None
    other = chance.choice(others)
    written = text[slice(*other.object_at)]
    return _put(text, (one.object_at[1], one.object_at[1]), f" , {written}")


def retarget(text: str, chance: random.Random) -> str | None:
    """Let a statement lead to what another of its kind leads to."""
    one = _chosen(text, chance, _is_link)
    if one is None:
        return None
    others = _statements(text, lambda other: other.predicate == one.predicate and other.object != one.object)
    return _put(text, one.object_at, text[slice(*chance.choice(others).object_at)]) if others else None


def swap(text: str, chance: random.Random) -> str | None:
    """Exchange the values that two things have of one property."""
    one = _chosen(text, chance, lambda one: one.predicate.value not in _LABELS)
    if one is None:
        return None
    others = _statements(
        text,
        lambda other: other.predicate == one.predicate and other.object != one.object and other.subject != one.subject,
    )
    if not others:
        return None
    other = chance.choice(others)
    first, last = sorted((one.object_at, other.object_at))
    between = text[first[1] : last[0]]
    return text[: first[0]] + text[slice(*last)] + between + text[slice(*first)] + text[last[1] :]


def label(text: str, chance: random.Random) -> str | None:
    """Change a letter of a label."""
    one = _chosen(text, chance, lambda one: one.predicate.value in _LABELS)
    return _typo(text, one.object_at, chance) if one else None


def number(text: str, chance: random.Random) -> str | None:
    """Count one more."""
    one = _chosen(text, chance, lambda one: _has("integer")(one) and one.predicate.value not in _OFFSETS)
    return _put(text, one.object_at, str(int(one.object.value) + 1)) if one else None


def offset(text: str, chance: random.Random) -> str | None:
    """Move an anchor by a character."""
    one = _chosen(text, chance, lambda one: one.predicate.value in _OFFSETS)
    return _put(text, one.object_at, str(int(one.object.value) + chance.choice((-1, 1)))) if one else None


def quote(text: str, chance: random.Random) -> str | None:
    """Change a letter of what is quoted."""
    one = _chosen(text, chance, lambda one: one.predicate.value in (OA + "exact", TIP + "text", TIP + "asPrinted"))
    return _typo(text, one.object_at, chance) if one else None


def date(text: str, chance: random.Random) -> str | None:
    """Another day."""
    one = _chosen(text, chance, _has("date"))
    if one is None:
        return None
    day = int(one.object.value[-2:]) % 28 + 1
    return _put(
        text, one.object_at, text[slice(*one.object_at)].replace(one.object.value, f"{one.object.value[:-2]}{day:02}")
    )


def code(text: str, chance: random.Random) -> str | None:
    """Another code, or another symbol."""
    names = ("isoAlpha3", "symbol", "printedLabel", "paragraphLabel", "itemNumber", "sha256")
    one = _chosen(text, chance, lambda one: one.predicate.value.removeprefix(TIP) in names)
    return _typo(text, one.object_at, chance) if one else None


def prefix(text: str, chance: random.Random) -> str | None:
    """Break the declaration of a prefix that is used."""
    found = [m for m in re.finditer(r"^@prefix ([\w-]+): <([^>]+)>", text, re.MULTILINE) if text.count(f"{m[1]}:") > 1]
    if not found:
        return None
    one = chance.choice(found)
    return _put(text, one.span(1), one[1] + "x") if chance.random() < 0.5 else _put(text, one.span(2), one[2] + "x")


def iri(text: str, chance: random.Random) -> str | None:
    """Misspell the name of a thing where it is named."""
    one = _chosen(text, chance, lambda one: _is_link(one) and one.object.value.startswith((ID, TIP)))
    return _typo(text, one.object_at, chance) if one else None


def term(text: str, chance: random.Random) -> str | None:
    """Misspell a property."""
    one = _chosen(text, chance, lambda one: one.predicate.value.startswith(TIP) and one.predicate_at != one.object_at)
    return _typo(text, one.predicate_at, chance) if one else None


def datatype(text: str, chance: random.Random) -> str | None:
    """Give a literal another type."""
    one = _chosen(text, chance, lambda one: "^^" in text[slice(*one.object_at)])
    written = text[slice(*one.object_at)] if one else ""
    return _put(text, one.object_at, written.rpartition("^^")[0] + "^^<urn:type>") if one else None


def row(text: str, chance: random.Random) -> str | None:
    """Change a character of an expected row."""
    lines = text.split("\n")
    rows = [n for n in range(1, len(lines)) if re.search(r"\w", lines[n])]
    if not rows:
        return None
    chosen = chance.choice(rows)
    if chance.random() < 0.3:
        del lines[chosen]
        return "\n".join(lines)
    letters = [n for n, c in enumerate(lines[chosen]) if c.isalnum()]
    return "\n".join([*lines[:chosen], _other(lines[chosen], chance.choice(letters)), *lines[chosen + 1 :]])


def query(text: str, chance: random.Random) -> str | None:
    """Misspell a term in a query."""
    found = list(re.finditer(r"\btip:(\w+)", text))
    return _typo(text, chance.choice(found).span(1), chance) if found else None


def letter(text: str, chance: random.Random) -> str | None:
    """Change a letter of a source text."""
    return _other(text, chance.choice([n for n, c in enumerate(text) if c.isalpha()]))


def _typo(text: str, at: tuple[int, int], chance: random.Random) -> str | None:
    written = text[slice(*at)]
    is_name = ":" in written and not written.startswith(("<", '"'))
    start = at[0] + (written.index(":") + 1 if is_name else 0)
    end = at[0] + written.rindex('"') if written.startswith('"') else at[1]
    letters = [n for n in range(start, end) if text[n].isalnum()]
    return _other(text, chance.choice(letters)) if letters else None


def _other(text: str, at: int) -> str:
    was = text[at]
    new = str((int(was) + 1) % 10) if was.isdigit() and was.isascii() else "x" if was != "x" else "y"
    return text[:at] + new + text[at + 1 :]


OPERATORS: Final = (
    *(Operator(one.__name__, _DATA, one) for one in (drop, duplicate, retarget, swap, number, date, code, iri)),
    *(Operator(one.__name__, ("data/extracted/*.ttl",), one) for one in (offset, quote)),
    *(Operator(one.__name__, _TURTLE, one) for one in (prefix, term, datatype)),
    Operator("label", ("data/extracted/*.ttl", "ontology/schemes/*.ttl"), label),
    Operator("row", ("queries/*.csv",), row),
    Operator("query", ("queries/*.rq", "shapes/rules/*.rq"), query),
    Operator("letter", ("data/documents/*.txt",), letter),
)


def files(root: Path, operator: Operator) -> list[Path]:
    """Return the files of a record that an operator applies to."""
    return sorted(path for pattern in operator.files for path in root.glob(pattern))
