"""The search index as a file: an SQLite database with the words of FTS5, and the values of the facets as bitmaps."""

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from contextlib import closing
from typing import Final

from pyoxigraph import Triple
from pyroaring import BitMap

from tipgraph.dataset.search.facets import FACETS, Facets, Value, order
from tipgraph.dataset.search.facts import Facts
from tipgraph.dataset.search.fold import EVERY, key, words
from tipgraph.dataset.search.items import Item, collect

VERSION: Final = 1
"""The layout of the tables; a reader refuses any other."""
_WITHOUT_SYNONYMS: Final = frozenset(
    {"recommendation", "provision", "footnote", "agenda-item", "discrepancy", "question"}
)
"""Kinds whose names are places or sentences."""
PROGRAM_VERSION: Final = slice(96, 100)
"""Where a database has the version of SQLite that wrote it (https://www.sqlite.org/fileformat2.html#database_header)."""
_TABLES: Final = """
CREATE TABLE item (
  id INTEGER PRIMARY KEY, iri TEXT NOT NULL, kind TEXT NOT NULL, shown TEXT NOT NULL, title TEXT NOT NULL,
  names TEXT NOT NULL, text TEXT NOT NULL, every TEXT NOT NULL, document TEXT NOT NULL, place TEXT NOT NULL,
  date TEXT NOT NULL, facts TEXT NOT NULL
);
CREATE TABLE label (
  key TEXT NOT NULL, item INTEGER NOT NULL, rank INTEGER NOT NULL, name TEXT NOT NULL, means INTEGER NOT NULL,
  says INTEGER NOT NULL, PRIMARY KEY (key, item, rank)
) WITHOUT ROWID;
CREATE INDEX label_of ON label (item, rank);
CREATE TABLE word (word TEXT PRIMARY KEY, items INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE value (
  facet TEXT NOT NULL, position INTEGER NOT NULL, key TEXT NOT NULL, label TEXT NOT NULL, broader TEXT NOT NULL,
  items BLOB NOT NULL, PRIMARY KEY (facet, position)
) WITHOUT ROWID;
CREATE VIRTUAL TABLE found USING fts5 (
  title, names, text, every, content = 'item', content_rowid = 'id', tokenize = 'porter unicode61 remove_diacritics 2'
);
"""
"""``label``: every name by its folded form; what *means* a thing stands for it in a search, what *says* it is looked for
too. ``facts``: the labels of an item's values by facet. ``items``: a Roaring bitmap of the items that have a value."""


def write_index(triples: Iterable[Triple]) -> bytes:
    """Write the search index of a dataset.

    Args:
        triples: The merge of its graphs, inferred triples included, in any order.

    Returns:
        An SQLite database. The same triples give the same bytes, with the same version of SQLite.
    """
    facts = Facts(triples)
    items, facets = collect(facts), Facets(facts)
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as database:
        database.execute("PRAGMA page_size = 4096")
        database.executescript(_TABLES)
        database.execute("BEGIN")
        _write_items(database, items, facets)
        _write_labels(database, items)
        _write_words(database, items)
        _write_values(database, items, facets)
        database.execute("INSERT INTO found (found) VALUES ('rebuild')")
        database.execute("INSERT INTO found (found) VALUES ('optimize')")
        database.execute(f"PRAGMA user_version = {VERSION}")
        database.execute("COMMIT")
        database.execute("VACUUM")
        content = bytearray(database.serialize())
    content[PROGRAM_VERSION] = bytes(4)
    return bytes(content)


def _write_items(database: sqlite3.Connection, items: Sequence[Item], facets: Facets) -> None:
    rows = (
        (
            *(number, item.iri, item.kind.name, item.shown, item.title),
            *("\n".join(name.text for name in item.names), item.text, EVERY, item.document, item.place, item.date),
            json.dumps(_labels(item, facets), ensure_ascii=False, separators=(",", ":")),
        )
        for number, item in enumerate(items, 1)
    )
    database.executemany("INSERT INTO item VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)


def _labels(item: Item, facets: Facets) -> dict[str, list[str]]:
    """Return what an item's values are called, by facet; of its topics those that it is said to have."""
    told = {**item.facets, "topic": item.topics}
    kept = {facet: told.get(facet, ()) for facet in FACETS if facet not in ("kind", "document")}
    return {facet: [facets.value(facet, one).label for one in keys] for facet, keys in kept.items() if keys}


def _write_labels(database: sqlite3.Connection, items: Sequence[Item]) -> None:
    rows = []
    for number, item in enumerate(items, 1):
        means = item.kind.name not in _WITHOUT_SYNONYMS
        if item.title == item.shown:  # and not the heading that a part stands under
            rows.append((key(item.title), number, 0, item.title, means, means))
        for rank, name in enumerate(item.names, 1):
            open_name = means and not name.hidden
            rows.append((key(name.text), number, rank, name.text, open_name, open_name and not name.language))
    database.executemany("INSERT INTO label VALUES (?, ?, ?, ?, ?, ?)", (row for row in rows if row[0]))


def _write_words(database: sqlite3.Connection, items: Sequence[Item]) -> None:
    """Write the words as they stand in the texts, with the number of items that have each: the index has but their stems."""
    counts: Counter[str] = Counter()
    for item in items:
        counts.update(
            {*words(item.title), *words(item.text), *(word for name in item.names for word in words(name.text))}
        )
    database.executemany("INSERT INTO word VALUES (?, ?)", sorted(counts.items()))


def _write_values(database: sqlite3.Connection, items: Sequence[Item], facets: Facets) -> None:
    having: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, item in enumerate(items, 1):
        for facet, keys in item.facets.items():
            for one in keys:
                having[facet, one].append(number)
    for facet in FACETS:
        values = [(facets.value(facet, one), numbers) for (of, one), numbers in having.items() if of == facet]
        values.sort(key=lambda pair: order(facet, pair[0], len(pair[1])))
        rows = (_value_row(facet, position, value, numbers) for position, (value, numbers) in enumerate(values))
        database.executemany("INSERT INTO value VALUES (?, ?, ?, ?, ?, ?)", rows)


def _value_row(facet: str, position: int, value: Value, numbers: list[int]) -> tuple[str, int, str, str, str, bytes]:
    bitmap = BitMap(numbers)
    bitmap.run_optimize()
    return facet, position, value.key, value.label, " ".join(value.broader), bitmap.serialize()
