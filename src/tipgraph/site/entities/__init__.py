"""What a page tells of a thing of some kind: tables, each the answer to a query that names the thing."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

from tipgraph.namespaces import TIP

_SECTIONS: Final = "sections"
_LISTS: Final = "lists"
_PICTURES: Final = "pictures"
_ANY: Final = "*"
_NAME: Final = re.compile(r"(\d+)-([a-z0-9-]+)\.rq")
_HEADER: Final = re.compile(r"^# (of|title|says|choices): (.*)\n", re.MULTILINE)


@dataclass(frozen=True)
class Section:
    """A part of the page of a thing, or a list of things; its file is ``<folder>/<number>-<name>.rq``."""

    number: int
    """Where on a page it comes: smaller numbers first."""
    name: str
    title: str
    says: str
    """What the rows are, where the title does not say it; empty otherwise."""
    kinds: frozenset[str]
    """IRIs of the classes whose things have it; empty if all have, and for a list."""
    choices: str
    """Of a picture of one thing: a SELECT of the things that it can be of, best first; empty otherwise."""
    text: str
    """A SELECT; in that of a part of a page ``?this`` stands for the thing."""

    def about(self, iri: str) -> str:
        """Return the query for one thing.

        Args:
            iri: The thing; a valid IRI.
        """
        before, brace, after = self.text.partition("{")
        return f"{before}{brace}\n  VALUES ?this {{ <{iri}> }}{after}"

    def is_of(self, classes: Collection[str]) -> bool:
        """Say whether a thing of these classes has it."""
        return not self.kinds or not self.kinds.isdisjoint(classes)


def load_sections() -> tuple[Section, ...]:
    """Read all parts of pages, in the order in which they come on a page."""
    return _load(_SECTIONS)


def load_lists() -> tuple[Section, ...]:
    """Read all lists of things, in an order in which they can be offered."""
    return _load(_LISTS)


def load_pictures() -> tuple[Section, ...]:
    """Read what pictures are drawn from, in an order in which they can be offered."""
    return _load(_PICTURES)


@cache
def _load(name: str) -> tuple[Section, ...]:
    folder = resources.files(__package__).joinpath(name)
    found = [(_NAME.fullmatch(one.name), one) for one in folder.iterdir()]
    sections = [_read(name, file.read_text(encoding="utf-8")) for name, file in found if name]
    return tuple(sorted(sections, key=lambda section: section.number))


def _read(name: re.Match[str], text: str) -> Section:
    header = dict(_HEADER.findall(text))
    kinds = header.get("of", _ANY).split()
    return Section(
        int(name[1]),
        name[2],
        header["title"],
        header.get("says", ""),
        frozenset() if kinds == [_ANY] else frozenset(TIP + kind for kind in kinds),
        header.get("choices", ""),
        _HEADER.sub("", text),
    )
