"""What happens in a worker process when a page tells of the ontology, the shapes or a scheme: what is read is kept.

A worker can open no file: the fork server imports this module for it, as it does :mod:`tipgraph.web.worker`.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from tipgraph.site.schemes import Borne, count_bearers
from tipgraph.site.shapes import Shape
from tipgraph.site.vocabulary import Known, Outline, Term, describe_term
from tipgraph.site.vocabulary import outline as outline_of
from tipgraph.web import descriptions


@cache
def _known(directory: Path) -> Known:
    return Known(*descriptions.dataset(directory), descriptions.counts(directory))


def outline(directory: Path) -> Outline:
    """Return the index of the ontology of a build, as :func:`tipgraph.site.vocabulary.outline`."""
    return outline_of(_known(directory))


def shapes(directory: Path) -> tuple[Shape, ...]:
    """Return the shapes of a build in words, as :func:`tipgraph.site.shapes.read_shapes`."""
    return _known(directory).shapes


def term(directory: Path, iri: str) -> Term | None:
    """Tell what there is to know of a term, as :func:`tipgraph.site.vocabulary.describe_term`."""
    return describe_term(_known(directory), iri)


def bearers(directory: Path, scheme: str) -> Mapping[str, Borne]:
    """Count who bears the concepts of a scheme, as :func:`tipgraph.site.schemes.count_bearers`."""
    return count_bearers(descriptions.dataset(directory)[0], scheme)
