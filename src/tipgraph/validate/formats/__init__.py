"""The forms in which a validation is reported: for people, for other programs, and for the places where people work."""

from collections.abc import Callable
from typing import Final

from tipgraph.validate.formats import annotations, junit, sarif, shacl_graph, structured
from tipgraph.validate.report import Report

FORMATS: Final[dict[str, Callable[[Report], str]]] = {
    "json": structured.write,
    "sarif": sarif.write,
    "junit": junit.write,
    "github": annotations.write,
    "shacl": shacl_graph.write,
}
"""The forms for programs, by the names that the command line has for them; each ends with a line break, or is empty."""
