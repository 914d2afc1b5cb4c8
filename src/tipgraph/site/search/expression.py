"""A search as the index takes it: other names of the same thing added, every word quoted."""

from dataclasses import dataclass
from itertools import islice
from typing import Final

from tipgraph.dataset.search.fold import EVERY, words
from tipgraph.site.search.index import Index
from tipgraph.site.search.language import All, Any, Node, Not, Words, disjunction

_MOST_NAMES: Final = 8
"""Other names of the same thing that are looked for."""
_LONGEST_NAME: Final = 12
"""Words of a name that is looked for in a search."""


@dataclass(frozen=True)
class Synonyms:
    """Words of a search that are a name, and the other names that are looked for too."""

    words: str
    names: tuple[str, ...]


def with_synonyms(node: Node, index: Index) -> tuple[Node, tuple[Synonyms, ...]]:
    """Add to the words of a search that are a name the other names of what they mean.

    Args:
        node: What to look for.
        index: Where names are known.

    Returns:
        What to look for then, and what was added, in the order of the words. Of words that stand together the longest
        name is taken, from the first on. A name that has all the words anyway, or another name within it, is not added.
    """
    reader = _Synonyms(index)
    return reader.read(node), tuple(reader.found)


class _Synonyms:
    def __init__(self, index: Index) -> None:
        self._index = index
        self.found: list[Synonyms] = []

    def read(self, node: Node) -> Node:
        if isinstance(node, Not):
            return Not(self.read(node.part))
        if isinstance(node, Any):
            return disjunction([self.read(part) for part in node.parts]) or node
        found = self._run(list(node.parts if isinstance(node, All) else (node,)))
        return found[0] if len(found) == 1 else All(tuple(found))

    def _run(self, parts: list[Node]) -> list[Node]:
        """Read parts that must all be found; none of those that come back is an All."""
        found: list[Node] = []
        while parts:
            taken = next((n for n in range(min(len(parts), _LONGEST_NAME), 0, -1) if self._name(parts[:n])), 0)
            if taken:
                found.append(self._added(parts[:taken]))
            else:
                found.append(self.read(parts[0]) if not isinstance(parts[0], Words) else parts[0])
            parts = parts[taken or 1 :]
        return found

    def _name(self, parts: list[Node]) -> tuple[str, ...]:
        """Return the words of parts that may be a name together, if they have other names."""
        if not all(isinstance(part, Words) and not part.prefix for part in parts):
            return ()
        found = tuple(word for part in parts if isinstance(part, Words) for word in part.words)
        return found if self._others(found) else ()

    def _others(self, name: tuple[str, ...]) -> dict[str, str]:
        """Return the other names by their folded forms, the shortest first."""
        kept: dict[str, str] = {}
        for key, text in sorted(self._index.other_names(" ".join(name)), key=lambda pair: (len(pair[0]), *pair)):
            implied = set(name) <= set(key.split()) or any(f" {shorter} " in f" {key} " for shorter in kept)
            if not implied:
                kept[key] = text
        return dict(islice(kept.items(), _MOST_NAMES))

    def _added(self, parts: list[Node]) -> Node:
        name = self._name(parts)
        others = self._others(name)
        self.found.append(Synonyms(" ".join(name), tuple(others.values())))
        itself = parts[0] if len(parts) == 1 else All(tuple(parts))
        return Any((itself, *(Words(tuple(words(key)), quoted=True) for key in others)))


def expression(node: Node, index: Index) -> str:
    """Write what to look for as a query of FTS5 (https://www.sqlite.org/fts5.html#full_text_query_syntax).

    Args:
        node: What to look for.
        index: Where the words are known that begin in a way.

    Returns:
        A query in which nothing of what a person has written stands outside quotes.
    """
    if isinstance(node, Words):
        return _words(node, index)
    if isinstance(node, Any):
        return f"({' OR '.join(expression(part, index) for part in node.parts)})"
    parts = node.parts if isinstance(node, All) else (node,)
    wanted = [expression(part, index) for part in parts if not isinstance(part, Not)] or [f'"{EVERY}"']
    unwanted = [expression(part.part, index) for part in parts if isinstance(part, Not)]
    positive = wanted[0] if len(wanted) == 1 else f"({' AND '.join(wanted)})"
    return f"({positive} NOT ({' OR '.join(unwanted)}))" if unwanted else positive


def _words(node: Words, index: Index) -> str:
    phrase = f'"{" ".join(node.words)}"'
    if not node.prefix:
        return phrase
    if len(node.words) > 1:
        return f"{phrase} *"
    # The index has stems, and a stem is shorter than its words: a beginning may go beyond it.
    whole = [f'"{word}"' for word in index.beginning(node.words[0])]
    return f"({' OR '.join([f'{phrase} *', *whole])})"
