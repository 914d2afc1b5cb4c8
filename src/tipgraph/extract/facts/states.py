"""States as things: every State that a document's facts name, with its codes."""

from pyoxigraph import Literal, NamedNode

from tipgraph.extract.emit import Emitter, english, iri
from tipgraph.extract.states import states
from tipgraph.namespaces import ID, TIP

_REASON = "Codes are those of ISO 3166-1, whose numeric codes are those of M49; the name is the one the United Nations uses today."


def emit_states(emitter: Emitter) -> None:
    """Add each State that a triple names, its codes, and its printed names where they differ from its label."""
    prefix = ID + "state/"
    named = {
        triple.object.value
        for triple in emitter.triples
        if isinstance(triple.object, NamedNode) and triple.object.value.startswith(prefix)
    }
    for address in named:
        state = states()[address.removeprefix(prefix)]
        node = emitter.node(iri(address), "tip:State", state.name)
        emitter.add(node, "tip:isoAlpha3", state.alpha3)
        emitter.add(node, "tip:m49", state.m49)
        emitter.add(node, "tip:assertedBy", iri("agent/curators"))
        emitter.add(node, "tip:reason", english(_REASON))
        for printed in _printed(emitter, address):
            if printed != state.name:
                emitter.add(node, "skos:altLabel", english(printed))


def _printed(emitter: Emitter, address: str) -> set[str]:
    """Return the names under which a State is listed."""
    subjects = {
        triple.subject.value
        for triple in emitter.triples
        if triple.predicate.value in (TIP + "participant", TIP + "speaker") and triple.object == NamedNode(address)
    }
    return {
        triple.object.value
        for triple in emitter.triples
        if triple.predicate.value == TIP + "nameAsPrinted"
        and triple.subject.value in subjects
        and isinstance(triple.object, Literal)
    }
