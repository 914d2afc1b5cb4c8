"""The statements of files of shapes, each with its place."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from tipgraph.errors import MalformedError
from tipgraph.files import read_text_strict
from tipgraph.namespaces import ID, RDF, SH
from tipgraph.positions import Positions, placed_statements
from tipgraph.validate.places import SYNTAXES
from tipgraph.validate.report import Place
from tipgraph.validate.sources import read

Node = ox.NamedNode | ox.BlankNode
Term = Node | ox.Literal
REFERENCES = ("property", "node", "not", "qualifiedValueShape")
"""What leads from a shape to another."""
LISTED = ("and", "or", "xone")
"""What leads from a shape to a list of others."""


@dataclass(frozen=True)
class Said:
    """A statement, and where it stands."""

    subject: Node
    predicate: str
    object: Term
    file: str
    place: Place | None = None
    """Where the object stands; nothing where the form of the file does not tell."""
    subject_place: Place | None = None


class Stated:
    """What files of shapes say, each statement once."""

    def __init__(self, paths: Mapping[str, Path]) -> None:
        """Read files.

        Args:
            paths: The files by the names that results are to have for them.

        Raises:
            tipgraph.errors.FileError: If one cannot be read.
            tipgraph.errors.MalformedError: If one is not well-formed.
        """
        self._of: dict[Node, dict[str, list[Said]]] = {}
        self._leading: dict[Node, list[Said]] = defaultdict(list)
        for number, (name, path) in enumerate(paths.items()):
            for said in _read(name, path, number):
                self._add(said)

    def _add(self, said: Said) -> None:
        known = self._of.setdefault(said.subject, {}).setdefault(said.predicate, [])
        if all(one.object != said.object for one in known):
            known.append(said)
            if not isinstance(said.object, ox.Literal):
                self._leading[said.object].append(said)

    def __iter__(self) -> Iterator[Said]:
        for described in self._of.values():
            for several in described.values():
                yield from several

    def __contains__(self, node: object) -> bool:
        return node in self._of

    def nodes(self) -> list[Node]:
        """Return everything that something is said of."""
        return list(self._of)

    def predicates(self, node: Node) -> list[str]:
        """Return what is said of a node."""
        return list(self._of.get(node, ()))

    def of(self, node: Term, predicate: str) -> list[Said]:
        """Return the statements about a node with a predicate."""
        return [] if isinstance(node, ox.Literal) else self._of.get(node, {}).get(predicate, [])

    def first(self, node: Node) -> Said | None:
        """Return the first statement about a node."""
        return next((one for several in self._of.get(node, {}).values() for one in several), None)

    def leading_to(self, node: Node) -> list[Said]:
        """Return the statements whose object is a node."""
        return self._leading.get(node, [])

    def is_a(self, node: Node, kind: str) -> bool:
        """Tell whether a node is said to be of a class."""
        return any(one.object == ox.NamedNode(kind) for one in self.of(node, RDF + "type"))

    def owner(self, node: Node) -> Node:
        """Return the IRI of a shape, or of the one in whose description a blank node stands."""
        seen: set[Node] = set()
        while isinstance(node, ox.BlankNode) and node not in seen and (leading := self.leading_to(node)):
            seen.add(node)
            node = leading[0].subject
        return node

    def items(self, head: Term) -> list[Said]:
        """Return the statements that name the items of a list, as far as it is one."""
        found: list[Said] = []
        seen: set[Term] = set()
        while head not in seen and (first := self.of(head, RDF + "first")):
            seen.add(head)
            found.append(first[0])
            rest = self.of(head, RDF + "rest")
            head = rest[0].object if rest else head
        return found

    def references(self, node: Node) -> list[Said]:
        """Return the statements that name the shapes that a shape refers to."""
        found = [one for name in REFERENCES for one in self.of(node, SH + name)]
        return found + [item for name in LISTED for one in self.of(node, SH + name) for item in self.items(one.object)]


def _read(name: str, path: Path, number: int) -> Iterator[Said]:
    """Read one file; blank nodes are called after it, for those of another are not the same."""

    def own(term: Term) -> Term:
        return ox.BlankNode(f"f{number}-{term.value}") if isinstance(term, ox.BlankNode) else term

    salvaged = read(path)
    if salvaged.faults:
        fault = salvaged.faults[0]
        raise MalformedError(path, fault.line, fault.column, fault.reason, "mend it first")
    if path.suffix not in SYNTAXES:
        for quad in salvaged.quads:
            yield Said(own(quad.subject), quad.predicate.value, own(quad.object), name)  # type: ignore[arg-type]
        return
    text = read_text_strict(path)
    positions = Positions(text)

    def place(span: tuple[int, int]) -> Place:
        start, end = positions.of(span[0]), positions.of(span[1])
        return Place(start.line, start.column, end.line, end.column)

    for one in placed_statements(text, ID):
        subject, thing = own(one.subject), own(one.object)
        yield Said(subject, one.predicate.value, thing, name, place(one.object_at), place(one.subject_at))  # type: ignore[arg-type]
