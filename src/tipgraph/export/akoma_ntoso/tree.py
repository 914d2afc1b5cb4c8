"""The parts of a document as a tree: sections with what stands in them, paragraphs with their items."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from pyoxigraph import NamedNode

from tipgraph.namespaces import TIP
from tipgraph.query.lookup import TYPE, Lookup
from tipgraph.site.reader.parts import Kind, Part

_OPENING: Final = (NamedNode(TIP + "EnactingFormula"), NamedNode(TIP + "PreambularProvision"))


@dataclass
class Branch:
    """A part with what belongs to it."""

    part: Part
    below: list["Branch"] = field(default_factory=list)

    @property
    def is_section(self) -> bool:
        """Whether it is a section."""
        return self.part.kind == Kind.SECTION


def grow(parts: Iterable[Part]) -> list[Branch]:
    """Put parts together.

    Args:
        parts: Sections, provisions and rows of tables, in the order of the text.

    Returns:
        Those that belong to none; going through the tree, the parts are met in the order of the text. A part whose
        section or paragraph is over, because something else has begun, stands where the text has it.
    """
    top: list[Branch] = []
    open_: list[Branch] = []
    for part in parts:
        keep = _kept(part, open_)
        del open_[keep:]
        branch = Branch(part)
        (open_[-1].below if open_ else top).append(branch)
        if part.kind != Kind.ROW:
            open_.append(branch)
    return top


def _kept(part: Part, open_: Sequence[Branch]) -> int:
    """Say how many of the open branches go on around a part."""
    sections = max((index + 1 for index, branch in enumerate(open_) if branch.is_section), default=0)
    for index in range(len(open_) - 1, -1, -1):
        if open_[index].part.node == part.parent:
            return index + 1
    if part.kind == Kind.SECTION:
        return 0
    if part.kind == Kind.ROW:
        return sections
    for index in range(sections - 1, -1, -1):
        if open_[index].part.node == part.heading:
            return index + 1
    return 0 if part.heading is None else sections


def opening(lookup: Lookup, branches: Sequence[Branch]) -> int:
    """Say how many branches at the beginning are preamble: enacting formula and preambular paragraphs."""
    count = 0
    for branch in branches:
        if not any(lookup.has(branch.part.node, TYPE, kind) for kind in _OPENING):
            break
        count += 1
    return count


def is_formula(lookup: Lookup, branch: Branch) -> bool:
    """Say whether a branch is an enacting formula."""
    return lookup.has(branch.part.node, TYPE, _OPENING[0])
