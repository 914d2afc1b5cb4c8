"""Property paths of shapes as SPARQL (SHACL 2.3.1), read the way pyshacl reads them."""

from dataclasses import dataclass
from typing import Any, Final

from tipgraph.namespaces import RDF, SH
from tipgraph.validate.compiled.terms import Uncompilable, iri

_DEEPEST: Final = 9
"""How far paths are nested at most; pyshacl gives up at ten, and is to say so itself."""


@dataclass(frozen=True)
class Path:
    """A path."""

    text: str
    """The path as SPARQL writes it, without the ways of no step at all."""
    is_nullable: bool = False
    """Whether it also leads from everything to itself."""
    forward: frozenset[str] = frozenset()
    """The predicates that it follows from subject to object."""
    backward: frozenset[str] = frozenset()
    """The predicates that it follows from object to subject."""
    steps: int | None = 1
    """How many triples it passes at most; None if there is no limit."""
    is_single: bool = False
    """Whether it is one predicate, forwards."""


def read_path(shapes: Any, node: Any, *, inverse: bool = False, depth: int = 0) -> Path:
    """Read a path.

    Args:
        shapes: The rdflib graph of the shapes.
        node: The value of sh:path.
        inverse: Whether it is passed backwards. pyshacl then passes the steps of a sequence each backwards, but in the
            order written; so does this.
        depth: How deep this part lies in the whole.

    Raises:
        Uncompilable: If it is no path that pyshacl follows.
    """
    from rdflib import BNode, URIRef  # noqa: PLC0415 - half a second to import

    if isinstance(node, URIRef):
        name = iri(str(node))
        step = frozenset({str(node)})
        return Path(f"^{name}", backward=step) if inverse else Path(name, forward=step, is_single=True)
    if not isinstance(node, BNode) or depth > _DEEPEST:
        raise Uncompilable("a path that is none, or nested deeply")
    if (node, URIRef(RDF + "first"), None) in shapes:
        return _sequence(
            [read_path(shapes, n, inverse=inverse, depth=depth + 1 + i) for i, n in _items(shapes, node, depth)]
        )
    made = list(shapes.predicate_objects(node))
    if len(made) != 1:
        raise Uncompilable("a path of several kinds at once")
    kind, below = str(made[0][0]).removeprefix(SH), made[0][1]
    if kind == "inversePath":
        return read_path(shapes, below, inverse=not inverse, depth=depth + 1)
    if kind == "alternativePath":
        members = [read_path(shapes, n, inverse=inverse, depth=depth + 1) for _, n in _items(shapes, below, depth)]
        return _joined(members, "|", any(m.is_nullable for m in members), _longest(members))
    one = read_path(shapes, below, inverse=inverse, depth=depth + 1)
    if kind == "zeroOrMorePath":
        return _joined([one], "", True, None, "+")
    if kind == "oneOrMorePath":
        return _joined([one], "", one.is_nullable, None, "+")
    if kind == "zeroOrOnePath":
        return _joined([one], "", True, one.steps)
    raise Uncompilable(f"sh:{kind}")


def _items(shapes: Any, node: Any, depth: int) -> list[tuple[int, Any]]:
    from rdflib.collection import Collection  # noqa: PLC0415 - see read_path

    try:
        found = list(enumerate(Collection(shapes, node)))
    except ValueError:  # a list that runs in a ring
        raise Uncompilable("a list without an end") from None
    if not 2 <= len(found) <= _DEEPEST - depth:
        raise Uncompilable("a list of paths with less than two, or with many")
    return found


def _longest(paths: list[Path]) -> int | None:
    steps = [path.steps for path in paths]
    return None if None in steps else max(step for step in steps if step is not None)


def _joined(paths: list[Path], sign: str, is_nullable: bool, steps: int | None, suffix: str = "") -> Path:
    return Path(
        f"({sign.join(path.text for path in paths)}){suffix}",
        is_nullable,
        frozenset().union(*(path.forward for path in paths)),
        frozenset().union(*(path.backward for path in paths)),
        steps,
    )


def _sequence(paths: list[Path]) -> Path:
    """Put steps one after the other; where some can be left out, the ways without them stand beside."""
    whole = paths[0]
    for path in paths[1:]:
        ways = [f"({whole.text}/{path.text})"]
        ways += [whole.text] if path.is_nullable else []
        ways += [path.text] if whole.is_nullable else []
        steps = None if whole.steps is None or path.steps is None else whole.steps + path.steps
        joined = _joined([whole, path], "|", whole.is_nullable and path.is_nullable, steps)
        whole = Path(f"({'|'.join(ways)})", joined.is_nullable, joined.forward, joined.backward, steps)
    return whole
