"""Writing documents of RDF."""

from collections.abc import Set
from io import BytesIO
from typing import Final
from xml.parsers import expat

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from tipgraph.namespaces import PREFIXES
from tipgraph.query.formats import Format
from tipgraph.query.run import FormError
from tipgraph.web.worker import ResultTooLarge

FOAF: Final = "http://xmlns.com/foaf/0.1/"
HYDRA: Final = "http://www.w3.org/ns/hydra/core#"
_PREFIXES: Final = {**PREFIXES, "foaf": FOAF, "hydra": HYDRA}


def write(triples: Set[Triple], form: Format, limit: int) -> bytes:
    """Write triples sorted.

    Args:
        triples: What to write.
        form: One of :data:`tipgraph.query.formats.GRAPHS`.
        limit: How many bytes it may come to.

    Returns:
        The document.

    Raises:
        tipgraph.query.run.FormError: If the form has no way to say it: XML has none for most control characters.
        tipgraph.web.worker.ResultTooLarge: If it is longer.
    """
    assert isinstance(form.engine, RdfFormat)
    output = BytesIO()
    serialize(sorted(triples, key=str), output, form.engine, prefixes=_needed(triples))
    content = output.getvalue()
    if len(content) > limit:
        raise ResultTooLarge(limit)
    if form.engine == RdfFormat.RDF_XML:
        try:
            expat.ParserCreate(namespace_separator=" ").Parse(content, True)
        except expat.ExpatError as error:
            raise FormError(form.name, "a character that XML does not allow") from error
    return content


def _needed(triples: Set[Triple]) -> dict[str, str]:
    """Return the prefixes of the namespaces that occur."""
    terms = [term for triple in triples for term in (triple.subject, triple.predicate, triple.object)]
    used = {term.value for term in terms if isinstance(term, NamedNode)}
    used |= {term.datatype.value for term in terms if isinstance(term, Literal)}
    namespaces = {iri[: max(iri.rfind("/"), iri.rfind("#")) + 1] for iri in used}
    return {prefix: namespace for prefix, namespace in _PREFIXES.items() if namespace in namespaces}
