"""The nearest known names to one that is not known: offered to a reader of the report, never used to resolve anything."""

from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property

from rapidfuzz import fuzz, process

from tipgraph.extract.countries import states
from tipgraph.extract.doubts import Candidate, Unresolved
from tipgraph.extract.matching import lookup_key
from tipgraph.extract.names import Names
from tipgraph.namespaces import ID

_MOST = 3
_LEAST_SCORE = 60.0
_LONGEST = 160
"""Characters of the longest words that may be a name; a line that no rule could place has no candidates."""
_ASKED = _MOST * 6
"""Names looked at for a few things, each of which may have several that are near."""


class Candidates:
    """Finds the nearest known names; each distinct name is looked up once."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._found: dict[str, tuple[Candidate, ...]] = {}

    @cached_property
    def _known(self) -> dict[str, str]:
        return {lookup_key(name): thing for name, thing in self._names.known.items()}

    def of(self, words: str) -> tuple[Candidate, ...]:
        """Return the nearest known names.

        Args:
            words: A name as printed that stands for nothing known.

        Returns:
            At most three things with their labels and scores (0 to 100, by the letters of the words in any order), the
            nearest first; none where no name is at all near, or where the words are too long for a name.
        """
        if words not in self._found:
            self._found[words] = self._nearest(words) if 1 < len(words) <= _LONGEST else ()
        return self._found[words]

    def _nearest(self, words: str) -> tuple[Candidate, ...]:
        near = process.extract(
            lookup_key(words),
            self._known.keys(),
            scorer=fuzz.token_sort_ratio,
            limit=_ASKED,
            score_cutoff=_LEAST_SCORE,
        )
        best: dict[str, float] = {}
        for key, score, _ in near:
            thing = self._known[key]
            best[thing] = max(score, best.get(thing, 0.0))
        ranked = sorted(best.items(), key=lambda item: (-item[1], item[0]))[:_MOST]
        return tuple(Candidate(self._label(thing), thing, round(score, 1)) for thing, score in ranked)

    def _label(self, thing: str) -> str:
        state = states().get(thing.removeprefix(f"{ID}state/"))
        return state.name if state else self._names.label_of(thing) or thing.removeprefix(ID)

    def fill(self, unresolved: Iterable[Unresolved]) -> tuple[Unresolved, ...]:
        """Return unresolved names with their candidates."""
        return tuple(replace(one, candidates=self.of(one.words)) for one in unresolved)
