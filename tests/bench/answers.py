"""What an engine answered, in a form in which engines can be compared."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from pyoxigraph import RdfFormat, parse

from tests.bench.client import Answer


class NoAnswer(Exception):  # noqa: N818 - what came instead
    """What came is no answer to the query; its text says what it is."""


@dataclass(frozen=True)
class Content:
    """How much was answered, and a fingerprint of it that depends neither on the order nor on how it was written."""

    count: int
    digest: str


def read(answer: Answer, is_graph: bool) -> Content:
    """Read an answer.

    Args:
        answer: As it came: SPARQL JSON for a table or a truth value; any RDF for a graph.
        is_graph: Which of them it is.

    Returns:
        The number of rows (1 for a truth value) or of different triples.

    Raises:
        NoAnswer: If it is an error, or neither.
    """
    if answer.status != 200:
        raise NoAnswer(f"status {answer.status}: {answer.body[:200].decode('utf-8', 'replace')}")
    try:
        return _graph(answer) if is_graph else _table(answer)
    except (ValueError, KeyError, SyntaxError) as error:
        raise NoAnswer(f"{answer.media_type} that cannot be read: {error}") from error


def _table(answer: Answer) -> Content:
    found = json.loads(answer.body)
    if "boolean" in found:
        return _content([str(bool(found["boolean"]))])
    rows = found["results"]["bindings"]
    return _content(json.dumps({name: row[name]["value"] for name in sorted(row)}) for row in rows)


def _graph(answer: Answer) -> Content:
    # A DESCRIBE that is labelled as a table of results is RDF/XML all the same.
    xml = answer.media_type.endswith("xml")
    format_ = RdfFormat.RDF_XML if xml else RdfFormat.from_media_type(answer.media_type) or RdfFormat.TURTLE
    return _content({str(quad.triple) for quad in parse(answer.body, format=format_, lenient=True)})


def _content(lines: Iterable[str]) -> Content:
    found = sorted(lines)
    return Content(len(found), sha256("\n".join(found).encode()).hexdigest())
