"""Statements as facts: each taking of the floor, under which item, of what kind, in whose name."""

from pyoxigraph import Literal, NamedNode

from tipgraph.documents.symbols import slug
from tipgraph.extract.emit import Emitter, iri, term
from tipgraph.extract.facts.agenda import item_path
from tipgraph.extract.facts.chairs import holding, person_node
from tipgraph.extract.facts.floor import Turn
from tipgraph.extract.facts.offices import office_holding, read_title
from tipgraph.extract.model import Provision

_TYPE, _LABEL, _PERSON = term("rdf:type"), term("rdfs:label"), term("tip:Person")


def add_statement(
    emitter: Emitter, provision: Provision, item: str | None, key: str, kind: str, label: str
) -> NamedNode:
    """Add a statement of a kind (slug of scheme/statement-kind) under an item, if one is known; returns its IRI."""
    path = item_path(item) if item else "opening" if kind == "opening-remarks" else "meeting"
    shown = f"{label}, item {item}" if item else label
    node = emitter.node(f"{emitter.session}/statement/{path}/{key}", "tip:Statement", shown, provision)
    emitter.add(node, "tip:inSession", iri(emitter.session or ""))
    emitter.add(node, "tip:statementKind", iri(f"statement-kind/{kind}"))
    if item:
        emitter.add(node, "tip:underItem", iri(f"{emitter.session}/agenda/adopted/{path}"))
    return node


def capital(kind: str) -> str:
    """Return the slug of a kind as words: *Opening remarks*."""
    return kind.replace("-", " ").capitalize()


def _label(turn: Turn) -> str:
    return f"{capital(turn.kind)} {'of' if turn.kind == 'statement' else 'by'} {turn.printed}"


def _persons(emitter: Emitter) -> dict[str, set[str]]:
    """Return surname to the name of the person named before; a surname that two persons bear means neither."""
    people = {t.subject for t in emitter.triples if t.predicate == _TYPE and t.object == _PERSON}
    labels = (t.object for t in emitter.triples if t.predicate == _LABEL and t.subject in people)
    names = {label.value for label in labels if isinstance(label, Literal)}
    found: dict[str, set[str]] = {}
    for name in names:
        words = name.split(" ")
        for start in range(1, len(words)):
            found.setdefault(" ".join(words[start:]), set()).add(name)
    return {surname: full for surname, full in found.items() if len(full) == 1}


class Statements:
    """The statements of one document so far: who speaks twice on one item in one way has made one statement."""

    def __init__(self, emitter: Emitter) -> None:
        self._emitter = emitter
        self._seen: set[NamedNode] = set()
        found = (emitter.names.resolve(name, "body") for name in ("UNODC", "Secretariat"))
        self._persons = _persons(emitter)
        self._staff = {name.iri for name in found if name}

    def add(self, provision: Provision, turn: Turn, item: str | None) -> None:
        """Add one taking of the floor, and in whose name it was, if the words say so."""
        emitter = self._emitter
        if turn.is_chair:
            self._by_chair(provision, turn, item)
            return
        key = turn.name.key if turn.name else slug(turn.printed)
        key = key if turn.kind == "statement" else f"{turn.kind}-{key}"
        node = add_statement(emitter, provision, item, key, turn.kind, _label(turn))
        if node not in self._seen:
            self._seen.add(node)
            self._name(node, provision, turn)
        if turn.behalf:
            self._on_behalf(node, provision, turn)

    def _name(self, node: NamedNode, provision: Provision, turn: Turn) -> None:
        emitter = self._emitter
        if turn.person:
            name = next(iter(self._persons.get(turn.person, ())), turn.person)
            emitter.add(node, "tip:givenBy", person_node(emitter, provision, name))
            emitter.add(node, "tip:nameAsPrinted", turn.printed)
        elif turn.name and turn.name.iri in self._staff and turn.whole:
            emitter.add(node, "tip:speaker", iri(turn.name.iri))
            emitter.add(node, "tip:nameAsPrinted", turn.whole)
        elif not turn.name and (office := read_title(turn.printed)):
            emitter.add(node, "tip:speakingAs", office_holding(emitter, provision, office))
            emitter.add(node, "tip:nameAsPrinted", turn.printed)
        else:
            emitter.named(node, "tip:speaker", provision, turn.printed, turn.name)

    def _by_chair(self, provision: Provision, turn: Turn, item: str | None) -> None:
        emitter = self._emitter
        speaker = emitter.chair or holding(emitter, provision, "chair", None, emitter.body)
        label = f"{capital(turn.kind)}: {turn.printed}"
        node = add_statement(emitter, provision, item, f"{turn.kind}-chair", turn.kind, label)
        emitter.add(node, "tip:speakingAs", speaker)
        if node not in self._seen:
            self._seen.add(node)
            emitter.add(node, "tip:nameAsPrinted", turn.printed)

    def _on_behalf(self, node: NamedNode, provision: Provision, turn: Turn) -> None:
        """Say in whose name a statement was: no statement of the group's own, which its representative would make."""
        group = self._emitter.names.resolve(turn.behalf or "", "state", "body")
        if not group:
            why = "no group of this name is known, in whose name a statement was made: add it to agents.ttl"
            self._emitter.report(provision, turn.behalf or "", why)
        elif not turn.name or group.iri != turn.name.iri:
            self._emitter.add(node, "tip:onBehalfOf", iri(group.iri))
