"""In which order triple patterns are best tried, one after the other, for the solutions of those before them.

The order changes no answer. The numbers are those by which the engine orders its joins, and stand for how many triples
a pattern finds; they say nothing of the data at hand. Who knows that may say which of two properties leads back to fewer.
"""

import re
from collections.abc import Callable, Collection, Sequence
from typing import Final

from tipgraph.namespaces import RDF
from tipgraph.query.triples import Pattern

_FOUND: Final = {
    (True, True, True): 1,
    (True, True, False): 10,
    (True, False, True): 2,
    (True, False, False): 100,
    (False, True, True): 1_000,
    (False, False, True): 100_000,
    (False, True, False): 1_000_000,
    (False, False, False): 1_000_000_000,
}
"""By whether subject, verb and object are known."""
_OF_A_CLASS: Final = 100_000
_LONG: Final = 100
"""By how much a path of any length finds more than one step."""
_APART: Final = 1_000_000
_TYPE: Final = frozenset({"a", "rdf:type", f"<{RDF}type>"})
_REPEATED: Final = re.compile(r"(?:<[^>]*>|[^<*+])*[*+]")


def arrange(
    patterns: Sequence[Pattern], known: Collection[str], subjects: Callable[[str], float] | None = None
) -> list[Pattern]:
    """Bring triple patterns into an order in which each finds few triples.

    Args:
        patterns: The patterns, in the order of the query.
        known: The variables that have a value before the first is tried.
        subjects: Tells how many subjects a property has for one object of it.

    Returns:
        The same patterns; of those that are as good as each other, the first of the query comes first.
    """
    left, arranged, known = list(patterns), [], set(known)
    while left:
        cost = min(_cost(pattern, known) for pattern in left)
        equal = [pattern for pattern in left if _cost(pattern, known) == cost]
        best = equal[0]
        if subjects and len(equal) > 1 and cost == _FOUND[False, True, True]:
            best = min(equal, key=lambda pattern: subjects(pattern.verb))
        left.remove(best)
        arranged.append(best)
        known |= best.variables
    return arranged


def _cost(pattern: Pattern, known: Collection[str]) -> int:
    subject, verb, thing = (
        part[0] not in "?$" or part[1:] in known for part in (pattern.subject, pattern.verb, pattern.thing)
    )
    found = _FOUND[subject, verb, thing]
    if not subject and pattern.verb in _TYPE:
        found = max(found, _OF_A_CLASS)
    if _REPEATED.match(pattern.verb):
        found *= _LONG
    joined = not pattern.variables or not known or pattern.variables & set(known) or subject
    return found if joined else found * _APART
