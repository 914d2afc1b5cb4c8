"""What is to be done with each file: a new document, a later text of a known one, or nothing."""

from collections.abc import Iterable
from dataclasses import dataclass

from tipgraph.documents.manifest import Entry, hashes_of
from tipgraph.errors import shown
from tipgraph.extract.identity import Identity
from tipgraph.ingest.slugs import document_slug
from tipgraph.ingest.survey import Survey


@dataclass(frozen=True)
class Step:
    """A file and what becomes of it: ``outcome`` is ``added``, ``changed`` or ``unchanged``.

    ``slug`` names the document; where it is unchanged, the one that the record has already. ``later_text_of`` is the slug
    of the document whose text was another before.
    """

    survey: Survey
    slug: str
    outcome: str
    later_text_of: str | None = None

    def __str__(self) -> str:
        return shown(self.survey.path)


def plan(surveys: Iterable[Survey], entries: dict[str, Entry], taken: Iterable[str] = ()) -> list[Step]:
    """Decide what becomes of each file.

    Args:
        surveys: Files, in the order in which they were named.
        entries: What the manifest knows of each text, by the name of its file.
        taken: Slugs of files that are no part of the manifest and must not be overwritten.

    Returns:
        A step a file, in the same order. A text that is known under whatever name changes nothing; a text of a known
        document (the same symbol; or where none is printed the same body, session, kind, title and date) that differs from
        the known one becomes a document of its own that names the known one; a slug that is taken gets a number.
    """
    known = _Known()
    for entry in entries.values():
        identity = Identity.of(entry.get("recognised", {}))
        known.add(entry["file"].removesuffix(".txt"), hashes_of(entry), identity)
    slugs = known.slugs | set(taken)
    steps = []
    for found in surveys:
        same = next((slug for digest in _hashes(found) if (slug := known.by_hash.get(digest))), None)
        if same:
            steps.append(Step(found, same, "unchanged"))
            continue
        earlier = known.by_key.get(_key(found.identity))
        slug = _free(document_slug(found.identity, found.path.name), slugs)
        slugs.add(slug)
        steps.append(Step(found, slug, "changed" if earlier else "added", earlier))
        known.add(slug, _hashes(found), found.identity)
    return steps


def _hashes(found: Survey) -> tuple[str, ...]:
    """Return the hashes of a file by any of which it is known again."""
    return found.text_sha256, found.original_sha256, found.words_sha256


class _Known:
    """The documents known so far, by the hashes of their texts and files, and by what tells them from others."""

    def __init__(self) -> None:
        self.slugs: set[str] = set()
        self.by_hash: dict[str, str] = {}
        self.by_key: dict[tuple[str | None, ...] | None, str] = {}

    def add(self, slug: str, hashes: Iterable[str], identity: Identity) -> None:
        self.slugs.add(slug)
        self.by_hash.update(dict.fromkeys(hashes, slug))
        key = _key(identity)
        if key:
            self.by_key[key] = slug


def _key(identity: Identity) -> tuple[str | None, ...] | None:
    """Return what two texts of one document have in common, or None where too little is printed to tell."""
    if identity.symbol:
        return ("symbol", identity.symbol)
    told = (identity.kind, identity.number, identity.title, identity.issued, identity.session, identity.reference)
    if sum(value is not None for value in told) < 3:
        return None
    return ("form", identity.body, *told)


def _free(slug: str, taken: set[str]) -> str:
    """Return a slug that is free: itself, or with the first number from 2 that makes it so."""
    number, candidate = 1, slug
    while candidate in taken:
        number += 1
        candidate = f"{slug}-{number}"
    return candidate
