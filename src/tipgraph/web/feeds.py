"""Lists as Atom feeds (RFC 4287). The same entries give the same bytes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from feedgen.feed import FeedGenerator

from tipgraph.web.worker import Reply, ResultTooLarge

MEDIA_TYPE: Final = "application/atom+xml"
_AUTHOR: Final = "tipgraph"
_NO_DATE: Final = "1970-01-01"
"""Of a thing that no document gives a date: every entry must have one, and today would be another one tomorrow."""


@dataclass(frozen=True)
class Entry:
    """Something on a list."""

    iri: str
    title: str
    text: str
    date: str
    """The day that the record has for it, as far as it has one: ``2009-04-21``, ``2009-04``, ``2009``, or nothing."""
    categories: Iterable[str] = ()


def write(title: str, address: str, entries: Iterable[Entry], limit: int = 0) -> Reply:
    """Write a feed.

    Args:
        title: What it is called.
        address: Where the same list is found as a page; it names the feed too.
        entries: In the order of the list.
        limit: How many bytes it may have; 0 for any number.

    Returns:
        The feed. An entry is as new as the document it comes from; the feed is as new as its newest entry.

    Raises:
        tipgraph.web.worker.ResultTooLarge: If it would be larger than the limit.
    """
    feed = FeedGenerator()
    feed.id(address)
    feed.title(clean(title))
    feed.author(name=_AUTHOR)
    feed.link(href=address, rel="alternate", type="text/html")
    newest, size = _moment(_NO_DATE), 0
    for entry in entries:
        size += len(entry.title) + len(entry.text)
        if limit and size > limit:
            raise ResultTooLarge(limit)
        written = feed.add_entry(order="append")
        moment = _moment(entry.date)
        newest = max(newest, moment)
        written.id(entry.iri)
        written.title(clean(entry.title))
        written.updated(moment)
        written.link(href=entry.iri, rel="alternate")
        for category in entry.categories:
            written.category(term=clean(category))
        if entry.text:
            written.content(clean(entry.text), type="text")
    feed.updated(newest)
    return Reply(feed.atom_str(pretty=True), MEDIA_TYPE)


def _moment(date: str) -> datetime:
    filled = date + _NO_DATE[len(date) :]
    return datetime.fromisoformat(filled[:10]).replace(tzinfo=UTC)


def clean(text: str) -> str:
    """Leave out what XML cannot have (XML 1.0, section 2.2)."""
    return "".join(
        c for c in text if c in "\t\n\r" or (c >= " " and c not in "\ufffe\uffff" and not "\ud800" <= c <= "\udfff")
    )
