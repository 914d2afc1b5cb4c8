"""The search index in memory: opened by each process for itself, from bytes that processes share."""

import os
import sqlite3
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from itertools import repeat
from typing import Final

from pyroaring import BitMap

from tipgraph.dataset.build import SEARCH, Build
from tipgraph.dataset.search.kinds import BY_NAME
from tipgraph.dataset.search.write import VERSION
from tipgraph.errors import FileError, TipgraphError
from tipgraph.namespaces import ID

_RANKED: Final = "SELECT rowid, bm25(found, 8.0, 5.0, 1.0, 0.0) FROM found WHERE found MATCH ?"
"""A word counts more in a title than in another name, and there more than in a text."""
_SIGNATURE: Final = b"SQLite format 3\0"
"""What every database begins with; other bytes would be taken for a lack of memory."""
_MOST_WORDS: Final = 60
"""Words that a beginning is taken apart into."""


class NoIndex(TipgraphError):  # noqa: N818 - what is the matter
    """The bytes are not a search index of this version."""

    def __str__(self) -> str:
        return "this is not a search index of this version: run 'tipgraph build'"


def read_index(build: Build) -> "Index":
    """Read the search index of a build.

    Args:
        build: A build that was found whole.

    Returns:
        Its index, which no longer needs the file.

    Raises:
        tipgraph.errors.FileError: If the file is no longer the one that belongs to the build.
    """
    content = build.search.read_bytes()
    if sha256(content).hexdigest() != build.manifest["outputs"][SEARCH]:
        raise FileError(build.search, "another build has taken its place", "start again")
    return Index(content)


@dataclass(frozen=True)
class Value:
    """A value of a facet, with the items that have it."""

    key: str
    label: str
    broader: tuple[str, ...]
    items: BitMap


class Index:
    """A search index that does not change."""

    def __init__(self, content: bytes) -> None:
        """Keep an index; nothing of it is read yet.

        Args:
            content: As :func:`tipgraph.dataset.search.write.write_index` wrote it.
        """
        self._content = content
        self._process = 0
        self._opened: sqlite3.Connection | None = None

    def open(self) -> sqlite3.Connection:
        """Return this process's connection, made when it is first asked for: none may be shared with another process.

        It needs no file, and so a process can ask for it that can open none.

        Raises:
            NoIndex: If the bytes are no index of this version.
        """
        if self._opened is None or self._process != os.getpid():
            if not self._content.startswith(_SIGNATURE):
                raise NoIndex
            opened = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
            try:
                opened.deserialize(self._content)
                version = opened.execute("PRAGMA user_version").fetchone()[0]
            except sqlite3.DatabaseError:
                raise NoIndex from None
            if version != VERSION:
                raise NoIndex
            opened.execute("PRAGMA query_only = ON")
            opened.execute("PRAGMA temp_store = MEMORY")
            self._opened, self._process = opened, os.getpid()
        return self._opened

    @cached_property
    def facets(self) -> dict[str, dict[str, Value]]:
        """The values of each facet by their keys, in their order."""
        found: dict[str, dict[str, Value]] = {}
        for facet, key, label, broader, items in self.open().execute(
            "SELECT facet, key, label, broader, items FROM value ORDER BY facet, position"
        ):
            value = Value(key, label, tuple(broader.split()), BitMap.deserialize(items))
            found.setdefault(facet, {})[key] = value
        return found

    @cached_property
    def everything(self) -> BitMap:
        """All items."""
        return BitMap.union(*(value.items for value in self.facets.get("kind", {}).values()), BitMap())

    @cached_property
    def weights(self) -> Sequence[float]:
        """How much a match counts in each item, by its number: items are numbered by kind."""
        found = [0.0]
        for kind, value in sorted(self.facets.get("kind", {}).items(), key=lambda pair: pair[1].items.min()):
            found.extend(repeat(BY_NAME[kind].weight, len(value.items)))
        return found

    def matches(self, expression: str) -> list[tuple[int, float]]:
        """Return the items that match, in the order of their numbers, each with its rank: the lower the better.

        Args:
            expression: A query of FTS5, made of quoted words only.
        """
        weights = self.weights
        return [(item, rank * weights[item]) for item, rank in self.open().execute(_RANKED, (expression,))]

    def count(self, expression: str) -> int:
        """Return how many items match."""
        found: int = self.open().execute("SELECT count(*) FROM found WHERE found MATCH ?", (expression,)).fetchone()[0]
        return found

    def labelled(self, key: str) -> dict[int, int]:
        """Return the items that have a name, by its folded form, with 0 where that is what they are called first."""
        statement = "SELECT item, MIN(rank) FROM label WHERE key = ? GROUP BY item"
        return dict(self.open().execute(statement, (key,)).fetchall())

    def topics(self, key: str) -> list[str]:
        """Return the values of the facet of topics that have a name, by its folded form."""
        statement = (
            "SELECT DISTINCT item.iri FROM label JOIN item ON item.id = label.item "
            "WHERE label.key = ? AND item.kind = 'topic' ORDER BY item.iri"
        )
        return [iri.removeprefix(ID) for (iri,) in self.open().execute(statement, (key,))]

    def other_names(self, key: str) -> list[tuple[str, str]]:
        """Return the other names of what a name means, each with its folded form, in no certain order."""
        statement = (
            "SELECT DISTINCT key, name FROM label WHERE says AND key <> ?1 "
            "AND item IN (SELECT item FROM label WHERE key = ?1 AND means)"
        )
        return self.open().execute(statement, (key,)).fetchall()

    def beginning(self, prefix: str) -> list[str]:
        """Return the words that begin so; none if they are many, for the index finds those by itself."""
        at = bisect_left(self.words, prefix)
        found = [word for word in self.words[at : at + _MOST_WORDS + 1] if word.startswith(prefix)]
        return found if len(found) <= _MOST_WORDS else []

    @cached_property
    def newest(self) -> str:
        """The date of the newest document; nothing if none has one."""
        statement = "SELECT max(date) FROM item WHERE kind IN ('document', 'instrument')"
        return self.open().execute(statement).fetchone()[0] or ""

    @cached_property
    def words(self) -> list[str]:
        """Every word of the texts, sorted."""
        return sorted(word for (word,) in self.open().execute("SELECT word FROM word"))

    def word_counts(self, words: Iterable[str]) -> dict[str, int]:
        """Return in how many items words stand."""
        counts = self.open()
        found = {word: counts.execute("SELECT items FROM word WHERE word = ?", (word,)).fetchone() for word in words}
        return {word: row[0] for word, row in found.items() if row}
