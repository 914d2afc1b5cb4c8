"""What can be run of shapes, some of which have faults."""

from collections.abc import Iterable

import pyoxigraph as ox

from tipgraph.namespaces import RDF, SH
from tipgraph.validate.shape_form.stated import Node, Said, Stated


def kept(stated: Stated, wrong: Iterable[Node]) -> tuple[list[ox.Triple], list[str]]:
    """Leave out shapes that have faults, and those that say something else without them.

    A node shape that names a wrong one with ``sh:property`` asks for less without it, and stays; one that is closed, or
    that others name, may ask for more, and goes.

    Args:
        stated: What the shapes say.
        wrong: The shapes that have faults.

    Returns:
        The statements that remain, and the names of the shapes that do not.
    """
    gone, waiting = set(wrong), list(wrong)
    while waiting:
        node = waiting.pop()
        for one in stated.leading_to(node):
            if not one.predicate.startswith((SH, RDF)):
                continue
            owner = stated.owner(one.subject)
            if owner not in gone and not _asks_for_less(stated, one):
                gone.add(owner)
                waiting.append(owner)
    left = [one for one in stated if stated.owner(one.subject) not in gone and one.object not in gone]
    triples = [ox.Triple(one.subject, ox.NamedNode(one.predicate), one.object) for one in left]
    return triples, sorted(node.value for node in gone if isinstance(node, ox.NamedNode))


def _asks_for_less(stated: Stated, one: Said) -> bool:
    """Tell whether a shape only asks for less without a statement about it."""
    is_named = isinstance(one.subject, ox.NamedNode) and not stated.leading_to(one.subject)
    return one.predicate == SH + "property" and is_named and not stated.of(one.subject, SH + "closed")
