"""One document drafted: its facts, its entry for the manifest, and the account of what is still to decide."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tipgraph.documents.manifest import Entry, Origin
from tipgraph.documents.text import SourceText
from tipgraph.errors import shown
from tipgraph.extract.decisions import Decisions
from tipgraph.extract.manifest import describe
from tipgraph.extract.names import Names
from tipgraph.extract.run import extract
from tipgraph.ingest.account import account_of
from tipgraph.ingest.plan import Step
from tipgraph.ingest.survey import staged_text


@dataclass(frozen=True)
class Draft:
    """What a step makes: the entry, the text and the Turtle to be written, and the account as JSON has it."""

    slug: str
    entry: Entry
    text: str
    turtle: str
    account: dict[str, Any]


def draft(step: Step, names: Names, decisions: Decisions, staging: Path) -> Draft:
    """Draft a document.

    Args:
        step: What is to become of the file.
        names: The authority for names.
        decisions: What curators have decided about facts of this document before.
        staging: The folder that holds the text in normal form.

    Returns:
        The draft; nothing is written.
    """
    found = step.survey
    text = staged_text(staging, found.text_sha256).read_bytes().decode()
    origin = Origin(found.original_sha256, found.media_type, step.later_text_of)
    extraction = extract(SourceText.of(text, step.slug), names, origin, decisions)
    original = {
        "fileName": shown(found.path.name),
        "sha256": found.original_sha256,
        "mediaType": found.media_type,
        "bytes": found.size,
    }
    origin_told = {"original": original} | ({"laterTextOf": step.later_text_of} if step.later_text_of else {})
    account = {"file": shown(found.path), "outcome": step.outcome, "slug": step.slug, **origin_told}
    entry = describe(extraction) | {"wordsSha256": found.words_sha256} | origin_told
    return Draft(step.slug, entry, text, extraction.turtle, account | account_of(extraction, names))
