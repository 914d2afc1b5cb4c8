"""The account of a document as JSON: what was recognised, what it says, what is still to decide."""

from collections import defaultdict
from typing import Any

from pyoxigraph import Literal, NamedNode

from tipgraph.documents.text import SourceText
from tipgraph.extract.candidates import Candidates
from tipgraph.extract.model import Part
from tipgraph.extract.names import Names
from tipgraph.extract.run import Extraction
from tipgraph.namespaces import ID, PREFIXES, RDF, RDFS, TIP

Row = dict[str, Any]


class _Facts:
    """The triples of one document by subject; values are strings, in the order of their writing."""

    def __init__(self, extraction: Extraction, names: Names) -> None:
        self._names = names
        self._values: dict[tuple[str, str], list[str]] = defaultdict(list)
        self._of_class: dict[str, list[str]] = defaultdict(list)
        for triple in extraction.triples:
            subject, value = triple.subject, triple.object
            if not isinstance(subject, NamedNode) or not isinstance(value, NamedNode | Literal):
                continue
            self._values[subject.value, triple.predicate.value].append(value.value)
            if triple.predicate.value == RDF + "type":
                self._of_class[value.value].append(subject.value)

    def all(self, subject: str, name: str) -> list[str]:
        """Return the values of a property given by its prefixed name, sorted."""
        prefix, _, local = name.partition(":")
        return sorted(self._values.get((subject, PREFIXES[prefix] + local), ()))

    def one(self, subject: str, name: str) -> str | None:
        """Return the first value of a property, or None."""
        return next(iter(self.all(subject, name)), None)

    def members(self, name: str) -> list[str]:
        """Return the things of a class."""
        return self._of_class.get(TIP + name, [])

    def label(self, iri: str | None) -> str | None:
        """Return the label of a thing: the document's own, or the record's."""
        if iri is None:
            return None
        own = self._values.get((iri, RDFS + "label"))
        return own[0] if own else self._names.label_of(iri)

    def reviewed(self, subject: str) -> bool:
        """Tell whether a thing is marked for review."""
        return self.one(subject, "tip:needsReview") == "true"

    def paragraph(self, part: str | None) -> str | None:
        """Return the label of a provision, or the last of the IRI of another part."""
        if part is None:
            return None
        return self.one(part, "tip:paragraphLabel") or part.partition("/document/")[2].partition("/")[2]


def account_of(extraction: Extraction, names: Names) -> Row:
    """Give account of a document.

    Args:
        extraction: What the rules made of it.
        names: The authority, for labels and for the candidates of unresolved names.

    Returns:
        The members of a document in ``ingest-report.schema.json`` that tell what it holds; lists are in the order of the
        document.
    """
    facts = _Facts(extraction, names)
    source, nearest = extraction.source, Candidates(names)
    return {
        "iri": f"{ID}document/{source.slug}",
        "recognised": extraction.identity.recognised(),
        "sections": [_section(facts, source.slug, section) for section in extraction.document.sections],
        "provisions": [_provision(facts, source, part) for part in extraction.document.provisions],
        "recommendations": _recommendations(facts, extraction),
        "addressees": _addressees(facts, extraction),
        "agendas": [_agenda(facts, agenda) for agenda in sorted(facts.members("Agenda"))],
        "attendance": _in_order(facts, extraction, "Attendance", _attendance),
        "statements": _in_order(facts, extraction, "Statement", _statement),
        "citations": _citations(facts, extraction),
        "footnotes": [_footnote(facts, source, part) for part in extraction.document.footnotes],
        "needsReview": [
            {"line": doubt.line, "iri": doubt.iri, "words": doubt.words, "reason": doubt.reason}
            for doubt in extraction.doubts
        ],
        "unresolvedNames": [
            {
                "line": name.line,
                "name": name.words,
                "reason": name.reason,
                "candidates": [
                    {"label": near.label, "iri": near.iri, "score": near.score} for near in nearest.of(name.words)
                ],
            }
            for name in extraction.unresolved
        ],
        "unplacedLines": [{"line": line, "text": words} for line, words in extraction.coverage.unplaced()],
        "characters": {kind: count for kind, count, _ in extraction.coverage.account()},
        "facts": len(extraction.triples),
    }


def _iri(source_slug: str, part: Part) -> str:
    return f"{ID}document/{source_slug}/{part.path}"


def _anchors(source: SourceText, part: Part) -> list[Row]:
    return [{"start": start, "end": end, "exact": source.text[start:end]} for start, end in part.pieces]


def _section(facts: _Facts, slug: str, part: Part) -> Row:
    iri = _iri(slug, part)
    return {
        "iri": iri,
        "label": facts.one(iri, "tip:printedLabel"),
        "heading": facts.one(iri, "tip:heading"),
        "partOf": facts.one(iri, "dcterms:isPartOf"),
    }


def _provision(facts: _Facts, source: SourceText, part: Part) -> Row:
    iri = _iri(source.slug, part)
    return {
        "iri": iri,
        "class": next((name.removeprefix(TIP) for name in facts.all(iri, "rdf:type")), None),
        "label": facts.one(iri, "tip:paragraphLabel"),
        "printedLabel": facts.one(iri, "tip:printedLabel"),
        "text": facts.one(iri, "tip:text"),
        "leadIn": facts.one(iri, "tip:leadIn"),
        "underHeading": facts.one(iri, "tip:underHeading"),
        "partOf": facts.one(iri, "dcterms:isPartOf"),
        "verbPhrases": facts.all(iri, "tip:verbPhrase"),
        "needsReview": facts.reviewed(iri),
        "anchors": _anchors(source, part),
    }


def _recommendations(facts: _Facts, extraction: Extraction) -> list[Row]:
    proposals: dict[str, list[Row]] = defaultdict(list)
    for proposal in sorted(facts.members("TopicProposal")):
        topic = facts.one(proposal, "tip:proposedTopic")
        row = {"topic": topic, "matchedWords": facts.one(proposal, "tip:matchedWords")}
        proposals[facts.one(proposal, "tip:proposedFor") or ""].append(row)
    members = set(facts.members("Recommendation"))
    rows = []
    for part in extraction.document.provisions:
        iri = _iri(extraction.source.slug, part)
        if iri not in members:
            continue
        rows.append(
            {
                "iri": iri,
                "label": facts.one(iri, "tip:paragraphLabel"),
                "text": facts.one(iri, "tip:text"),
                "leadIn": facts.one(iri, "tip:leadIn"),
                "addresseeAsPrinted": facts.one(iri, "tip:addresseeAsPrinted"),
                "addressees": facts.all(iri, "tip:addressedTo"),
                "indirectAddressees": facts.all(iri, "tip:indirectlyAddresses"),
                "modalities": facts.all(iri, "tip:modality"),
                "verbPhrases": facts.all(iri, "tip:verbPhrase"),
                "conditions": facts.all(iri, "tip:condition"),
                "proposedTopics": proposals[iri],
                "set": facts.one(iri, "tip:inSet"),
                "needsReview": facts.reviewed(iri),
            }
        )
    return rows


def _addressees(facts: _Facts, extraction: Extraction) -> list[Row]:
    """Return each addressee once, with the labels of the provisions that ask it, in the order of the document."""
    asked: dict[tuple[str | None, str | None], list[str]] = {}
    for part in extraction.document.provisions:
        iri = _iri(extraction.source.slug, part)
        printed, label = facts.one(iri, "tip:addresseeAsPrinted"), facts.one(iri, "tip:paragraphLabel") or part.path
        known: list[str | None] = [*facts.all(iri, "tip:addressedTo")]
        for address in known or ([None] if printed else []):
            asked.setdefault((printed, address), []).append(label)
    return [
        {"name": printed, "iri": address, "label": facts.label(address), "provisions": labels}
        for (printed, address), labels in asked.items()
    ]


def _in_order(facts: _Facts, extraction: Extraction, kind: str, row: Any) -> list[Row]:
    """Return a row for each thing of a class, by the place of the part that states it, then by IRI."""
    order = {_iri(extraction.source.slug, part): number for number, part in enumerate(extraction.document.provisions)}
    things = sorted(
        facts.members(kind), key=lambda iri: (order.get(facts.one(iri, "tip:statedIn") or "", len(order)), iri)
    )
    return [row(facts, iri) for iri in things]


def _attendance(facts: _Facts, iri: str) -> Row:
    participant = facts.one(iri, "tip:participant")
    return {
        "iri": iri,
        "name": facts.one(iri, "tip:nameAsPrinted"),
        "participant": participant,
        "label": facts.label(participant),
        "capacity": facts.one(iri, "tip:capacity"),
        "statedIn": facts.paragraph(facts.one(iri, "tip:statedIn")),
        "needsReview": facts.reviewed(iri),
    }


def _statement(facts: _Facts, iri: str) -> Row:
    speaker = facts.one(iri, "tip:speaker") or facts.one(iri, "tip:speakingAs")
    return {
        "iri": iri,
        "name": facts.one(iri, "tip:nameAsPrinted"),
        "speaker": speaker,
        "label": facts.label(speaker),
        "onBehalfOf": facts.all(iri, "tip:onBehalfOf"),
        "kind": facts.one(iri, "tip:statementKind"),
        "underItem": facts.one(iri, "tip:underItem"),
        "statedIn": facts.paragraph(facts.one(iri, "tip:statedIn")),
        "needsReview": facts.reviewed(iri),
    }


def _agenda(facts: _Facts, agenda: str) -> Row:
    items = [item for item in facts.members("AgendaItem") if facts.one(item, "tip:inAgenda") == agenda]
    ordered = sorted(
        items, key=lambda item: [int(part) for part in item.removeprefix(agenda).split("/") if part.isdigit()]
    )
    return {
        "iri": agenda,
        "status": facts.one(agenda, "tip:agendaStatus"),
        "items": [
            {"iri": item, "number": facts.one(item, "tip:itemNumber"), "title": facts.one(item, "dcterms:title")}
            for item in ordered
        ],
    }


def _citations(facts: _Facts, extraction: Extraction) -> list[Row]:
    """Return what each provision and footnote cites, and where in it, where that is printed."""
    places: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for citation in sorted(facts.members("Citation")):
        citing, cited = facts.one(citation, "tip:citing"), facts.one(citation, "tip:cited")
        row = {"locator": facts.one(citation, "tip:locator"), "asPrinted": facts.one(citation, "tip:asPrinted")}
        places[citing or "", cited or ""].append(row)
    rows = []
    for part in [*extraction.document.provisions, *extraction.document.footnotes]:
        iri = _iri(extraction.source.slug, part)
        for cited in facts.all(iri, "cito:cites"):
            base = {"in": facts.paragraph(iri), "iri": iri, "cites": cited, "label": facts.label(cited)}
            rows += [base | place for place in places.get((iri, cited), [{"locator": None, "asPrinted": None}])]
    return rows


def _footnote(facts: _Facts, source: SourceText, part: Part) -> Row:
    iri = _iri(source.slug, part)
    return {
        "iri": iri,
        "number": facts.one(iri, "tip:number"),
        "text": facts.one(iri, "tip:text"),
        "attachedTo": [facts.paragraph(part) for part in facts.all(iri, "tip:attachedTo")],
        "anchors": _anchors(source, part),
    }
