"""What stands beside the running text: fields of the masthead, and lines that belong to no part."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from pyoxigraph import NamedNode

from tipgraph.export.akoma_ntoso.printed import Line
from tipgraph.site.reader.parts import Kind, Part

Aside = Part | Line
_NOWHERE: Final = 1 << 60
"""Where a part begins that no anchor quotes."""


@dataclass
class Asides:
    """What stands beside the running text, by its place."""

    cover: list[Aside] = field(default_factory=list)
    """Before the first part of the running text, or in no known place."""
    end: list[Aside] = field(default_factory=list)
    """Behind the last."""
    _before: dict[NamedNode, list[Aside]] = field(default_factory=dict)

    def before(self, part: Part) -> Sequence[Aside]:
        """Return what stands before a part of the running text, and behind the beginning of the one before it."""
        return self._before.get(part.node, ())

    def place(self, aside: Aside, flow: Sequence[Part]) -> None:
        """Add what begins behind all that was added before it."""
        behind = [part for part in flow if part.start > aside.start]
        if aside.start >= _NOWHERE or len(behind) == len(flow):
            self.cover.append(aside)
        elif behind:
            self._before.setdefault(behind[0].node, []).append(aside)
        else:
            self.end.append(aside)


def sort_out(parts: Sequence[Part], flow: Sequence[Part], lines: Sequence[Line]) -> Asides:
    """Say where the fields and the lines of a document stand.

    Args:
        parts: The parts of the document.
        flow: Those of the running text, in the order of the text.
        lines: What belongs to no part.
    """
    found = Asides()
    fields: list[Aside] = [part for part in parts if part.kind == Kind.FIELD]
    for aside in sorted([*fields, *lines], key=lambda one: one.start):
        found.place(aside, flow)
    return found
