"""What is asked for: a search, choices by facet, and which part of what is found."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final
from urllib.parse import urlencode

from tipgraph.dataset.search.facets import FACETS

EXACT: Final = "exact"
"""The parameter that leaves synonyms out."""


@dataclass(frozen=True)
class Request:
    """A search."""

    text: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The keys that were chosen, by facet; of one facet any will do, of several facets each must do."""
    exact: bool = False
    """Whether only the words themselves are looked for, without other names of the same thing."""
    page: int = 1

    def query(self) -> str:
        """Return the parameters of its address, always in the same order."""
        pairs = [("q", self.text)] if self.text else []
        pairs += [(facet, key) for facet in FACETS for key in self.chosen.get(facet, ())]
        pairs += [(EXACT, "1")] if self.exact else []
        pairs += [("page", str(self.page))] if self.page > 1 else []
        return urlencode(pairs, safe="/")

    def toggled(self, facet: str, key: str) -> "Request":
        """Return the search with a value chosen, or given up if it was; from its first page on."""
        keys = self.chosen.get(facet, ())
        kept = tuple(one for one in keys if one != key) if key in keys else (*keys, key)
        return self.choosing({**self.chosen, facet: kept})

    def changed(self, *, text: str | None = None, exact: bool | None = None, page: int = 1) -> "Request":
        """Return the search with other words, with or without other names, or another page; else from its first page on."""
        return replace(
            self,
            text=self.text if text is None else text,
            exact=self.exact if exact is None else exact,
            page=page,
        )

    def choosing(self, chosen: Mapping[str, Iterable[str]]) -> "Request":
        """Return the search with these choices and no others; from its first page on."""
        sorted_keys = {facet: tuple(sorted(set(chosen.get(facet, ())))) for facet in FACETS}
        return replace(self, chosen={facet: keys for facet, keys in sorted_keys.items() if keys}, page=1)
