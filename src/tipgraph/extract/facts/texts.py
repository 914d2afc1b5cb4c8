"""The text itself as triples: source text, masthead, sections, provisions, footnotes, table rows, anchors."""

from dataclasses import dataclass, field

from pyoxigraph import NamedNode

from tipgraph.documents.words import FOOTNOTE_MARK
from tipgraph.extract.coverage import Kind
from tipgraph.extract.emit import Emitter, iri, term
from tipgraph.extract.model import Footnote, Part, Piece, Provision
from tipgraph.extract.plain_footnotes import PLAIN_OPENING

_QUOTE, _POSITION = "oa:TextQuoteSelector", "oa:TextPositionSelector"


@dataclass
class Roles:
    """Which class a provision is of besides ``tip:Provision``, and the words before those of a recommendation's own."""

    classes: dict[str, str] = field(default_factory=dict)
    lead_ins: dict[str, str] = field(default_factory=dict)

    def text_of(self, emitter: Emitter, provision: Provision) -> str:
        """Return the ``tip:text`` of a provision: its words, after its lead-in where it is a recommendation."""
        lead_in = self.lead_ins.get(provision.path)
        words = emitter.words(provision)
        return f"{lead_in} {words}" if lead_in else words


def emit_texts(emitter: Emitter, roles: Roles) -> None:
    """Add every text part with its anchors.

    Args:
        emitter: Receives the triples.
        roles: Classes and lead-ins of provisions.
    """
    document = emitter.document
    source = emitter.node(f"document/{emitter.slug}/source-text", "tip:SourceText", f"Text of {emitter.title}")
    emitter.add(source, "tip:sha256", document.source.sha256)
    emitter.add(source, "tip:fileName", document.source.path.name)
    emitter.add(source, "dcterms:format", "text/plain")
    emitter.add(source, "tip:textOf", emitter.iri)
    for field_ in document.masthead:
        subject = _part(emitter, field_, "tip:MastheadField", f"{emitter.title}, {field_.name.replace('-', ' ')}")
        emitter.add(subject, "tip:fieldName", field_.name)
        emitter.add(subject, "tip:text", emitter.words(field_))
    for section in document.sections:
        label = f"{section.label} " if section.label else ""
        subject = _part(emitter, section, "tip:Section", f"{emitter.title}, section {label}{emitter.words(section)}")
        emitter.add(subject, "tip:printedLabel", section.label)
        emitter.add(subject, "tip:heading", emitter.words(section))
        emitter.add(subject, "tip:ordinal", section.ordinal)
        if section.parent:
            emitter.add(subject, "dcterms:isPartOf", emitter.part(section.parent))
    for provision in document.provisions:
        _provision(emitter, provision, roles)
    for row in document.rows:
        subject = _part(emitter, row, "tip:TableRow", f"{emitter.title}, table row {row.ordinal}")
        emitter.add(subject, "tip:text", emitter.words(row))
        emitter.add(subject, "tip:ordinal", row.ordinal)
    for footnote in document.footnotes:
        _footnote(emitter, footnote)
    for provision in document.provisions:
        _report_lone_marks(emitter, provision)
        _report_lone_figure(emitter, provision)


def _report_lone_marks(emitter: Emitter, provision: Provision) -> None:
    """Report the marks behind words to which no footnote belongs."""
    for start, end in provision.pieces:
        for match in FOOTNOTE_MARK.finditer(emitter.document.source.text, start, end):
            if emitter.document.coverage.kind_at(match.start()) is not Kind.MARK:
                emitter.report(provision, match[0], "no footnote of this number is printed")


def _report_lone_figure(emitter: Emitter, provision: Provision) -> None:
    """Report a paragraph that opens with a figure as a footnote does, where no mark tells that it is one."""
    if provision.label is None and PLAIN_OPENING.match(emitter.words(provision)):
        emitter.report(
            provision, emitter.words(provision)[:80], "it may be a footnote: no mark in the text points to it"
        )


def _part(emitter: Emitter, part: Part, kind: str, label: str) -> NamedNode:
    """Add a text part with its anchors; returns its IRI."""
    subject = emitter.node(emitter.part(part), kind, label)
    emitter.add(subject, "tip:inDocument", emitter.iri)
    for number, piece in enumerate(part.pieces, start=1):
        _anchor(emitter, subject, f"document/{emitter.slug}/{part.path}/anchor/{number}", number, piece)
    return subject


def _anchor(emitter: Emitter, subject: NamedNode, path: str, number: int, piece: Piece) -> None:
    start, end = piece
    anchor, quote, position = iri(path), iri(f"{path}/quote"), iri(f"{path}/position")
    emitter.add(subject, "tip:anchor", anchor)
    emitter.add(anchor, "rdf:type", term("oa:SpecificResource"))
    emitter.add(anchor, "oa:hasSource", iri(f"document/{emitter.slug}/source-text"))
    emitter.add(anchor, "tip:ordinal", number)
    emitter.add(anchor, "oa:hasSelector", quote)
    emitter.add(anchor, "oa:hasSelector", position)
    emitter.add(quote, "rdf:type", term(_QUOTE))
    emitter.add(quote, "oa:exact", emitter.document.source.text[start:end])
    emitter.add(position, "rdf:type", term(_POSITION))
    emitter.add(position, "oa:start", start)
    emitter.add(position, "oa:end", end)


def _provision(emitter: Emitter, provision: Provision, roles: Roles) -> None:
    role = roles.classes.get(provision.path, "EnactingFormula" if provision.is_formula else "Provision")
    name = "enacting formula" if provision.is_formula else f"paragraph {provision.shown}"
    if provision.parent and sum(item.shown == provision.shown for item in provision.parent.children) > 1:
        name += f", item {provision.ordinal}"  # a label printed twice does not tell one item from the other
    subject = _part(emitter, provision, f"tip:{role}", f"{emitter.title}, {name}")
    shown = provision.label.shown if provision.label else ""
    emitter.add(subject, "tip:printedLabel", shown or None)
    emitter.add(subject, "tip:paragraphLabel", provision.shown)
    emitter.add(subject, "tip:ordinal", provision.ordinal)
    emitter.add(subject, "tip:text", roles.text_of(emitter, provision))
    emitter.add(subject, "tip:leadIn", roles.lead_ins.get(provision.path))
    if provision.section:
        emitter.add(subject, "tip:underHeading", emitter.part(provision.section))
    if provision.parent:
        emitter.add(subject, "dcterms:isPartOf", emitter.part(provision.parent))


def _footnote(emitter: Emitter, footnote: Footnote) -> None:
    subject = _part(emitter, footnote, "tip:Footnote", f"{emitter.title}, footnote {footnote.number}")
    emitter.add(subject, "tip:number", footnote.number)
    emitter.add(subject, "tip:text", emitter.words(footnote))
    for mark in footnote.marks:
        part = emitter.document.part_at(mark)
        if part:
            emitter.add(subject, "tip:attachedTo", emitter.part(part))
    if not footnote.marks:
        emitter.report(footnote, f"footnote {footnote.number}", "no mark in the text points to it")
