"""The changes from release to release as a Linked Data Event Stream: static files, made from the releases alone.

A member is an activity (https://www.w3.org/TR/activitystreams-vocabulary/): something was created, updated or deleted.
Its page has, in named graphs, all that is said of the thing after that. Addresses of pages are relative, so that a copy
of the folder anywhere can be followed; the names of stream and members are permanent.
"""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from pyoxigraph import NamedNode, Quad, RdfFormat, serialize

from tipgraph.changes.compare import Change, changes
from tipgraph.changes.statements import quads_of, sorted_statements
from tipgraph.dataset.metadata import LICENSE
from tipgraph.files import read_text_strict, write_bytes_atomic, write_text_atomic
from tipgraph.folders import staged
from tipgraph.namespaces import PREFIXES
from tipgraph.release.folder import RELEASES, Release, releases_in

STREAM: Final = RELEASES + "feed"
FOLDER: Final = "feed"
INDEX: Final = "index.ttl"
_PAGES: Final = "pages.json"
_MEMBERS: Final = 500
_QUADS: Final = 10_000
"""A page ends with the member that reaches one of these."""
_NAMESPACES: Final = """\
@prefix as: <https://www.w3.org/ns/activitystreams#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix ldes: <https://w3id.org/ldes#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix schema: <https://schema.org/> .
@prefix tree: <https://w3id.org/tree#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

"""
_STREAM: Final = f"""\
<{STREAM}> a ldes:EventStream ;
  dcterms:title "tipgraph: what changed from release to release"@en ;
  dcterms:license <{LICENSE}> ;
  ldes:timestampPath as:published ;
  ldes:sequencePath schema:position ;
  ldes:versionOfPath as:object ;
  ldes:versionCreatePath rdf:type ; ldes:versionCreateObject as:Create ;
  ldes:versionUpdatePath rdf:type ; ldes:versionUpdateObject as:Update ;
  ldes:versionDeletePath rdf:type ; ldes:versionDeleteObject as:Delete ;
  tree:view <> .

<> a tree:Node{{relations}} .
"""
_RELATION: Final = """ ;
  tree:relation [ a tree:GreaterThanOrEqualToRelation ; tree:path schema:position ;
    tree:value {first} ; tree:node <{node}> ] , [ a tree:LessThanOrEqualToRelation ; tree:path schema:position ;
    tree:value {last} ; tree:node <{node}> ]"""


def write_feed(folder: Path) -> None:
    """Write the stream of a folder of releases, or extend it by those that it lacks.

    Args:
        folder: Where the releases lie; the stream goes to ``feed`` below it. The same releases give the same bytes,
            whether they come one by one or at once. A page that is written is never changed.

    Raises:
        tipgraph.errors.FileError: If a release cannot be read, or the stream not written.
    """
    position, before, relations = 1, None, []
    for release in releases_in(folder):
        pages = _ensure_pages(folder / FOLDER / str(release.version), before, release, position)
        relations += [_RELATION.format(**page | {"node": f"{release.version}/{page['file']}"}) for page in pages]
        position, before = (pages[-1]["last"] + 1 if pages else position), release
    write_text_atomic(folder / FOLDER / INDEX, _NAMESPACES + _STREAM.format(relations="".join(relations)))


def _ensure_pages(to: Path, before: Release | None, release: Release, first: int) -> list[dict[str, Any]]:
    """Write the pages of a release unless they are there; each with its file and the positions it begins and ends with."""
    described = {"release": release.identity, "before": before.identity if before else None, "first": first}
    if (to / _PAGES).is_file():
        known: dict[str, Any] = json.loads(read_text_strict(to / _PAGES))
        if {name: known.get(name) for name in described} == described:
            return list(known["pages"])
    with (
        staged(to) as stage,
        sorted_statements(before.dump if before else None, skolemized=True) as old,
        sorted_statements(release.dump, skolemized=True) as new,
    ):
        pages = list(_write_pages(stage, changes(old, new), release, first))
        text = json.dumps({**described, "pages": pages}, indent=1) + "\n"
        write_text_atomic(stage / _PAGES, text)
    return pages


def _write_pages(to: Path, found: Iterable[Change], release: Release, first: int) -> Iterator[dict[str, Any]]:
    for number, members in enumerate(_split(found), 1):
        page = {"file": f"{number:05}.trig", "first": first, "last": first + len(members) - 1}
        write_bytes_atomic(to / str(page["file"]), _page(members, release, first))
        yield page
        first += len(members)


def _split(found: Iterable[Change]) -> Iterator[list[Change]]:
    members: list[Change] = []
    quads = 0
    for change in found:
        members.append(change)
        quads += len(change.after)
        if len(members) == _MEMBERS or quads >= _QUADS:
            yield members
            members, quads = [], 0
    if members:
        yield members


def _page(members: list[Change], release: Release, first: int) -> bytes:
    """Write a page: what the members are in the default graph, what they bring in named ones."""
    published = f'"{release.date}T00:00:00Z"^^xsd:dateTime'
    control = [_NAMESPACES, "<> a tree:Node ; ldes:immutable true .\n"]
    for position, change in enumerate(members, first):
        member = NamedNode(f"{STREAM}#{position}")
        kind = "Create" if not change.before else "Update" if change.after else "Delete"
        control.append(
            f"<{STREAM}> tree:member {member} .\n"
            f"{member} a as:{kind} ; as:object {change.subject} ; as:published {published} ;\n"
            f"  schema:position {position} ; as:context <{release.iri}> .\n"
        )
    quads = sorted((quad for change in members for quad in quads_of(change.after)), key=_by_graph)
    data = serialize(quads, format=RdfFormat.TRIG, prefixes=PREFIXES) or b""
    return "".join(control).encode() + data


def _by_graph(quad: Quad) -> tuple[str, str, str, str]:
    return str(quad.graph_name), str(quad.subject), str(quad.predicate), str(quad.object)
