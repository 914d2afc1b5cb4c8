"""What follows by rules, and facts said again in other vocabularies: one CONSTRUCT a file, run in the order of the names."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from pyoxigraph import Quad, QueryTriples, Store, Triple

from tipgraph.namespaces import PREFIXES

RULES: Final = Path(__file__).parent


def rules() -> list[Path]:
    """List the files of the rules, in the order they are run."""
    return sorted(RULES.glob("*.rq"))


def derive(triples: Iterable[Triple]) -> set[Triple]:
    """Run every rule; each sees what the rules before it found.

    Args:
        triples: The data with what was inferred from them.

    Returns:
        The triples that the rules add.
    """
    known = set(triples)
    store = Store()
    store.bulk_extend(Quad(t.subject, t.predicate, t.object) for t in known)
    derived: set[Triple] = set()
    for path in rules():
        answer = store.query(path.read_text(encoding="utf-8"), prefixes=PREFIXES)
        assert isinstance(answer, QueryTriples), path.name
        found = set(answer) - known
        store.extend(Quad(t.subject, t.predicate, t.object) for t in found)
        known |= found
        derived |= found
    return derived
