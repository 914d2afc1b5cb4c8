"""What contradicts what: the things, then the statements, without any of which everything could be true.

Both are found by leaving out, as Junker's QuickXplain does (AAAI 2004, "Preferred Explanations and Relaxations for
Over-Constrained Problems"): one half after another is left out, and what has to stay is needed.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from pyoxigraph import NamedNode, Triple

from tipgraph.namespaces import OWL, RDF, RDFS
from tipgraph.validate.statements import units

Judge = Callable[[Sequence[Triple]], bool]
"""Tells whether triples contradict one another."""
Unit = tuple[Triple, ...]
Item = TypeVar("Item")

_RUNS: Final = 80
"""How often the reasoner is asked to find the things, and how often to find the statements."""
_TYPE: Final = RDF + "type"
_LANGUAGE: Final = (OWL, RDF, RDFS)
_DECLARED: Final = frozenset(
    {
        OWL + name
        for name in ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty", "Ontology", "Restriction")
    }
    | {RDFS + "Datatype"}
)


@dataclass(frozen=True)
class Conflict:
    """Statements that cannot all be true."""

    data: tuple[Unit, ...]
    axioms: tuple[Unit, ...]
    """Each statement as the triples that it is made of."""
    is_smallest: bool = True
    """Whether all could be true without any one of them; otherwise the reasoner was asked too often to go on."""


class _Search:
    """Asks a judge, so often and no more."""

    def __init__(self, judge: Judge) -> None:
        self._judge = judge
        self.left = _RUNS

    def contradicts(self, triples: Sequence[Triple]) -> bool:
        self.left -= 1
        return self._judge(triples)

    def narrow(
        self, fixed: Sequence[Triple], candidates: list[Item], triples_of: Callable[[Item], Iterable[Triple]]
    ) -> list[Item]:
        """Choose, of candidates that contradict one another together with what is fixed, those that are needed."""

        def check(chosen: Iterable[Item]) -> bool:
            return self.contradicts([*fixed, *(t for one in chosen for t in triples_of(one))])

        def halve(background: list[Item], left_over: list[Item], *, changed: bool) -> list[Item]:
            if changed and self.left > 0 and check(background):
                return []
            if len(left_over) == 1 or self.left <= 0:
                return left_over
            middle = len(left_over) // 2
            left, right = left_over[:middle], left_over[middle:]
            of_right = halve(background + left, right, changed=True)
            return halve(background + of_right, left, changed=bool(of_right)) + of_right

        if not candidates or check([]):
            return []
        return halve([], candidates, changed=False)


def culprits(triples: Sequence[Triple], judge: Judge) -> tuple[str, ...]:
    """Narrow a contradiction down to the things it is about.

    Returns:
        Their IRIs; none if the axioms contradict one another. After as many runs of the reasoner as are allowed they may
        be more than are needed, never less.
    """
    axioms, things = _by_thing(triples)
    return tuple(sorted(_Search(judge).narrow(axioms, list(things), things.__getitem__)))


def smallest(triples: Sequence[Triple], things: set[str], judge: Judge) -> Conflict:
    """Narrow a contradiction down to statements.

    First those about the things are left out one after another, then axioms: of these, at first only such as speak of
    what the statements that are left speak of, then of what these speak of, and so on, until there is a contradiction.

    Args:
        triples: What the reasoner was given.
        things: The things that are to blame, as :func:`culprits` finds them.
        judge: Asks the reasoner.
    """
    search = _Search(judge)
    axioms, by_thing = _by_thing(triples)
    about = [t for name in sorted(things) for t in by_thing.get(name, ())]
    assumed = [t for t in about if t.predicate.value == OWL + "differentFrom"]
    stated: list[Unit] = [(t,) for t in about if t.predicate.value != OWL + "differentFrom"]
    data = search.narrow([*axioms, *assumed], stated, tuple) if things else []
    fixed = [*assumed, *(t for unit in data for t in unit)]
    declarations, rules = _parted(axioms)
    near = _near(search, [*declarations, *fixed], rules, fixed) if fixed else rules
    kept = search.narrow([*declarations, *fixed], near, tuple)
    return Conflict(tuple(data), tuple(kept), search.left > 0)


def _parted(axioms: Sequence[Triple]) -> tuple[list[Triple], list[Unit]]:
    """Part axioms into declarations, without which nothing else can be read, and statements."""
    declarations = [
        t
        for t in axioms
        if t.predicate.value == _TYPE
        and isinstance(t.subject, NamedNode)
        and getattr(t.object, "value", "") in _DECLARED
    ]
    known = set(declarations)
    return declarations, [tuple(unit) for unit in units(t for t in axioms if t not in known)]


def _near(search: _Search, fixed: Sequence[Triple], rules: list[Unit], about: Iterable[Triple]) -> list[Unit]:
    """Choose the statements around some triples, step by step, until they contradict these."""
    names = _names(about)
    chosen: list[Unit] = []
    while search.left > 0:
        picked = set(map(id, chosen))
        more = [unit for unit in rules if id(unit) not in picked and not names.isdisjoint(_names(unit))]
        if not more:
            break
        chosen += more
        names |= _names(t for unit in more for t in unit)
        if search.contradicts([*fixed, *(t for unit in chosen for t in unit)]):
            return chosen
    return rules


def _names(triples: Iterable[Triple]) -> set[str]:
    """Return the names in triples that have their meaning from the ontology."""
    terms = (term for t in triples for term in (t.subject, t.predicate, t.object))
    return {term.value for term in terms if isinstance(term, NamedNode) and not term.value.startswith(_LANGUAGE)}


def _by_thing(triples: Sequence[Triple]) -> tuple[list[Triple], dict[str, list[Triple]]]:
    """Part axioms from data, and the data by the thing they are about."""
    entities = {
        t.subject
        for t in triples
        if t.predicate.value == _TYPE and isinstance(t.object, NamedNode) and t.object.value.startswith(_LANGUAGE)
    }
    axioms: list[Triple] = []
    things: dict[str, list[Triple]] = defaultdict(list)
    for triple in triples:
        subject = triple.subject
        if isinstance(subject, NamedNode) and subject not in entities and not subject.value.startswith(_LANGUAGE):
            things[subject.value].append(triple)
        else:
            axioms.append(triple)
    return axioms, dict(things)
