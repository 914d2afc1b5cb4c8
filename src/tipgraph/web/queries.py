"""What happens in a worker process for the pages of queries and questions; the fork server imports it for them."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from pyoxigraph import NamedNode

from tipgraph.dataset.terms import Vocabulary
from tipgraph.namespaces import TIP
from tipgraph.query.lookup import Lookup
from tipgraph.site import faults
from tipgraph.site.choices import Choice
from tipgraph.site.choices import choices as find_choices
from tipgraph.web import worker

_IN_DOCUMENT: Final = NamedNode(TIP + "inDocument")


def terms(directory: Path) -> Vocabulary:
    """Return the terms of a build."""
    return worker.load(directory).terms


def check(directory: Path, text: str, known: frozenset[str]) -> tuple[faults.Fault, ...]:
    """Read a query without asking it; as :func:`tipgraph.site.faults.check`."""
    return faults.check(worker.load(directory).dataset, text, known)


def why_empty(directory: Path, text: str, known: frozenset[str]) -> tuple[faults.Fault, ...]:
    """Find why a query may have no answer; as :func:`tipgraph.site.faults.why_empty`."""
    return faults.why_empty(worker.load(directory).dataset, text, known)


def choices(directory: Path, source: str) -> tuple[Choice, ...]:
    """Find what a question can be asked about; as :func:`tipgraph.site.choices.choices`."""
    return find_choices(Lookup(worker.load(directory).dataset), source)


def parts_among(directory: Path, iris: Iterable[str]) -> frozenset[str]:
    """Return which things are parts of documents: what a reader shows in its text."""
    lookup = Lookup(worker.load(directory).dataset)
    return frozenset(iri for iri in iris if lookup.has(NamedNode(iri), _IN_DOCUMENT))
