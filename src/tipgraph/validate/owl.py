"""Consistency: whether the ontology's axioms and the data can all be true at once, as HermiT sees it.

The data say what is of which kind and how things are joined; ``ontology/checks/ranges.ttl`` adds, for this check alone,
what each property may stand on and lead to. Since the kinds of things are disjoint, a property on the wrong thing
becomes a contradiction. OWL does not take two IRIs for two things, so a property that may have one value only would
never be found to have two: the check says of the values of such properties that they are different.
"""

import shutil
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from pyoxigraph import BlankNode, NamedNode, Triple

from tipgraph.namespaces import OWL, RDF, RDFS
from tipgraph.validate import conflict, reasoner
from tipgraph.validate.conflict import Conflict

JAVA_PACKAGE: Final = "default-jre-headless"
"""The Debian package that brings a Java runtime."""

RANGES: Final = Path("checks") / "ranges.ttl"
"""Where, below the ontology's folder, the axioms lie that only this check reads."""

_TYPE: Final = RDF + "type"
_SAME: Final = OWL + "sameAs"
_REIFICATION: Final = frozenset({RDF + "subject", RDF + "predicate", RDF + "object"})
_LANGUAGE: Final = (OWL, RDF, RDFS)
_ANNOTATIONS: Final = frozenset(
    {RDFS + name for name in ("label", "comment", "seeAlso", "isDefinedBy")}
    | {OWL + name for name in ("versionInfo", "versionIRI", "deprecated", "priorVersion", "imports")}
)


@dataclass(frozen=True)
class OwlResult:
    """What the reasoner found."""

    consistent: bool
    """Whether everything can be true at once; false also where nothing was checked."""
    skipped: str | None = None
    """Why nothing was checked, and what to do; None where it was."""
    unsatisfiable: tuple[str, ...] = ()
    """IRIs of classes that nothing can belong to; a fault of the axioms, though all may be true as long as nothing does."""
    culprits: tuple[str, ...] = ()
    """IRIs of things whose triples, with the ontology, contradict one another: without any one of them they do not."""
    left_out: tuple[str, ...] = field(default=())
    """Properties and classes that the ontology does not declare; triples with them were not looked at."""

    @property
    def text(self) -> str:
        """The finding in words."""
        if self.skipped:
            return f"OWL consistency not checked: {self.skipped}"
        lines = []
        if self.culprits:
            lines.append("inconsistent: what is said of these cannot all be true: " + ", ".join(self.culprits))
        elif not self.consistent:
            lines.append("inconsistent: the axioms of the ontology contradict one another")
        lines += [f"unsatisfiable: nothing can be a {iri}" for iri in self.unsatisfiable]
        return "\n".join(lines) or "consistent"


def check_consistency(triples: Iterable[Triple], ranges: Iterable[Triple] = (), *, explain: bool = True) -> OwlResult:
    """Ask HermiT whether triples can all be true at once.

    Args:
        triples: The ontology and the data, as parsed from their files.
        ranges: The further axioms of ``ontology/checks/ranges.ttl``.
        explain: Whether to look for the things that are to blame when the answer is no; that asks the reasoner some
            dozens of times more.

    Returns:
        The finding. Where there is no Java runtime it says so, and names the package to install.

    Raises:
        ReasonerError: If the reasoner gives no answer.
    """
    if shutil.which("java") is None:
        return OwlResult(False, f"HermiT needs Java, and none is installed: install {JAVA_PACKAGE}")
    view = _view([*triples, *ranges])
    unsatisfiable = reasoner.classify(view.triples)
    if unsatisfiable is not None:
        return OwlResult(True, unsatisfiable=unsatisfiable, left_out=view.left_out)
    culprits = conflict.culprits(view.triples, reasoner.contradicts) if explain else ()
    return OwlResult(False, culprits=culprits, left_out=view.left_out)


def explain_conflict(triples: Iterable[Triple], ranges: Iterable[Triple], culprits: Iterable[str]) -> Conflict:
    """Narrow a contradiction down to a smallest set of statements, by leaving out: the reasoner names none.

    Args:
        triples: As for :func:`check_consistency`, which found them to contradict one another.
        ranges: The same.
        culprits: The things that are to blame; none where the axioms contradict one another.

    Returns:
        The statements of data and of axioms that cannot all be true.

    Raises:
        ReasonerError: If the reasoner gives no answer.
    """
    return conflict.smallest(_view([*triples, *ranges]).triples, set(culprits), reasoner.contradicts)


def may_matter(changed: Iterable[Triple], triples: Iterable[Triple]) -> bool:
    """Tell whether the reasoner could find something else because statements came or went.

    Args:
        changed: The statements; none is of the ontology itself.
        triples: The ontology and the data, as they are now.

    Returns:
        False where OWL has no meaning for any of them: labels, notes, and whatever the ontology does not know.
    """
    view = _view(list(changed), _declared(triples))
    return bool(view.triples)


@dataclass(frozen=True)
class _View:
    """What the reasoner is given."""

    triples: list[Triple]
    left_out: tuple[str, ...]


def _view(triples: Sequence[Triple], kinds: dict[str, set[str]] | None = None) -> _View:
    """Choose from triples what OWL 2 DL has a meaning for, and add that names are names of different things."""
    kinds = _declared(triples) if kinds is None else kinds
    headers = {t.subject for t in triples if t.predicate.value == _TYPE and t.object == NamedNode(OWL + "Ontology")}
    kept: dict[Triple, None] = {}
    left_out: set[str] = set()
    for triple in triples:
        name = triple.predicate.value
        if triple.subject in headers or name in _REIFICATION or name in _ANNOTATIONS:
            continue
        if name == _TYPE and isinstance(triple.object, NamedNode) and not _known(triple.object.value, kinds):
            left_out.add(triple.object.value)
        elif not _known(name, kinds):
            left_out.add(name)
        elif OWL + "AnnotationProperty" not in kinds.get(name, ()):
            kept[triple] = None
    return _View([*kept, *_different(list(kept), kinds)], tuple(sorted(left_out)))


def _declared(triples: Iterable[Triple]) -> dict[str, set[str]]:
    """Map each IRI to the kinds of OWL entity it is declared as."""
    kinds: dict[str, set[str]] = defaultdict(set)
    for triple in triples:
        if triple.predicate.value == _TYPE and isinstance(triple.object, NamedNode):
            kind = triple.object.value
            if kind.startswith(_LANGUAGE) and isinstance(triple.subject, NamedNode):
                kinds[triple.subject.value].add(kind)
    return dict(kinds)


def _known(iri: str, kinds: dict[str, set[str]]) -> bool:
    return iri.startswith(_LANGUAGE) or iri in kinds


def _different(triples: Sequence[Triple], kinds: dict[str, set[str]]) -> list[Triple]:
    """Say of the values of single-valued properties, where one thing has two or more, that they are different."""
    single = {iri for iri, kind in kinds.items() if OWL + "FunctionalProperty" in kind}
    same = {term for t in triples if t.predicate.value == _SAME for term in (t.subject, t.object)}
    values: dict[tuple[NamedNode | BlankNode | Triple, str], set[NamedNode]] = defaultdict(set)
    for triple in triples:
        if triple.predicate.value in single and isinstance(triple.object, NamedNode) and triple.object not in same:
            values[triple.subject, triple.predicate.value].add(triple.object)
    pairs = set()
    for found in values.values():
        ordered = sorted(found, key=lambda node: node.value)
        pairs |= {(one, other) for i, one in enumerate(ordered) for other in ordered[i + 1 :]}
    keyed = _keyed(triples)
    pairs |= {(one, other) for i, one in enumerate(keyed) for other in keyed[i + 1 :] if one not in same}
    ordered_pairs = sorted(pairs, key=lambda pair: (pair[0].value, pair[1].value))
    return [Triple(one, NamedNode(OWL + "differentFrom"), other) for one, other in ordered_pairs]


def _keyed(triples: Sequence[Triple]) -> list[NamedNode]:
    """Find the things that share the value of a key property with another, as two States with one code would."""
    properties = _key_properties(triples)
    holders: dict[tuple[str, str], set[NamedNode]] = defaultdict(set)
    for triple in triples:
        if triple.predicate.value in properties and isinstance(triple.subject, NamedNode):
            holders[triple.predicate.value, str(triple.object)].add(triple.subject)
    shared = {node for nodes in holders.values() if len(nodes) > 1 for node in nodes}
    return sorted(shared, key=lambda node: node.value)


def _key_properties(triples: Sequence[Triple]) -> set[str]:
    """Name the properties in the lists of owl:hasKey."""
    first = {str(t.subject): t.object for t in triples if t.predicate.value == RDF + "first"}
    found = (first.get(str(t.object)) for t in triples if t.predicate.value == OWL + "hasKey")
    return {node.value for node in found if isinstance(node, NamedNode)}
