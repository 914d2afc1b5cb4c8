"""``tipgraph extract``: documents in, one Turtle file a document out, with an account of every character."""

from dataclasses import dataclass, field

from pyoxigraph import Triple

from tipgraph.documents.text import SourceText
from tipgraph.extract.coverage import Coverage
from tipgraph.extract.doubts import Doubt, Unresolved
from tipgraph.extract.emit import Emitter
from tipgraph.extract.facts.actions import emit_actions
from tipgraph.extract.facts.agenda import emit_agendas
from tipgraph.extract.facts.attendance import emit_attendance
from tipgraph.extract.facts.citations import emit_citations
from tipgraph.extract.facts.figures import emit_figures
from tipgraph.extract.facts.metadata import document_kind, emit_metadata, resolve_session, title_document
from tipgraph.extract.facts.recommendations import emit_recommendations, find_recommendations
from tipgraph.extract.facts.requests import emit_requests
from tipgraph.extract.facts.resolution import emit_resolution, find_provisions
from tipgraph.extract.facts.speakers import emit_speakers
from tipgraph.extract.facts.states import emit_states
from tipgraph.extract.facts.texts import Roles, emit_texts
from tipgraph.extract.model import Document
from tipgraph.extract.names import Names
from tipgraph.extract.structure import take_apart
from tipgraph.turtle import write_turtle

_HEADER = "Written by 'tipgraph extract' from {}; do not edit: change the rules, or data/curated, and run it again."


@dataclass(frozen=True)
class Extraction:
    """What the rules made of one document."""

    document: Document
    kind: str | None
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


def extract(source: SourceText, names: Names) -> Extraction:
    """Extract the facts of a document.

    Args:
        source: The text.
        names: The authority for names.

    Returns:
        Triples, coverage, the names and lines that the rules could not resolve, and the facts that need review.
    """
    document = take_apart(source)
    emitter = Emitter(document, names)
    emitter.kind = document_kind(document)
    title_document(emitter)
    resolve_session(emitter)
    roles = Roles()
    reports = emitter.kind == "report-of-a-meeting"
    recommendations = find_recommendations(emitter, roles) if reports else []
    provisions = find_provisions(emitter, roles)
    emit_texts(emitter, roles)
    emit_metadata(emitter)
    emit_recommendations(emitter, recommendations, roles)
    emit_resolution(emitter, provisions)
    emit_citations(emitter)
    emit_agendas(emitter)
    if reports:
        emit_attendance(emitter)
        emit_speakers(emitter)
    emit_actions(emitter, roles)
    emit_requests(emitter, roles)
    emit_figures(emitter)
    emit_states(emitter)
    return Extraction(
        document,
        emitter.kind,
        frozenset(emitter.triples),
        tuple(sorted(set(emitter.unresolved))),
        tuple(sorted(set(emitter.doubts))),
    )
