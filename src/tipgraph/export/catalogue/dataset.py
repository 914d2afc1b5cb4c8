"""What every record of a catalogue says of the dataset, computed from a build."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from tipgraph.dataset.build import MANIFEST, Build
from tipgraph.dataset.metadata import DATASET, LICENSE
from tipgraph.export.registry import Export
from tipgraph.export.source import Source
from tipgraph.namespaces import BASE, DCAT, DCTERMS, ID, TIP, VOID
from tipgraph.query.lookup import MERGED, TYPE, Lookup

PUBLISHER: Final = ID + "agent/curators"
WORDS: Final = "The words of the documents remain the United Nations' and are quoted with their source."
PUBLISHER_NAME: Final = "the curators of tipgraph"
KEYWORDS: Final = ("linked data", "recommendations", "trafficking in persons", "United Nations", "UNTOC")
ABOUT: Final = BASE + "documentation/about"
"""The page that says what the record is, how it is cited and how an error is reported."""
SPARQL: Final = BASE + "sparql"
OAI: Final = BASE + "oai"
_FULL_DATE: Final = 10

Fact = tuple[str, str, NamedNode | Literal]


@dataclass(frozen=True)
class Dataset:
    """The dataset as its records describe it."""

    title: str
    description: str
    version: str
    identity: str
    """The SHA-256 of the dump of the named graphs."""
    rights: str
    triples: int
    entities: int
    first: str
    """The days of the oldest and of the newest document whose words are in the record; nothing where none is dated."""
    last: str
    countries: tuple[str, ...]
    """Codes of the States that the record has, in ISO 3166-1 alpha-3."""
    released: str
    """The day of the release that is being made, else that which the metadata give for the last; may be nothing."""

    @property
    def license(self) -> str:
        """The licence of all that is the project's own."""
        return LICENSE


def describe(source: Source) -> Dataset:
    """Collect what a build says of the dataset.

    Args:
        source: The build.

    Returns:
        The description; what the build does not say is empty or 0.
    """
    said: dict[str, str] = {}
    for quad in parse(path=source.build.description, format=RdfFormat.N_TRIPLES):
        if quad.subject == NamedNode(DATASET) and isinstance(quad.object, Literal):
            said[quad.predicate.value] = quad.object.value
    days, edition = _days(source), source.edition
    changed = said.get(DCTERMS + "modified") or said.get(DCTERMS + "issued") or ""
    return Dataset(
        title=said.get(DCTERMS + "title", "tipgraph"),
        description=said.get(DCTERMS + "description", "tipgraph"),
        version=edition.version if edition else said.get(DCAT + "version", ""),
        identity=source.build.identity,
        rights=said.get(DCTERMS + "rights", ""),
        triples=int(said.get(VOID + "triples", "0")),
        entities=int(said.get(VOID + "entities", "0")),
        first=min(days, default=""),
        last=max(days, default=""),
        countries=_countries(source),
        released=edition.date if edition else changed[:_FULL_DATE],
    )


def day_of(lookup: Lookup, written: str) -> str:
    """Return the day from which a build is as it is: what harvesters compare with the day of their last visit.

    Args:
        lookup: The dataset.
        written: The day on which the build was written.

    Returns:
        The day that the metadata of the dataset give (``dcterms:modified``, else ``dcterms:issued``). Where they give
        none, the day on which the build was written: no change in it is later, so that nobody misses one.
    """
    for name in ("modified", "issued"):
        for value in lookup.literals(NamedNode(DATASET), NamedNode(DCTERMS + name)):
            return date.fromisoformat(value.value[:_FULL_DATE]).isoformat()
    return written


def day_of_source(source: Source) -> str:
    """Return the day of the release that is being made, else that of :func:`day_of`."""
    return source.edition.date if source.edition else day_of(source.lookup, written_on(source.build))


def written_on(build: Build) -> str:
    """Return the day, in UTC, on which a build was written.

    Raises:
        OSError: If another build is just taking its place.
    """
    written = (build.directory / MANIFEST).stat().st_mtime
    return datetime.fromtimestamp(written, UTC).date().isoformat()


def distributed(known: dict[str, Export]) -> list[Export]:
    """Leave of all exports those that hold data."""
    return [export for export in known.values() if export.holds_data]


def statements(facts: Iterable[Fact]) -> set[Triple]:
    """Turn facts into triples."""
    return {Triple(NamedNode(s), NamedNode(p), o) for s, p, o in facts}


def _days(source: Source) -> list[str]:
    """List the full dates of the documents whose words are in the record."""
    lookup = source.lookup
    held = [q.subject for q in lookup.store.quads_for_pattern(None, NamedNode(TIP + "hasSourceText"), None, MERGED)]
    issued = NamedNode(DCTERMS + "issued")
    found = {value.value for one in held if isinstance(one, NamedNode) for value in lookup.literals(one, issued)}
    return sorted(day for day in found if len(day) == _FULL_DATE)


def _countries(source: Source) -> tuple[str, ...]:
    lookup = source.lookup
    states = lookup.subjects(TYPE, NamedNode(TIP + "State"))
    code = NamedNode(TIP + "isoAlpha3")
    return tuple(sorted({value.value for state in states for value in lookup.literals(state, code)}))
