"""``tipgraph extract``: documents in, one Turtle file a document out, with an account of every character."""

from dataclasses import dataclass, field

from pyoxigraph import Triple

from tipgraph.documents.manifest import Origin
from tipgraph.documents.text import SourceText
from tipgraph.extract.coverage import Coverage
from tipgraph.extract.decisions import Decisions
from tipgraph.extract.doubts import Doubt, Unresolved
from tipgraph.extract.emit import Emitter
from tipgraph.extract.facts.actions import emit_actions
from tipgraph.extract.facts.agenda import emit_agendas
from tipgraph.extract.facts.attendance import emit_attendance
from tipgraph.extract.facts.citations import emit_citations
from tipgraph.extract.facts.figures import emit_figures
from tipgraph.extract.facts.kind import document_kind
from tipgraph.extract.facts.metadata import emit_metadata, find_language, title_document
from tipgraph.extract.facts.participants import emit_participants
from tipgraph.extract.facts.recommendations import emit_recommendations, find_recommendations
from tipgraph.extract.facts.requests import emit_requests
from tipgraph.extract.facts.resolution import emit_resolution, find_provisions
from tipgraph.extract.facts.session import resolve_session
from tipgraph.extract.facts.speakers import emit_speakers
from tipgraph.extract.facts.states import emit_states
from tipgraph.extract.facts.texts import Roles, emit_texts
from tipgraph.extract.facts.topics import emit_topics
from tipgraph.extract.facts.versions import emit_versions
from tipgraph.extract.identity import Identity, identify
from tipgraph.extract.model import Document, Provision
from tipgraph.extract.names import Names
from tipgraph.extract.structure import take_apart
from tipgraph.turtle import write_turtle

_HEADER = "Written by 'tipgraph extract' from {}; do not edit: change the rules, or data/curated, and run it again."


@dataclass(frozen=True)
class Extraction:
    """What the rules made of one document."""

    document: Document
    kind: str | None
    identity: Identity
    triples: frozenset[Triple] = field(repr=False)
    unresolved: tuple[Unresolved, ...] = ()
    doubts: tuple[Doubt, ...] = ()

    @property
    def source(self) -> SourceText:
        """The text."""
        return self.document.source

    @property
    def coverage(self) -> Coverage:
        """Which kind of span each character of the text belongs to."""
        return self.document.coverage

    @property
    def turtle(self) -> str:
        """The Turtle file: the same triples always give the same bytes."""
        return write_turtle(self.triples, _HEADER.format(self.source.path.name))


def recognise(source: SourceText, names: Names) -> Identity:
    """Tell what document a text is.

    Args:
        source: The text.
        names: The authority for names.

    Returns:
        Its identity, as far as it is printed.
    """
    return identify(_open(source, names))


def _open(source: SourceText, names: Names) -> Emitter:
    """Take a document apart and resolve its kind, title and session: what every other fact needs."""
    document = take_apart(source)
    emitter = Emitter(document, names)
    find_language(emitter)
    emitter.kind = document_kind(document)
    title_document(emitter)
    resolve_session(emitter)
    return emitter


def extract(
    source: SourceText, names: Names, origin: Origin | None = None, decisions: Decisions | None = None
) -> Extraction:
    """Extract the facts of a document.

    Args:
        source: The text.
        names: The authority for names.
        origin: The file it was read from, where that is another.
        decisions: What curators have decided about facts marked for review.

    Returns:
        Triples, coverage, the names and lines that the rules could not resolve, and the facts that need review.
    """
    decisions = decisions or Decisions()
    emitter = _open(source, names)
    roles = Roles()
    readable = emitter.language in (None, "en")
    reports = readable and emitter.kind == "report-of-a-meeting"
    recommendations = find_recommendations(emitter, roles) if reports else []
    provisions = find_provisions(emitter, roles)
    emit_texts(emitter, roles)
    emit_metadata(emitter)
    if readable:
        _emit_facts(emitter, roles, recommendations, provisions, decisions)
    emit_versions(emitter, origin)
    emit_states(emitter)
    triples, doubts = decisions.apply(emitter.triples, emitter.doubts)
    return Extraction(
        emitter.document,
        emitter.kind,
        identify(emitter),
        frozenset(triples),
        tuple(sorted(set(emitter.unresolved))),
        tuple(sorted(set(doubts))),
    )


def _emit_facts(
    emitter: Emitter,
    roles: Roles,
    recommendations: list[Provision],
    provisions: list[Provision],
    decisions: Decisions,
) -> None:
    """Read the facts off the words, in the order in which they build on one another."""
    if emitter.kind == "list-of-participants":  # names and titles of persons, which state nothing else
        emit_participants(emitter)
        return
    emit_recommendations(emitter, recommendations, roles)
    emit_topics(emitter, recommendations, roles, decisions)
    emit_resolution(emitter, provisions)
    emit_citations(emitter)
    emit_agendas(emitter)
    if emitter.kind == "report-of-a-meeting":
        emit_attendance(emitter)
        emit_speakers(emitter)
    emit_actions(emitter, roles)
    emit_requests(emitter, roles)
    emit_figures(emitter)
