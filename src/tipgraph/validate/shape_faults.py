"""Shapes that cannot be run: recursive, or refused by pyshacl."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from tipgraph.errors import ShapesError
from tipgraph.namespaces import short
from tipgraph.validate.compiled.part import referred

_WAY_OUT: Final = "see https://www.w3.org/TR/shacl/ for what a shape may say"


def refuse_recursion(shapes: Any) -> None:
    """Refuse shapes that refer to themselves, which SHACL leaves undefined (3.4.3).

    Args:
        shapes: The rdflib graph of the shapes.

    Raises:
        tipgraph.errors.ShapesError: If there is one; its first argument is the shape.
    """
    done: set[Any] = set()
    for start in sorted(set(shapes.subjects()), key=str):
        way = {start: iter(_referred(shapes, start))} if start not in done else {}
        while way:
            node = next(reversed(way))
            below = next(way[node], None)
            if below is None:
                done.add(node)
                del way[node]
            elif below in way:
                raise _runs_in_a_ring(shapes, list(way)[list(way).index(below) :])
            elif below not in done:
                way[below] = iter(_referred(shapes, below))


def _runs_in_a_ring(shapes: Any, ring: list[Any]) -> ShapesError:
    """Return the error that says so, with the names of those that have one, first the first of the alphabet."""
    from rdflib import URIRef  # noqa: PLC0415 - half a second to import

    named = [str(one) for one in ring if isinstance(one, URIRef)] or [_owner(shapes, ring[0])]
    first = named.index(min(named))
    names = [*named[first:], *named[:first], named[first]]
    reason = f"the shape refers to itself: {' -> '.join(map(short, names))}"
    return ShapesError(names[0], reason, "let one of these not refer to the next")


def _referred(shapes: Any, node: Any) -> list[Any]:
    try:
        return referred(shapes, node)
    except ValueError:
        raise ShapesError(_owner(shapes, node), "a list of shapes runs in a ring", _WAY_OUT) from None


@contextmanager
def refused() -> Iterator[None]:
    """Turn what pyshacl raises about shapes into an error of ours.

    Raises:
        tipgraph.errors.ShapesError: If pyshacl refuses the shapes, or what they want it to compare.
    """
    from pyshacl.errors import ReportableRuntimeError  # noqa: PLC0415 - half a second to import

    try:
        yield
    except (ReportableRuntimeError, AssertionError, NotImplementedError) as error:
        reason = " ".join(str(error).splitlines()[:1]).rstrip(".")
        raise ShapesError("", f"the shapes cannot be run: {reason}", _WAY_OUT) from error


def _owner(shapes: Any, node: Any) -> str:
    """Return the IRI of a shape, or of the one in whose description a blank node stands."""
    from rdflib import BNode  # noqa: PLC0415 - half a second to import

    seen = set()
    while isinstance(node, BNode) and node not in seen:
        seen.add(node)
        node = next(shapes.subjects(None, node), node)
    return str(node)
