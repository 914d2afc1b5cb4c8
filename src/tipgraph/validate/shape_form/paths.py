"""Property paths: an IRI, or a blank node that is one of the six others (SHACL 2.3.1)."""

from typing import Final

import pyoxigraph as ox

from tipgraph.namespaces import RDF, SH, short
from tipgraph.validate.shape_form.stated import Stated, Term
from tipgraph.validate.shape_form.values import why_no_list, written

_STEPS: Final = tuple(SH + name for name in ("inversePath", "zeroOrMorePath", "oneOrMorePath", "zeroOrOnePath"))
_ALTERNATIVE: Final = SH + "alternativePath"
_FEWEST: Final = 2
"""Members that a sequence or an alternative has."""


def why_no_path(stated: Stated, path: Term, around: tuple[Term, ...] = ()) -> str:
    """Tell why a term is no path, in words that end with what to write; nothing where it is one."""
    if isinstance(path, ox.NamedNode):
        return ""
    if isinstance(path, ox.Literal):
        return f"{written(path)} is a literal: write the IRI of a property"
    if path in around:
        return "a path is a part of itself: write it without the ring"
    around = (*around, path)
    if stated.of(path, RDF + "first") or stated.of(path, RDF + "rest"):
        return _wrong_members(stated, path, "a sequence", around)
    return _wrong_step(stated, path, around)


def _wrong_step(stated: Stated, path: ox.BlankNode, around: tuple[Term, ...]) -> str:
    said = stated.predicates(path)
    if len(said) != 1 or said[0] not in (*_STEPS, _ALTERNATIVE):
        what = ", ".join(short(one) for one in said) or "nothing"
        return f"a path in brackets says one thing, this one {what}: write [ sh:inversePath tip:inSet ] or the like"
    given = stated.of(path, said[0])
    if len(given) != 1:
        return f"{short(said[0])} takes one path, and has {len(given)}: keep one of them"
    if said[0] == _ALTERNATIVE:
        return _wrong_members(stated, given[0].object, "sh:alternativePath", around)
    return why_no_path(stated, given[0].object, around)


def _wrong_members(stated: Stated, head: Term, what: str, around: tuple[Term, ...]) -> str:
    if reason := why_no_list(stated, head):
        return f"{what} is a list, and {reason}: write ( tip:inSet tip:madeAt ) or the like"
    members = stated.items(head)
    if len(members) < _FEWEST:
        return f"{what} has two members or more, this one {len(members)}: add one, or write the property alone"
    return next((reason for one in members if (reason := why_no_path(stated, one.object, around))), "")
