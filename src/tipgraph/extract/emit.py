"""Facts become triples: one emitter a document, with the IRIs of its parts."""

from collections import Counter

from pyoxigraph import Literal, NamedNode, Triple

from tipgraph.documents.symbols import slug
from tipgraph.extract.doubts import Doubt, Unresolved
from tipgraph.extract.model import Document, Part
from tipgraph.extract.names import Name, Names
from tipgraph.namespaces import ID, PREFIXES, RDF, RDFS, XSD

Value = NamedNode | Literal
_SINGLE = frozenset(
    ("dcterms:issued", "dcterms:title", "tip:documentType", "tip:treatySeriesNumber", "tip:treatySeriesVolume")
)
"""Properties of which a thing has one value, if its sources agree."""


def iri(path: str) -> NamedNode:
    """Return the IRI of a thing from its path below ``id/``."""
    return NamedNode(path if path.startswith("http") else ID + path)


def term(name: str) -> NamedNode:
    """Return the IRI of a prefixed name: ``tip:text``."""
    prefix, _, local = name.partition(":")
    return NamedNode(PREFIXES[prefix] + local)


def english(words: str) -> Literal:
    """Return words of the record's own, or a title, in English."""
    return Literal(words, language="en")


def typed(lexical: str, datatype: str) -> Literal:
    """Return a literal of an XML Schema type."""
    return Literal(lexical, datatype=NamedNode(XSD + datatype))


class Emitter:
    """Collects the triples of one document, and what could not be resolved."""

    def __init__(self, document: Document, names: Names) -> None:
        self.document = document
        self.names = names.within(document.source.text)
        self.triples: set[Triple] = set()
        self._numbers: Counter[str] = Counter()
        self._given: dict[tuple[NamedNode, str], Value] = {}
        self._words: dict[str, str] = {}
        self.unresolved: list[Unresolved] = []
        self.doubts: list[Doubt] = []
        self.slug = document.source.slug
        self.iri = iri(f"document/{self.slug}")
        self.title = self.slug
        self.kind: str | None = None
        self.language: str | None = None
        self._body: NamedNode | None = None
        self.owners: dict[tuple[str, str], str] | None = None
        self.chair: NamedNode | None = None
        self.session: str | None = None
        self.session_start: str | None = None
        self.year: int | None = None

    @property
    def body(self) -> NamedNode | None:
        """The body whose document it is; once it is known, short names are read as that body's."""
        return self._body

    @body.setter
    def body(self, body: NamedNode | None) -> None:
        self._body = body
        group = self.document.field_words("working-group")
        known = not group or self.names.resolve(group, "body") is not None
        self.names = self.names.of_body(body.value if body else None, group_known=known)

    @property
    def session_label(self) -> str:
        """The label of the document's session, as the record has it."""
        session = self.session or ""
        return self.names.label_of(session) or session.removeprefix(ID)

    def part(self, part: Part) -> NamedNode:
        """Return the IRI of a part of the document."""
        return iri(f"document/{self.slug}/{part.path}")

    def words(self, part: Part) -> str:
        """Return a part's own words."""
        if part.path not in self._words:
            self._words[part.path] = part.words(self.document.source)
        return self._words[part.path]

    def add(self, subject: NamedNode, predicate: str, value: Value | str | int | bool | None) -> None:
        """Add a triple; a string becomes a plain literal, a number an integer; None adds nothing."""
        if value is None:
            return
        if isinstance(value, bool):
            value = typed(str(value).lower(), "boolean")
        elif isinstance(value, int):
            value = typed(str(value), "integer")
        elif isinstance(value, str):
            value = Literal(value)
        self.triples.add(Triple(subject, term(predicate), value))

    def node(self, path: str | NamedNode, kind: str, label: str, stated_in: Part | None = None) -> NamedNode:
        """Add a thing of a class with its label and the part that states it; the first label stays. Returns its IRI."""
        subject = iri(path) if isinstance(path, str) else path
        self.triples.add(Triple(subject, NamedNode(RDF + "type"), term(kind)))
        self.triples.add(Triple(subject, NamedNode(RDFS + "label"), self.first(subject, "rdfs:label", english(label))))
        if stated_in is not None:
            self.add(subject, "tip:statedIn", self.part(stated_in))
        return subject

    def claim(
        self,
        subject: NamedNode,
        predicate: str,
        value: Value,
        part: Part,
        printed: str | None = None,
        reason: str | None = None,
        *,
        plain: bool = True,
    ) -> None:
        """Add a plain triple on a shared thing, and the claim that says which words, or what reason, support it.

        Where the document claims two titles, kinds or dates of one thing, the first is told plainly; none is where *plain*
        is false because the thing tells it of itself.
        """
        if plain and (predicate not in _SINGLE or self.first(subject, predicate, value) == value):
            self.add(subject, predicate, value)
        tail = slug(f"{subject.value.removeprefix(ID)}-{predicate.partition(':')[2]}-{_tail(value)}")
        claim = self.node(
            f"claim/{self.slug}-{slug(part.path)}-{tail}",
            "tip:Claim",
            f"{self.quoted(part)}: {predicate.partition(':')[2]} {_tail(value)} of {subject.value.removeprefix(ID)}",
            part,
        )
        if reason:
            self.say_why(claim, reason)
        self.add(claim, "rdf:subject", subject)
        self.add(claim, "rdf:predicate", term(predicate))
        self.add(claim, "rdf:object", value)
        self.add(claim, "tip:valueAsPrinted", printed)

    def first(self, subject: NamedNode, predicate: str, value: Value) -> Value:
        """Return the value that the document gave a thing first: this one, if it gave none before."""
        return self._given.setdefault((subject, predicate), value)

    def say_why(self, subject: NamedNode, reason: str) -> None:
        """Say that a statement is the curators' own, and why they make it."""
        self.add(subject, "tip:assertedBy", iri("agent/curators"))
        self.add(subject, "tip:reason", english(reason))

    def next_number(self, series: str) -> int:
        """Count on in a series of things of one kind: 1, 2, 3, ..."""
        self._numbers[series] += 1
        return self._numbers[series]

    def quoted(self, part: Part) -> str:
        """Return how a part is quoted: the document's title and the part's label."""
        shown = getattr(part, "shown", None) or part.path
        return f"{self.title}, {shown}"

    def named(self, subject: NamedNode, predicate: str, part: Part, printed: str, name: Name | None) -> None:
        """Add what a printed name of a State or body stands for; without it the thing needs review, and is reported."""
        self.add(subject, "tip:nameAsPrinted", printed)
        if name:
            self.add(subject, predicate, iri(name.iri))
        else:
            self.doubt(subject, part, printed, "the record knows no State or body of this name")
            self.report(part, printed, "no State or body of this name is known: add it to agents.ttl")

    def doubt(self, subject: NamedNode, part: Part, words: str, reason: str) -> None:
        """Mark a thing as one that a curator has to read before it may be relied upon, and say why.

        Args:
            subject: The thing: a provision, an attendance, a session, a proposal.
            part: The part of the document that states it.
            words: The words in doubt, as printed.
            reason: A sentence without its full stop: what is uncertain.
        """
        self.add(subject, "tip:needsReview", True)
        self.add(subject, "tip:reviewReason", english(reason))
        self.doubts.append(Doubt(self._line(part), subject.value, words, reason))

    def report(self, part: Part, name: str, why: str) -> None:
        """Note a name or a line that the rules could not resolve."""
        self.unresolved.append(Unresolved(self._line(part), name, why))

    def is_first_to_tell(self, thing: str) -> bool:
        """Tell whether no earlier document at hand is of a body or session: it is to be added to the record only once."""
        return self.names.library.tellers.get(thing, self.slug) == self.slug

    def _line(self, part: Part) -> int:
        return self.document.source.line_of(part.pieces[0][0])


def _tail(value: Value) -> str:
    return value.value.removeprefix(ID) if isinstance(value, NamedNode) else value.value[:40]


def moment(pair: tuple[str, str] | None) -> Literal | None:
    """Return the literal of a date as :func:`tipgraph.documents.dates.find_moment` gives it."""
    return typed(*pair) if pair else None
