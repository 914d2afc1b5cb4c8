"""How many subjects a property leads back to, on average: counted in the data, once for each store."""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final

from pyoxigraph import Literal, QuerySolutions, Store

from tipgraph.namespaces import ID, PREFIXES
from tipgraph.query.prepare import Prepared

_PLAIN: Final = re.compile(r"<[^<>]*>|[^\s<>?$!^/|*+()]+")
"""A property, and no path or variable."""
_UNKNOWN: Final = 1_000.0


def subjects_of_an_object(store: Store, query: Prepared) -> Callable[[str], float]:
    """Return what tells how many subjects a property has for one object of it, on average over its objects.

    Args:
        store: The data; its default graph is looked at.
        query: The query whose prefixes the property may be written with.

    Returns:
        Takes a property as the query writes it; a path counts as one with a thousand.
    """
    declarations = query.declarations

    def found(verb: str) -> float:
        return _counted(store, declarations, verb) if _PLAIN.fullmatch(verb) else _UNKNOWN

    return found


@lru_cache(maxsize=500)
def _counted(store: Store, declarations: str, verb: str) -> float:
    text = f"{declarations} SELECT (COUNT(*) AS ?triples) (COUNT(DISTINCT ?thing) AS ?things) {{ ?one {verb} ?thing }}"
    found = store.query(text, prefixes=PREFIXES, base_iri=ID)
    assert isinstance(found, QuerySolutions)
    triples, things = (int(term.value) if isinstance(term, Literal) else 0 for term in next(iter(found)))
    return triples / max(things, 1)
