"""States as things: every State that a document's facts name, with its codes."""

from pyoxigraph import Literal, NamedNode

from tipgraph.extract.countries import states
from tipgraph.extract.emit import Emitter, english, iri
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
    printed_names = _printed_names(emitter)
    for address in named:
        state = states()[address.removeprefix(prefix)]
        node = emitter.node(iri(address), "tip:State", state.name)
        emitter.add(node, "tip:isoAlpha3", state.alpha3)
        emitter.add(node, "tip:m49", state.m49)
        emitter.say_why(node, _REASON)
        for printed in printed_names.get(address, set()) - {state.name}:
            emitter.add(node, "skos:altLabel", english(printed))


def _printed_names(emitter: Emitter) -> dict[str, set[str]]:
    """Return IRI to the names under which a State is listed as attending or speaking."""
    who: dict[str, str] = {}
    printed: dict[str, str] = {}
    for triple in emitter.triples:
        subject, value = triple.subject, triple.object
        if not isinstance(subject, NamedNode):
            continue
        if isinstance(value, NamedNode) and triple.predicate.value in (TIP + "participant", TIP + "speaker"):
            who[subject.value] = value.value
        elif isinstance(value, Literal) and triple.predicate.value == TIP + "nameAsPrinted":
            printed[subject.value] = value.value
    found: dict[str, set[str]] = {}
    for listed, address in who.items():
        if listed in printed:
            found.setdefault(address, set()).add(printed[listed])
    return found
