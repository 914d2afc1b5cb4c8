"""What releases changed as an Atom feed (RFC 4287), for people: an entry a release, a withdrawal, a correction."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from urllib.parse import quote

from feedgen.feed import FeedGenerator
from markdown_it import MarkdownIt

from tipgraph.changes.report import Told
from tipgraph.changes.words import Kind
from tipgraph.files import read_text_strict, write_bytes_atomic
from tipgraph.release.folder import CHANGES, RELEASES, Release, releases_in
from tipgraph.web.feeds import clean

NEWS: Final = "feed.atom"
_OF_THEIR_OWN: Final = {Kind.WITHDRAWN: "Withdrawn", Kind.CORRECTION: "Correction"}


def write_news(folder: Path) -> None:
    """Write the feed of a folder of releases.

    Args:
        folder: Where they lie; the feed is the file ``feed.atom`` beside them. The same releases give the same bytes.

    Raises:
        tipgraph.errors.FileError: If a release cannot be read, or the feed not written.
    """
    releases = releases_in(folder)
    feed = FeedGenerator()
    feed.id(RELEASES + NEWS)
    feed.title("tipgraph: releases")
    feed.author(name="tipgraph")
    feed.link(href=RELEASES + NEWS, rel="self")
    feed.link(href=RELEASES, rel="alternate", type="text/html")
    feed.updated(_moment(releases[-1]) if releases else datetime(1970, 1, 1, tzinfo=UTC))
    for release in reversed(releases):
        told = Told.of_data(json.loads(read_text_strict(release.directory / CHANGES)))
        _add(feed, release, release.iri, f"Release {release.version}", "\n".join(told.markdown()))
        for entry in told.entries:
            if entry.kind in _OF_THEIR_OWN:
                identity = f"{release.iri}#{quote(entry.iri, safe='')}"
                title = f"{_OF_THEIR_OWN[entry.kind]}: {entry.label or entry.iri}"
                _add(feed, release, identity, title, "\n".join(Told.of([entry]).markdown()), entry.iri)
    write_bytes_atomic(folder / NEWS, feed.atom_str(pretty=True))


def _add(feed: FeedGenerator, release: Release, identity: str, title: str, text: str, about: str = "") -> None:
    entry = feed.add_entry(order="append")
    entry.id(identity)
    entry.title(clean(title))
    entry.updated(_moment(release))
    entry.link(href=about or release.iri, rel="alternate")
    entry.content(clean(MarkdownIt("commonmark", {"html": False}).render(text)), type="html")


def _moment(release: Release) -> datetime:
    return datetime.fromisoformat(release.date).replace(tzinfo=UTC)
