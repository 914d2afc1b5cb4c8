"""The kind of a document, by its form: what its masthead and its opening say."""

import re

from tipgraph.extract.masthead import SALUTATION
from tipgraph.extract.model import Document

_REPORT = re.compile(
    r"(?:draft |final |revised )?report (?:on|of) (?:the )?(?!secretar|executive director)"
    r"(?:.*\b(?:meeting|session|working group|conference|"
    r"expert group|group of experts|committee|commission|workshop|consultation)|\w+ (?:meeting|session))",
    re.IGNORECASE,
)
_PAPER_BY_STATE = re.compile(
    r"(?:.*\b)?(?:paper|proposals?|statement|information|contribution|comments)\b.*\bsubmitted by\b", re.IGNORECASE
)


def document_kind(document: Document) -> str | None:
    """Recognise the kind of a document by its form.

    Args:
        document: Its masthead, provisions and symbol are what tells.

    Returns:
        The slug of a concept of scheme/document-type, or None where the form tells none.
    Source: the titles and symbols that https://research.un.org/en/docs/symbols describes.
    """
    return next((kind for kind, holds in _rules(_Form(document)) if holds), None)


class _Form:
    """What the rules look at, in small letters."""

    def __init__(self, document: Document) -> None:
        source = document.source
        self.title = (document.field_words("title") or "").lower()
        subtitles = [part.words(source).lower() for part in document.masthead if part.name == "subtitle"]
        self.titles = [title for title in (self.title, *subtitles) if title]
        self.prepared = (document.field_words("prepared-by") or "").lower()
        self.sponsor = (document.field_words("sponsor") or "").lower()
        self.number = (document.field_words("number") or "").lower()
        self.symbol = document.field_words("symbol") or ""
        self.opening = document.provisions[0].words(source) if document.provisions else ""
        self.has_formula = bool(document.provisions and document.provisions[0].is_formula)

    def titled(self, pattern: str) -> bool:
        """Tell whether a title or subtitle is as a pattern says, from its beginning."""
        return any(re.match(pattern, title) for title in self.titles)


def _rules(form: _Form) -> list[tuple[str, bool]]:
    """Return the kinds with whether each holds, the surest first."""
    said = f"{form.sponsor} | {' | '.join(form.titles)} | {form.number}"
    agenda = "provisional agenda" in form.title and not form.title.startswith("draft provisional agenda for")
    return [
        ("note-verbale", bool(SALUTATION.search(form.opening))),
        ("corrigendum", form.titled(r"corrigend(?:um|a)\b") or "/Corr." in form.symbol),
        ("list-of-participants", form.titled(r"(?:provisional |final |revised )?list of participants\b")),
        ("draft-resolution", bool(re.search(r"\bdraft resolution\b", said)) and not _REPORT.match(form.title)),
        ("draft-decision", bool(re.search(r"\bdraft decision\b", said)) and not _REPORT.match(form.title)),
        ("draft-resolution", form.has_formula and "/L." in form.symbol),
        ("report-of-a-meeting", bool(_REPORT.match(form.title))),
        ("decision", form.number.startswith("decision")),
        ("resolution", form.number.startswith("resolution") or form.has_formula),
        ("annotated-provisional-agenda", agenda and "annotat" in said),
        ("provisional-agenda", agenda),
        ("conference-room-paper", "/CRP." in form.symbol or form.titled("conference room paper")),
        ("background-paper", form.prepared.startswith("background paper") or form.titled("background paper")),
        ("note-by-the-secretariat", bool(re.match(r"note (?:by|from) the secretariat", form.prepared or form.title))),
        ("report-of-the-secretary-general", "report of the secretary-general" in (form.prepared, form.title)),
        ("report-of-the-executive-director", "report of the executive director" in (form.prepared, form.title)),
        ("report-of-the-secretariat", bool(re.match(r"report (?:of|by) the secretariat", form.prepared or form.title))),
        ("submitted-paper", any(_PAPER_BY_STATE.match(words) for words in (form.prepared, *form.titles))),
    ]
