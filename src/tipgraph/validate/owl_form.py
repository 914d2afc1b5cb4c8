"""OWL 2 DL: the form of axioms as triples; what is not well-formed is an axiom to nobody.

Source: OWL 2 Mapping to RDF Graphs, sections 3.1 and 3.2 (https://www.w3.org/TR/owl2-mapping-to-rdf/#Parsing_of_the_Input_Graph_and_Declarations).
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import pyoxigraph as ox

from tipgraph.namespaces import OWL, RDF, short
from tipgraph.validate.facts import TYPE, Facts, subject_of
from tipgraph.validate.material import Material
from tipgraph.validate.owl_kinds import is_name
from tipgraph.validate.registry import Found, named
from tipgraph.validate.report import Result, Severity

_FIRST, _REST, _NIL = RDF + "first", RDF + "rest", RDF + "nil"
_ASKING: Final = tuple(
    OWL + name
    for name in (
        *("someValuesFrom", "allValuesFrom", "hasValue", "hasSelf", "cardinality", "minCardinality", "maxCardinality"),
        *("qualifiedCardinality", "minQualifiedCardinality", "maxQualifiedCardinality"),
    )
)
"""What a restriction can ask for."""


def _files(material: Material) -> Mapping[str, Sequence[ox.Triple]]:
    """Return the triples of each file that holds axioms."""
    checks = {name: t for name, t in material.definitions.items() if name.startswith("ontology/")}
    return {**material.background, **checks}


def _owner(axioms: Facts, node: str) -> str:
    """Climb from a blank node to the name whose description it is part of; to itself where it is part of none."""
    seen: set[str] = set()
    while not is_name(node) and node not in seen:
        seen.add(node)
        node = next(iter(axioms.leading_to(node)), node)
    return node


def _fault(axioms: Facts, file: str, node: str, message: str) -> Result:
    """Make a result about a node; that of a blank one names its owner, or the file alone."""
    owner = _owner(axioms, node)
    return Result("", Severity.VIOLATION, owner if is_name(owner) else file, message, file=file)


@named("dl-header", "A file of axioms has one header, and imports nothing.", layer="owl-dl")
def header(material: Material) -> Iterator[Found]:
    """Count the ontologies that each file declares (section 3.1.2); what is imported nobody would check."""
    for name, triples in _files(material).items():
        found = [subject_of(t) for t in triples if t.predicate.value == TYPE and _is(t.object, OWL + "Ontology")]
        if len(set(found)) != 1:
            names = ", ".join(short(iri) for iri in found) or "none"
            message = f"it has {len(found)} headers ({names}): let one thing alone be an owl:Ontology"
            yield Result("", Severity.VIOLATION, name, message, file=name)
        for triple in triples:
            if triple.predicate.value == OWL + "imports":
                message = "what is imported is not part of the record: remove it, and declare the terms that are used"
                yield subject_of(triple), message, OWL + "imports", getattr(triple.object, "value", "")


def _is(term: object, iri: str) -> bool:
    return isinstance(term, ox.NamedNode) and term.value == iri


@named("dl-list", "Every list in an axiom is whole.", layer="owl-dl")
def list_whole(material: Material) -> Iterator[Found]:
    """Look at the first and the rest of each node of a list (section 3.2.1, table 3)."""
    for name, triples in _files(material).items():
        axioms = Facts(triples)
        for node in sorted({*axioms.having(_FIRST), *axioms.having(_REST)}):
            counts = len(axioms.terms(node, _FIRST)), len(axioms.terms(node, _REST))
            rest = axioms.objects(node, _REST)
            ends = [one for one in rest if one != _NIL and not axioms.terms(one, _FIRST)]
            if counts != (1, 1) or ends or _returns(axioms, node):
                message = (
                    f"a list has a node with {counts[0]} times rdf:first and {counts[1]} times rdf:rest, or without an "
                    "end: write it in round brackets, ( a b c )"
                )
                yield _fault(axioms, name, node, message)


def _returns(axioms: Facts, node: str) -> bool:
    """Tell whether a list leads back to itself."""
    seen: set[str] = set()
    while node != _NIL and (rest := axioms.objects(node, _REST)):
        if node in seen:
            return True
        seen.add(node)
        node = rest[0]
    return False


@named("dl-restriction", "A restriction is of one property and asks for one thing.", layer="owl-dl")
def restriction(material: Material) -> Iterator[Found]:
    """Count what each restriction names (section 3.2.4, table 13)."""
    for name, triples in _files(material).items():
        axioms = Facts(triples)
        for node in axioms.subjects(TYPE, OWL + "Restriction"):
            properties = axioms.terms(node, OWL + "onProperty")
            asked = [short(one) for one in _ASKING for _ in axioms.terms(node, one)]
            if len(properties) != 1 or len(asked) != 1:
                message = (
                    f"a restriction is on {len(properties)} properties and asks for {', '.join(asked) or 'nothing'}: "
                    "write one owl:onProperty and one demand, as owl:someValuesFrom"
                )
                yield _fault(axioms, name, node, message)


@named("dl-tree", "A blank node of the ontology is used once.", layer="owl-dl")
def tree(material: Material) -> Iterator[Found]:
    """Count the statements that lead to each blank node: class expressions are written out, not shared (section 3.2)."""
    for name, triples in _files(material).items():
        axioms = Facts(triples)
        led_to = Counter(t.object.value for t in triples if isinstance(t.object, ox.BlankNode))
        for node, times in sorted(led_to.items()):
            if times > 1:
                message = f"a blank node is named {times} times: write its description out at each place"
                yield _fault(axioms, name, node, message)
