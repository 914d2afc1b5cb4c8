"""Writing documents of RDF."""

from collections.abc import Set
from io import BytesIO
from typing import Final

from pyoxigraph import Triple

from tipgraph.namespaces import PREFIXES
from tipgraph.query.formats import Format
from tipgraph.query.run import write_graph
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
        tipgraph.query.run.FormError: If the form has no way to say it.
        tipgraph.web.worker.ResultTooLarge: If it is longer.
    """
    output = BytesIO()
    write_graph(triples, form, output, _PREFIXES)
    if output.tell() > limit:
        raise ResultTooLarge(limit)
    return output.getvalue()
