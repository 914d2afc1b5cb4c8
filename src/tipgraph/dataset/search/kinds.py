"""The kinds of things that search finds, each with the classes of the ontology that make it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from tipgraph.namespaces import OWL, SKOS, TIP


@dataclass(frozen=True)
class Kind:
    """A kind of thing."""

    name: str
    """As an address has it."""
    label: str
    """One of them, in words."""
    plural: str
    classes: tuple[str, ...]
    weight: float
    """How much a match counts beside one in a provision of a document."""


KINDS: Final = (
    Kind("recommendation", "Recommendation", "Recommendations", (TIP + "Recommendation",), 1.5),
    Kind("provision", "Provision", "Provisions", (TIP + "Provision",), 1.0),
    Kind("footnote", "Footnote", "Footnotes", (TIP + "Footnote",), 0.8),
    Kind("instrument", "Instrument", "Instruments", (TIP + "Instrument",), 1.2),
    Kind("document", "Document", "Documents", (TIP + "Document",), 1.2),
    Kind("topic", "Topic", "Topics", (TIP + "Topic",), 1.7),
    Kind("state", "State", "States", (TIP + "State",), 1.2),
    Kind("body", "Body", "Bodies", (TIP + "Body",), 1.2),
    Kind("addressee", "Addressee group", "Addressee groups", (TIP + "AddresseeGroup",), 1.2),
    Kind("person", "Person", "Persons", (TIP + "Person",), 1.2),
    Kind("session", "Session", "Sessions", (TIP + "Session", TIP + "Event"), 1.2),
    Kind("agenda-item", "Agenda item", "Agenda items", (TIP + "AgendaItem",), 0.9),
    Kind("mechanism", "Mechanism", "Mechanisms", (TIP + "Mechanism",), 1.0),
    Kind("work-product", "Work product", "Work products", (TIP + "WorkProduct",), 1.0),
    Kind("discrepancy", "Discrepancy", "Discrepancies", (TIP + "SourceDiscrepancy",), 0.3),
    Kind("question", "Open question", "Open questions", (TIP + "OpenQuestion",), 0.4),
    Kind("term", "Term of a scheme", "Terms of the schemes", (SKOS + "Concept",), 0.9),
    Kind(
        "ontology",
        "Term of the ontology",
        "Terms of the ontology",
        (OWL + "Class", OWL + "ObjectProperty", OWL + "DatatypeProperty"),
        0.6,
    ),
)
"""In the order in which they are told apart, and in which they stand where nothing else orders them."""
BY_NAME: Final = {kind.name: kind for kind in KINDS}
_OF_CLASS: Final = {iri: rank for rank, kind in reversed(list(enumerate(KINDS))) for iri in kind.classes}


def kind_of(classes: Iterable[str]) -> Kind | None:
    """Return what a thing of these classes is: the first kind that has one of them, if any."""
    ranks = [_OF_CLASS[iri] for iri in classes if iri in _OF_CLASS]
    return KINDS[min(ranks)] if ranks else None
