"""What exports are made of: a build, and what they may be limited to."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from pyoxigraph import Store

from tipgraph.dataset.build import Build
from tipgraph.dataset.store import open_store
from tipgraph.dataset.texts import open_texts
from tipgraph.namespaces import BASE
from tipgraph.query.lookup import Lookup

EXPORTS: Final = BASE + "exports/"
Progress = Callable[[int, int], None]
"""Told how much is done, and of how much."""


def address(name: str, suffix: str = "") -> str:
    """Return the permanent address of an export: of one of its files, or, without a suffix, of whichever is asked for."""
    return f"{EXPORTS}{name}.{suffix}" if suffix else EXPORTS + name


def silent(done: int, of: int) -> None:
    """Tell nobody how far the work is."""


@dataclass(frozen=True)
class Edition:
    """The release that exports are part of."""

    iri: str
    """Its permanent address, with a slash at its end; its exports lie below ``exports/``."""
    version: str
    date: str
    previous: str
    """The permanent address of the release before; nothing where there is none."""


@dataclass(frozen=True)
class Written:
    """A file of an export, as it lies beside the others."""

    size: int
    """Bytes."""
    sha256: str


@dataclass(frozen=True)
class Source:
    """A build that exports are made of; what is large is only loaded by those that need it."""

    build: Build
    edition: Edition | None = None
    """The release that is being made; nothing where the exports are those of the newest build."""
    written: dict[str, Written] = field(default_factory=dict)
    """The files that were written so far, by their paths, where several are; what describes them is written last."""

    def address(self, name: str, suffix: str = "") -> str:
        """Return the permanent address of an export or of one of its files, in the release where there is one."""
        newest = address(name, suffix)
        return f"{self.edition.iri}exports/{newest.removeprefix(EXPORTS)}" if self.edition else newest

    @cached_property
    def store(self) -> Store:
        """The dataset in the engine: named graphs, and their merge as the default graph."""
        return open_store(self.build)

    @cached_property
    def lookup(self) -> Lookup:
        """The same, for single facts."""
        return Lookup(self.store)

    @cached_property
    def texts(self) -> dict[str, str]:
        """The source texts by the names of their files."""
        return open_texts(self.build.texts)


@dataclass(frozen=True)
class Selection:
    """What of a dataset is wanted."""

    graph: str = ""
    """The IRI of the one named graph; nothing for all of them."""
    query: str = ""
    """A CONSTRUCT or DESCRIBE query, whose answer is wanted instead of the dataset."""
    progress: Progress = silent
