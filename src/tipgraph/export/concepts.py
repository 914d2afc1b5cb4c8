"""The concept schemes, for who writes queries."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from tipgraph.export.markdown import short, table
from tipgraph.export.observed import Observed
from tipgraph.namespaces import CONCEPT_SCHEMES, DCTERMS, ID, SCHEME, SKOS

_NAMES: Final = 6
Words = dict[str, dict[str, list[str]]]


def describe_schemes(merged: Iterable[Triple], observed: Observed) -> str:
    """Describe every scheme with its concepts: hierarchy, definition, other names, use.

    Args:
        merged: The default graph.
        observed: An index of the data.

    Returns:
        Markdown.
    """
    about: Words = defaultdict(lambda: defaultdict(list))
    for triple in merged:
        if isinstance(triple.subject, NamedNode) and isinstance(triple.object, Literal | NamedNode):
            name = triple.predicate.value
            if name.startswith((SKOS, DCTERMS)):
                about[triple.subject.value][name].append(triple.object.value)
    return "\n\n".join(_scheme(name, about, observed) for name in CONCEPT_SCHEMES)


def _scheme(name: str, about: Words, observed: Observed) -> str:
    scheme = SCHEME + name
    members = [iri for iri, words in about.items() if scheme in words[SKOS + "inScheme"]]
    rows = [_row(iri, depth, about, observed) for iri, depth in _ordered(members, about)]
    lines = [f"### scheme:{name}", " ".join(about[scheme][DCTERMS + "description"])]
    lines += [" ".join(about[scheme][SKOS + "scopeNote"])] if about[scheme][SKOS + "scopeNote"] else []
    lines.append(f"`<{scheme}>`, {len(members)} concepts, `{ID}{name}/...`")
    notations = any(about[iri][SKOS + "notation"] for iri in members)
    heads = ["concept", "label", "definition", "other names", "used"] + (["notation"] if notations else [])
    return "\n\n".join([*lines, table(heads, (row[: len(heads)] for row in rows))])


def _ordered(members: list[str], about: Words) -> Iterator[tuple[str, int]]:
    """Walk the hierarchy of a scheme, by label; concepts with two broader ones stand below the first."""
    seen: set[str] = set()

    def walk(level: Iterable[str], depth: int) -> Iterator[tuple[str, int]]:
        for iri in sorted(level, key=lambda one: about[one][SKOS + "prefLabel"]):
            if iri not in seen:
                seen.add(iri)
                yield iri, depth
                yield from walk((m for m in members if iri in about[m][SKOS + "broader"]), depth + 1)

    yield from walk((m for m in members if not about[m][SKOS + "broader"]), 0)


def _row(iri: str, depth: int, about: Words, observed: Observed) -> list[str]:
    words = about[iri]
    others = sorted(words[SKOS + "altLabel"])
    names = ", ".join(others[:_NAMES]) + (f" and {len(others) - _NAMES} more" if len(others) > _NAMES else "")
    label = " ".join(words[SKOS + "prefLabel"])
    return [
        f"`{short(iri)}`",
        "– " * depth + label,
        " ".join(words[SKOS + "definition"]),
        names,
        f"{observed.cited[iri]:,}",
        " ".join(words[SKOS + "notation"]),
    ]
