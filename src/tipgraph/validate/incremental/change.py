"""What differs between two validations."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath

from pyoxigraph import RdfFormat, Triple, parse

from tipgraph.validate.incremental.inputs import Lines


@dataclass(frozen=True)
class Change:
    """Statements that came or went, and files that are no longer what they were."""

    shown: Lines = frozenset()
    """The statements that shapes look at, or looked at, as lines of N-Triples."""
    others: Lines = frozenset()
    """The other statements."""
    files: frozenset[str] = frozenset()
    """The names of the files: changed, new or gone."""
    come_or_gone: frozenset[str] = frozenset()
    """The names of those that are new or gone."""

    def __or__(self, other: "Change") -> "Change":
        """Return both, one after the other: what came and went again is in it."""
        files, moved = self.files | other.files, self.come_or_gone | other.come_or_gone
        return Change(self.shown | other.shown, self.others | other.others, files, moved)

    def __bool__(self) -> bool:
        return bool(self.shown or self.others or self.files)

    def __len__(self) -> int:
        return len(self.shown) + len(self.others) + len(self.files)

    @cached_property
    def shown_triples(self) -> list[Triple]:
        """The statements that shapes look at, or looked at."""
        return _triples(self.shown)

    @cached_property
    def triples(self) -> list[Triple]:
        """All the statements."""
        return [*self.shown_triples, *_triples(self.others)]

    def files_below(self, *folders: str) -> list[PurePosixPath]:
        """Return the files in some folders of the record, those in folders below them included."""
        found = (PurePosixPath(name) for name in sorted(self.files))
        return [path for path in found if any(path.is_relative_to(folder) for folder in folders)]

    @property
    def is_of_ontology(self) -> bool:
        """Whether the ontology is another; the schemes are data."""
        return any(path.parent.name != "schemes" for path in self.files_below("ontology"))

    @property
    def has_other_graphs(self) -> bool:
        """Whether a file of data is new or gone, and with it a named graph of the dataset."""
        return any(path.endswith(".ttl") for path in self.come_or_gone)


def _triples(lines: Iterable[bytes]) -> list[Triple]:
    # What is not quite an IRI is told by a check, and must not end this one.
    return [quad.triple for quad in parse(b"\n".join(lines), format=RdfFormat.N_TRIPLES, lenient=True)]
