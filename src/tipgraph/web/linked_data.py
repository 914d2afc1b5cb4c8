"""Every IRI that the project mints answers here: things by what is written about them, vocabularies and data as they are."""

import json
import re
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any, Final

from flask import Blueprint, Response, abort, current_app, redirect, render_template, request
from pyoxigraph import Literal, NamedNode, Triple
from werkzeug.wrappers import Response as BaseResponse

from tipgraph.dataset.search.states import RIGHT_TO_LEFT, names
from tipgraph.namespaces import BASE, DCTERMS, ID, OWL, RDFS, TIP, XSD
from tipgraph.query.formats import GRAPHS
from tipgraph.query.thing import Named, NoSuchThing, Withdrawn
from tipgraph.web import contents, descriptions, links, ontology
from tipgraph.web.answers import respond, with_charset
from tipgraph.web.descriptions import FORMS, INDEXED, SUFFIXES, Address, Document
from tipgraph.web.negotiate import HTML, NotAcceptable, choose, media_types, prefers_html
from tipgraph.web.paths import href, local, requested_path, term_href
from tipgraph.web.pool import MEGABYTE
from tipgraph.web.rdf import write
from tipgraph.web.services import services
from tipgraph.web.views import Thing
from tipgraph.web.vocabularies import Head, Scheme
from tipgraph.web.worker import Reply

blueprint = Blueprint("linked_data", __name__)
blueprint.add_app_template_global(href, "href")
blueprint.add_app_template_global(term_href, "term_href")

_OFFERS: Final = {HTML: HTML, **{name: form.media_type for name, form in media_types(GRAPHS).items()}}
"""What a client may ask for, and the media type that it is."""
_INDEXES: Final = {"ontology": ontology.outline, "shapes": ontology.shapes}
"""What makes the index of what an ontology defines."""
_PAGE: Final = re.compile(r"[1-9][0-9]{0,8}")
_SCHEMAS: Final = ("ingest/ingest-report.schema.json", "validate/validation-report.schema.json")
"""JSON schemas that the project has published, in its package; each says its own address."""


@blueprint.get("/id/<path:path>")
def thing(path: str) -> BaseResponse:
    """Send who asks for a thing to what is written about it (https://www.w3.org/TR/cooluris/#r303gendocument)."""
    del path  # decoded once too often
    accepted = _OFFERS.get(choose(request.headers.get("Accept"), list(_OFFERS)) or "")
    name = requested_path().removeprefix("id/")
    found = services(current_app).pool.run(descriptions.locate, Address(name, True, accepted, exact=True), own=True)
    if accepted is None:
        raise NotAcceptable("a thing", list(_OFFERS))
    suffix = next(suffix for suffix, media_type in SUFFIXES.items() if media_type == accepted)
    address = links.forms(found)[suffix]
    response = redirect(address.removesuffix(".html") if accepted == HTML else address, 303)
    response.headers.extend(links.of_thing(found))
    response.vary.add("Accept")
    return response


@blueprint.get("/doc/<path:path>")
@blueprint.get("/ns")
@blueprint.get("/ns.<suffix>")
@blueprint.get("/ns/<path:path>")
@blueprint.get("/shapes")
@blueprint.get("/shapes.<suffix>")
@blueprint.get("/alignments")
@blueprint.get("/alignments.<suffix>")
@blueprint.get("/checks/<path:path>")
@blueprint.get("/scheme/<path:path>")
@blueprint.get("/dataset")
@blueprint.get("/dataset.<suffix>")
@blueprint.get("/dataset/<path:path>")
def document(**_: str) -> BaseResponse:
    """Give a document: what is written about a thing, a vocabulary, a scheme, what the dataset says of itself."""
    path = requested_path()
    about_thing = path.startswith("doc/")
    stem, dot, suffix = path.rpartition(".")
    suffixed = bool(stem and dot) and suffix in SUFFIXES
    chosen = choose(request.headers.get("Accept"), list(_OFFERS))
    address = Address(
        path.removeprefix("doc/") if about_thing else path, about_thing, _OFFERS.get(chosen or ""), _page()
    )
    parts = ("document", path, chosen or "", str(address.page))
    return respond(parts, lambda: _reply(address, chosen, suffixed=suffixed), vary=not suffixed)


@blueprint.get("/schema/<name>")
def schema(name: str) -> Response:
    """Give a JSON schema that the project has published."""
    held = _schemas().get(requested_path())
    if held is None:
        abort(404, f"there is no schema '{name}': there is {', '.join(_schemas())}")
    response = respond(("schema", held.decode("utf-8")), lambda: Reply(held, "application/schema+json"), vary=False)
    response.headers.extend(links.of_dataset(services(current_app).build.identity))
    return response


@cache
def _schemas() -> dict[str, bytes]:
    """Return the published schemas by their paths."""
    contents = [resources.files("tipgraph").joinpath(name).read_bytes() for name in _SCHEMAS]
    return {str(json.loads(content)["$id"]).removeprefix(BASE): content for content in contents}


def _page() -> int:
    """Return which page is asked for."""
    given = request.args.getlist("page") or ["1"]
    if len(given) > 1 or not _PAGE.fullmatch(given[0]):
        abort(400, "page is the number of a page, once, from 1")
    return int(given[0])


def _reply(address: Address, chosen: str | None, *, suffixed: bool) -> Reply:
    """Make a document, with the headers that belong to it.

    Args:
        address: What is asked for.
        chosen: The media type that the client likes best, by the name that it has for it.
        suffixed: Whether the address ends like one that asks for a form.
    """
    found = services(current_app)
    made = found.pool.run(descriptions.give, address, found.settings.result * MEGABYTE, own=True)
    if not made.media_type:
        raise NotAcceptable("a description", list(_OFFERS))
    headers = links.of_document(made, found.build.identity)
    addresses = links.forms(made)
    suffix = next(suffix for suffix, media_type in SUFFIXES.items() if media_type == made.media_type)
    by_name = suffixed and made.name != address.path
    if not by_name:
        page = f"?page={made.page}" if made.page > 1 else ""
        headers += (("Content-Location", addresses[suffix] + page),)
        headers += (("Vary", "Accept"),) if suffixed else ()
    content = made.content if made.view is None else _page_of(made, addresses).encode("utf-8")
    return Reply(content, made.media_type if by_name or chosen is None else chosen, headers=headers)


def _page_of(made: Document, addresses: dict[str, str]) -> str:
    """Write a document as a page."""
    data = [(form.name, form.media_type, addresses[form.suffix]) for form in GRAPHS]
    shared = {"found": made.view, "iri": made.subject, "data": data, "pager": links.pages(made)}
    shared["permanent"] = links.permanent(made)
    if isinstance(made.view, Thing):
        return _page_of_thing(made, shared)
    found = services(current_app)
    if isinstance(made.view, Scheme):
        borne = found.kept(ontology.bearers, made.subject) if made.page == 1 else {}
        return render_template("scheme.html", **shared, borne=borne, id=ID)
    if isinstance(made.view, Head):
        kind = INDEXED[made.subject]
        index = found.kept(_INDEXES[kind]) if made.page == 1 else None
        return render_template(f"{kind}.html", **shared, index=index)
    return render_template("vocabulary.html", **shared)


def _page_of_thing(made: Document, shared: Mapping[str, Any]) -> str:
    """Write what is said of a thing as a page; of a term of the ontology also how it is meant and used."""
    found = services(current_app)
    embedded = json.loads(made.content or b"[]")
    first, is_term = made.page == 1, made.subject.startswith(TIP)
    is_thing = first and made.subject.startswith(ID)
    parts = found.pool.run(contents.parts, made.subject, own=True) if is_thing else ()
    quoted = found.pool.run(contents.own_words, made.subject, own=True) if is_thing else None
    term = found.pool.run(ontology.term, made.subject, own=True) if first and is_term else None
    name = re.compile(rf"\btip:{re.escape(made.subject.removeprefix(TIP))}(?![\w-])")
    return render_template(
        "thing.html",
        **shared,
        parts=parts,
        own=quoted,
        embedded=embedded,
        right_to_left=RIGHT_TO_LEFT,
        names=names(_code(embedded)) if _code(embedded) else (),
        uses=is_term,
        ns=TIP,
        described=term,
        questions=[one for one in found.questions if name.search(one.text)] if term else (),
    )


def _code(embedded: list[dict[str, list[dict[str, str]]]]) -> str:
    """Return the code in ISO 3166-1 that a thing has, if it is a State."""
    codes = [value["@value"] for about in embedded for value in about.get(f"{TIP}isoAlpha3", ())]
    return codes[0] if codes else ""


@blueprint.errorhandler(NoSuchThing)
def _missing(error: NoSuchThing) -> Response:
    """Say that there is no such thing, and lead to those that come near."""
    if prefers_html(request.headers.get("Accept")):
        page = render_template("missing.html", message=str(error), nearest=error.nearest)
        return _varied(Response(page, 404, mimetype=HTML))
    return _varied(Response(f"{error}\n", 404, content_type="text/plain; charset=utf-8"))


@blueprint.errorhandler(Withdrawn)
def _gone(error: Withdrawn) -> Response:
    """Say that a thing was given up and what took its place, in the form asked for (RFC 9110, section 15.5.11)."""
    suffix = requested_path().rpartition(".")[2]
    wanted = SUFFIXES.get(suffix) or choose(request.headers.get("Accept"), ("text/plain", *_OFFERS))
    media_type = _OFFERS.get(wanted or "", "text/plain")
    if media_type == HTML:
        page = render_template("gone.html", thing=error.thing, successors=error.successors, living=error.living)
        response = Response(page, 410, mimetype=HTML)
    elif media_type in FORMS:
        content = write(_succession(error), FORMS[media_type], MEGABYTE)
        response = Response(content, 410, content_type=with_charset(media_type))
    else:
        response = Response(f"{error}\n", 410, content_type="text/plain; charset=utf-8")
    for relation, things in (("successor-version", error.successors), ("latest-version", error.living)):
        for one in things:
            response.headers.add(*links.link(local(one.iri), relation))
    return _varied(response)


def _succession(error: Withdrawn) -> set[Triple]:
    """Say as RDF that a thing was given up, and what took its place."""

    def names(things: tuple[Named, ...]) -> set[Triple]:
        return {
            Triple(NamedNode(one.iri), NamedNode(RDFS + "label"), Literal(one.name, language="en")) for one in things
        }

    thing = NamedNode(error.thing.iri)
    given_up = Triple(thing, NamedNode(OWL + "deprecated"), Literal("true", datatype=NamedNode(XSD + "boolean")))
    replaced = {Triple(thing, NamedNode(DCTERMS + "isReplacedBy"), NamedNode(one.iri)) for one in error.successors}
    return {given_up, *replaced, *names((error.thing, *error.successors, *error.living))}


def _varied(response: Response) -> Response:
    response.vary.add("Accept")
    return response
