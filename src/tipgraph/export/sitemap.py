"""The addresses of all pages, for search engines (https://www.sitemaps.org/protocol.html)."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import BinaryIO, Final
from urllib.parse import quote
from xml.sax.saxutils import escape

from pyoxigraph import NamedNode, RdfFormat, parse

from tipgraph.dataset.metadata import DATASET
from tipgraph.export.registry import Export, Form
from tipgraph.export.source import Selection, Source, address
from tipgraph.namespaces import BASE, ID, SKOS, TIP, VOID
from tipgraph.query.lookup import MERGED, TYPE, Lookup
from tipgraph.query.thing import is_deprecated, node_of
from tipgraph.site.entities import load_lists
from tipgraph.turtle import natural_key

NAME: Final = "sitemap"
MOST: Final = 50_000
"""Addresses that a file may have. It may have 50 MB as well, which so many of them never come to."""
_LONGEST: Final = 900
"""Characters of an address; longer ones are left out: 50,000 of them would be more than 50 MB."""
_NAMESPACE: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"
_PAGES: Final = (
    *("", "search", "recommendations", "read", "query", "ns", "shapes", "alignments", "dataset"),
    *(f"browse/{one.name}" for one in load_lists()),  # read while files can be read
)
_KEPT: Final = "/#?:@!$&'()*+,;=~%-._"


def paths(lookup: Lookup) -> list[str]:
    """List the paths of the pages of a dataset.

    Args:
        lookup: The dataset.

    Returns:
        Those of the site, of the schemes, and of every thing that something is said of and that was not given up: the
        documents about them, since things themselves answer with a redirection. Without a slash at the beginning.
    """
    found = {
        quad.subject
        for quad in lookup.store.quads_for_pattern(None, TYPE, None, MERGED)
        if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(ID)
    }
    schemes = lookup.subjects(TYPE, NamedNode(SKOS + "ConceptScheme"))
    found |= {node for node in schemes if isinstance(node, NamedNode) and node.value.startswith(BASE)}
    living = (node.value for node in found if node_of(node.value) and not is_deprecated(lookup, node))
    held = sorted(
        q.subject.value.removeprefix(ID)
        for q in lookup.store.quads_for_pattern(None, NamedNode(TIP + "hasSourceText"), None, MERGED)
        if isinstance(q.subject, NamedNode)
    )
    written = (quote(_path(iri), safe=_KEPT) for iri in sorted(living, key=natural_key))
    read = [f"read/{quote(name, safe=_KEPT)}" for name in held]
    return [*_PAGES, *read, *(path for path in written if len(path) <= _LONGEST)]


def write(root: str, found: Sequence[str], out: BinaryIO) -> None:
    """Write a sitemap.

    Args:
        root: What stands before each path, with a slash at its end.
        found: At most :data:`MOST` paths.
        out: Where it goes.
    """
    _write("urlset", "url", (root + path for path in found), out)


def write_index(addresses: Iterable[str], out: BinaryIO) -> None:
    """Write the list of the sitemaps of a site that has more pages than one may have."""
    _write("sitemapindex", "sitemap", addresses, out)


def parts(found: Sequence[str]) -> list[Sequence[str]]:
    """Divide paths into as many as a sitemap may have."""
    return [found[start : start + MOST] for start in range(0, len(found), MOST)]


def exports(source: Source) -> Iterator[Export]:
    """Return the sitemap of a build; where it is an index, those that it leads to as well."""
    says = "Every page of the site, by its permanent address; for search engines."
    yield Export(NAME, "The sitemap", says, (_form(partial(_whole, number=0)),), holds_data=False)
    if _entities(source) > MOST - len(_PAGES):
        for number in range(1, len(parts(paths(source.lookup))) + 1):
            title = f"The sitemap, part {number}"
            yield Export(f"{NAME}/{number}", title, says, (_form(partial(_whole, number=number)),), holds_data=False)


def _form(make: partial[None]) -> Form:
    return Form("xml", "xml", "application/xml", make)


def _whole(source: Source, out: BinaryIO, selection: Selection, *, number: int) -> None:
    """Write the sitemap, or a part of it by its number from 1."""
    del selection  # a sitemap is always whole
    divided = parts(paths(source.lookup))
    if number or len(divided) == 1:
        write(BASE, divided[max(number - 1, 0)], out)
    else:
        write_index((address(f"{NAME}/{one}", "xml") for one in range(1, len(divided) + 1)), out)


def _write(root: str, element: str, addresses: Iterable[str], out: BinaryIO) -> None:
    out.write(f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{_NAMESPACE}">\n'.encode())
    for one in addresses:
        out.write(f"<{element}><loc>{escape(one)}</loc></{element}>\n".encode())
    out.write(f"</{root}>\n".encode())


def _path(iri: str) -> str:
    return f"doc/{iri.removeprefix(ID)}" if iri.startswith(ID) else iri.removeprefix(BASE)


def _entities(source: Source) -> int:
    """Return how many things the build has counted: more than have pages, and known without loading it."""
    said = parse(path=source.build.description, format=RdfFormat.N_TRIPLES)
    wanted = NamedNode(DATASET), NamedNode(VOID + "entities")
    return next((int(q.object.value) for q in said if (q.subject, q.predicate) == wanted), 0)
