"""Graphs that the server itself writes, such as the description of the service, in every form of RDF."""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from flask import Response
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple

from tipgraph.namespaces import ID, PREFIXES, XSD
from tipgraph.query.formats import GRAPHS, Format
from tipgraph.serialization import write_graph
from tipgraph.web.answers import respond
from tipgraph.web.negotiate import HTML, NotAcceptable, choose, media_types
from tipgraph.web.worker import Reply

SD: Final = "http://www.w3.org/ns/sparql-service-description#"
FORMATS: Final = "http://www.w3.org/ns/formats/"
_PREFIXES: Final = {**PREFIXES, "sd": SD, "formats": FORMATS}

Fact = tuple[str, str, NamedNode | Literal]


def document(
    what: str,
    parts: tuple[str, ...],
    accept: str | None,
    make: Callable[[], Iterable[Triple]],
    page: Callable[[], str] | None = None,
) -> Response:
    """Answer with a graph in the form that a client likes best.

    Args:
        what: What the graph is, for the message where the client accepts none of its forms.
        parts: All that the graph depends on besides the build.
        accept: What the client accepts.
        make: Makes the graph.
        page: Makes a page of it, if it has one.

    Returns:
        The response, with its validators.

    Raises:
        tipgraph.web.negotiate.NotAcceptable: If the client accepts none of the forms.
    """
    forms = media_types(GRAPHS)
    media_type = pick(what, accept, forms, page=page is not None)
    if media_type == HTML and page is not None:
        written = page
        return respond((*parts, HTML), lambda: Reply(written().encode("utf-8"), HTML))
    return respond((*parts, media_type), lambda: Reply(write(make(), forms[media_type]), media_type))


def pick(what: str, accept: str | None, forms: Mapping[str, Format], *, page: bool) -> str:
    """Choose the media type of a document; as :func:`document`."""
    offers = [*forms, HTML] if page else list(forms)
    media_type = choose(accept, offers)
    if media_type is None:
        raise NotAcceptable(what, offers)
    return media_type


def write(triples: Iterable[Triple], form: Format) -> bytes:
    """Write triples in a form, always in the same order."""
    assert isinstance(form.engine, RdfFormat)
    return write_graph(triples, form.engine, _PREFIXES, ID)


def number(value: float) -> Literal:
    """Return a number as it is written in RDF: whole ones as integers."""
    whole = float(value).is_integer()
    return Literal(
        f"{value:.0f}" if whole else repr(value), datatype=NamedNode(XSD + ("integer" if whole else "decimal"))
    )


def english(words: str) -> Literal:
    """Return words in English."""
    return Literal(words, language="en")


def graph_of(facts: Iterable[Fact]) -> set[Triple]:
    """Turn facts about IRIs into triples."""
    return {Triple(NamedNode(s), NamedNode(p), o) for s, p, o in facts}
