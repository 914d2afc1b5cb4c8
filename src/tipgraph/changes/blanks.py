"""Names for blank nodes that depend on nothing but what is said with them, so that equal structures have equal names."""

from collections import Counter
from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Final

from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, NamedNode, Quad

from tipgraph.namespaces import BASE

GENID: Final = "https://w3id.org/.well-known/genid/" + BASE.rstrip("/").rpartition("/")[2] + "/"
"""Below this a blank node has an IRI, where it needs one (RDF 1.1 Concepts, 3.5)."""


def has_blank(quad: Quad) -> bool:
    """Tell whether a statement has a blank node in it."""
    return any(isinstance(term, BlankNode) for term in (quad.subject, quad.object, quad.graph_name))


def named(quads: Iterable[Quad]) -> Iterator[Quad]:
    """Name the blank nodes of statements after what is said with them.

    The canonical names of RDFC-1.0 hold for a dataset as a whole: one statement more may change all of them. So what
    hangs together by blank nodes is made canonical by itself, and named after the hash of what came out.

    Args:
        quads: All statements of a dataset that have blank nodes.

    Returns:
        The same statements; an equal structure in another dataset has the same names. Structures that are equal to each
        other are told apart by a number.
    """
    seen: Counter[str] = Counter()
    for part in _parts(list(quads)):
        whole = Dataset(part)
        whole.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
        digest = sha256("\n".join(sorted(map(str, whole))).encode()).hexdigest()[:32]
        seen[digest] += 1
        stem = f"{digest}-{seen[digest]}" if seen[digest] > 1 else digest
        for quad in whole:
            yield Quad(
                _name(quad.subject, stem),  # type: ignore[arg-type]
                quad.predicate,
                _name(quad.object, stem),  # type: ignore[arg-type]
                _name(quad.graph_name, stem),  # type: ignore[arg-type]
            )


def skolem(name: str) -> NamedNode:
    """Return the IRI that stands for a blank node outside of its dataset."""
    return NamedNode(GENID + name)


def _name(term: object, stem: str) -> object:
    return BlankNode(f"b{stem}-{term.value}") if isinstance(term, BlankNode) else term


def _parts(quads: list[Quad]) -> Iterator[list[Quad]]:
    """Split statements into those that hang together by blank nodes."""
    above: dict[str, str] = {}

    def top(name: str) -> str:
        while above.setdefault(name, name) != name:
            above[name] = name = above[above[name]]
        return name

    for quad in quads:
        first, *others = _names(quad)
        for other in others:
            above[top(other)] = top(first)
    parts: dict[str, list[Quad]] = {}
    for quad in quads:
        parts.setdefault(top(_names(quad)[0]), []).append(quad)
    yield from parts.values()


def _names(quad: Quad) -> list[str]:
    terms = (quad.subject, quad.object, quad.graph_name)
    return [term.value for term in terms if isinstance(term, BlankNode)]
