"""Whole graphs by their IRIs, read only: the SPARQL 1.1 Graph Store HTTP Protocol, direct and indirect."""

from typing import Final

from flask import Blueprint, Response, abort, current_app, render_template
from pyoxigraph import NamedNode
from werkzeug.exceptions import BadRequest

from tipgraph.dataset.metadata import DATASET, label_of, source_of
from tipgraph.errors import shown
from tipgraph.namespaces import GRAPH
from tipgraph.query.formats import GRAPHS
from tipgraph.web import links, parameters
from tipgraph.web.addresses import public
from tipgraph.web.answers import respond
from tipgraph.web.documents import pick
from tipgraph.web.negotiate import HTML, media_types, prefers_html
from tipgraph.web.paths import href
from tipgraph.web.services import services
from tipgraph.web.worker import Reply

blueprint = Blueprint("graph_store", __name__)

_ONE: Final = "CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{iri}> {{ ?s ?p ?o }} }}"
_MERGE: Final = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
_HOW: Final = "give ?default, or ?graph= with the IRI of a named graph, url-encoded once"
_SUFFIXES: Final = {"html": HTML, **{form.suffix: form.media_type for form in GRAPHS}}
"""The media type of each form that has an address of its own, by the end of that address."""


@blueprint.get("/graphs")
def indirect() -> Response:
    """Give the graph that the parameters name (section 4.2 of the protocol)."""
    found = parameters.of_address()
    named, default = found.values("graph"), found.values("default")
    if len(named) + len(default) != 1:
        what = "no graph is named" if not named and not default else "more than one graph is named"
        raise BadRequest(f"{what}: {_HOW}")
    if any(default):
        raise BadRequest(f"default is '{default[0]}', and it has no value: {_HOW}")
    if default:
        return _answer(DATASET, _MERGE, found.accept, page=False)
    _check(named[0])
    if named[0] not in _graphs():
        abort(404, f"there is no graph <{named[0]}>: {public('void.description')} lists them all")
    if prefers_html(found.accept):
        response = Response(status=303)
        response.headers["Location"] = href(named[0])
        response.vary.add("Accept")
        return response
    return _answer(named[0], _ONE.format(iri=named[0]), found.accept, page=False)


@blueprint.get("/graph/<path:name>")
def direct(name: str) -> Response:
    """Give the graph whose IRI was asked for (section 4.1), or the form of it that the suffix names."""
    stem, _, suffix = name.rpartition(".")
    media_type = _SUFFIXES.get(suffix) if GRAPH + name not in _graphs() else None
    iri = GRAPH + (stem if media_type else name)
    if iri not in _graphs():
        abort(404, f"there is no graph <{GRAPH}{name}>: {public('void.description')} lists them all")
    if media_type:
        return _answer(iri, _ONE.format(iri=iri), media_type, page=True, named=True)
    return _answer(iri, _ONE.format(iri=iri), parameters.of_address().accept, page=True)


def _check(iri: str) -> None:
    """Refuse what is no absolute IRI: it can name no graph (section 4.2)."""
    try:
        NamedNode(iri)
    except ValueError as error:
        raise BadRequest(f"graph: '{shown(iri)}' is not an absolute IRI ({error}): {_HOW}") from None


def _graphs() -> dict[str, int]:
    """Return the IRI of each named graph with the number of its triples."""
    found: dict[str, int] = services(current_app).build.manifest["graphs"]
    return found


def _answer(iri: str, query: str, accept: str | None, *, page: bool, named: bool = False) -> Response:
    """Answer with a graph in the form that the client likes best, or that the address names; say where else it is."""
    media_type = accept if named and accept else pick("a graph", accept, media_types(GRAPHS), page=page)
    pool = services(current_app).pool
    if media_type == HTML:
        response = respond(("graph", iri, HTML, public("void.description")), lambda: _page(iri), vary=not named)
    else:
        parts = ("graph", iri, media_type)
        response = respond(parts, lambda: pool.answer(query, media_type), vary=not named)
    response.headers.extend(_links(iri))
    return response


def _links(iri: str) -> list[tuple[str, str]]:
    """Lead to the graph's own IRI, its other forms, its description, its licence and its version (RFC 8288)."""
    found = [links.link(iri, "canonical"), links.link(public("void.description"), "describedby")]
    found += links.of_dataset(services(current_app).build.identity)
    if iri != DATASET:
        name = iri.removeprefix(GRAPH)
        for suffix, media_type in _SUFFIXES.items():
            address = public("graph_store.direct", name=f"{name}.{suffix}")
            found.append(links.link(address, "alternate", type=media_type))
    return found


def _page(iri: str) -> Reply:
    name = iri.removeprefix(GRAPH)
    forms = [(form.name, public("graph_store.direct", name=f"{name}.{form.suffix}")) for form in GRAPHS]
    page = render_template(
        "graph.html", iri=iri, label=label_of(iri), source=source_of(iri), triples=_graphs()[iri], forms=forms
    )
    return Reply(page.encode("utf-8"), HTML)
