"""What a harvester takes: documents and recommendations, and word of every thing that was given up."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, unquote

from pyoxigraph import NamedNode

from tipgraph.export.documents import known_documents
from tipgraph.namespaces import BASE, DCTERMS, ID, OWL, TIP
from tipgraph.query.lookup import MERGED, TYPE, Lookup
from tipgraph.query.thing import is_deprecated, successors
from tipgraph.turtle import natural_key

SCHEME: Final = "oai:w3id.org:tipgraph/"
"""How identifiers begin (http://www.openarchives.org/OAI/2.0/guidelines-oai-identifier.htm)."""
KINDS: Final = {"document": TIP + "Document", "recommendation": TIP + "Recommendation"}
_KIND_NAMES: Final = {"kind:document": "Documents", "kind:recommendation": "Recommendations"}
_ABOVE: Final = {"kind": "By kind", "document-type": "By type of document", "session": "By session"}
_KEPT: Final = "-_.!~*'();/?:@&=+$,"
"""What stands for itself in an identifier."""
_UNFIT: Final = re.compile(r"[^A-Za-z0-9\-_.!*'()]")
"""What cannot stand in the name of a set; the tilde could, and is what stands for those that cannot."""
_DOCUMENT: Final = NamedNode(TIP + "inDocument")
_TYPE_OF_DOCUMENT: Final = NamedNode(TIP + "documentType")
_SESSION: Final = NamedNode(TIP + "forSession")
_DEPRECATED: Final = NamedNode(OWL + "deprecated")
LATEST_WORDS: Final = NamedNode(DCTERMS + "issued")


@dataclass(frozen=True)
class Item:
    """Something that has a record."""

    iri: str
    sets: tuple[str, ...]
    deleted: bool = False
    """Whether it was given up: its record is a header, kept for good as its IRI is."""

    @property
    def identifier(self) -> str:
        """Its name among harvesters."""
        return SCHEME + quote(self.iri.removeprefix(BASE), safe=_KEPT)

    def is_in(self, wanted: str) -> bool:
        """Say whether it is in a set, or in one below it; every item is in the set without a name."""
        return not wanted or any(one == wanted or one.startswith(f"{wanted}:") for one in self.sets)


def iri_of(identifier: str) -> str:
    """Return the IRI of an item; nothing where the identifier is none of this repository's."""
    return BASE + unquote(identifier.removeprefix(SCHEME)) if identifier.startswith(SCHEME) else ""


def collect(lookup: Lookup) -> tuple[Item, ...]:
    """List the items of a dataset.

    Args:
        lookup: The dataset.

    Returns:
        The documents that the record has or cites, recommendations, and every thing below ``id/`` that was given up; by IRI.
    """
    listed = [*known_documents(lookup), *lookup.subjects(TYPE, NamedNode(KINDS["recommendation"]))]
    living = {node for node in listed if isinstance(node, NamedNode) and node.value.startswith(ID)}
    marked = {q.subject for q in lookup.store.quads_for_pattern(None, _DEPRECATED, None, MERGED)}
    gone = {
        node
        for node in marked
        if isinstance(node, NamedNode) and node.value.startswith(ID) and is_deprecated(lookup, node)
    }
    found = [Item(node.value, tuple(sorted(_sets(lookup, node)))) for node in living - gone]
    found += [Item(node.value, tuple(sorted(_former_sets(lookup, node))), deleted=True) for node in gone]
    return tuple(sorted(found, key=lambda item: natural_key(item.iri)))


def sets(lookup: Lookup, items: tuple[Item, ...]) -> dict[str, str]:
    """Return the sets that have items, and those above them, each with what it is called, by their names."""
    used = {one for item in items for one in item.sets}
    found = {one.partition(":")[0]: _ABOVE[one.partition(":")[0]] for one in used}
    named = {_set(iri): iri for iri in _set_things(lookup)}
    for one in used:
        node = NamedNode(named[one]) if one in named else None
        name = lookup.name(node) if node else None
        found[one] = _KIND_NAMES.get(one) or (name.value if name else one.partition(":")[2])
    return dict(sorted(found.items()))


def document_of(lookup: Lookup, node: NamedNode) -> NamedNode:
    """Return the document that a thing stands in; a document is its own."""
    return next(iter(lookup.nodes(node, _DOCUMENT)), node)


def _sets(lookup: Lookup, node: NamedNode) -> Iterator[str]:
    """Name the sets of a thing: its kind, and the type and the sessions of its document."""
    for name, kind in KINDS.items():
        if lookup.has(node, TYPE, NamedNode(kind)):
            yield f"kind:{name}"
    document = document_of(lookup, node)
    for predicate in (_TYPE_OF_DOCUMENT, _SESSION):
        for value in lookup.nodes(document, predicate):
            if value.value.startswith(ID):
                yield _set(value.value)


def _former_sets(lookup: Lookup, node: NamedNode) -> set[str]:
    """Name the sets of what was given up: those of its successors too, so that who harvests one set hears of it."""
    found, seen, queue = set(_sets(lookup, node)), {node}, successors(lookup, node)
    while queue:
        one = queue.pop()
        if one not in seen:
            seen.add(one)
            found.update(_sets(lookup, one))
            queue += successors(lookup, one)
    return found


def _set_things(lookup: Lookup) -> set[str]:
    """List what sets are named after."""
    store = lookup.store
    patterns = (store.quads_for_pattern(None, one, None, MERGED) for one in (_TYPE_OF_DOCUMENT, _SESSION))
    return {q.object.value for found in patterns for q in found if isinstance(q.object, NamedNode)}


def _set(iri: str) -> str:
    """Name the set of a type or a session: ``id/session/wg4-1`` is ``session:wg4-1``."""
    kind, _, rest = iri.removeprefix(ID).partition("/")
    above = "session" if kind == "session" else "document-type"
    name = rest if kind == above else f"{kind}/{rest}"
    return f"{above}:{_UNFIT.sub(lambda found: ''.join(f'~{byte:02X}' for byte in found[0].encode()), name)}"
