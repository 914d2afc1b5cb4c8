"""Triples by subject and by predicate, for checks that SHACL and SPARQL cannot make."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from tipgraph.namespaces import RDF, RDFS

TYPE = RDF + "type"
Object = NamedNode | BlankNode | Literal


def iris_of(triple: Triple) -> Iterator[str]:
    """Give every IRI of a triple, that of a literal's type too."""
    for term in (triple.subject, triple.predicate, triple.object):
        if isinstance(term, NamedNode):
            yield term.value
        elif isinstance(term, Literal):
            yield term.datatype.value


def subject_of(triple: Triple) -> str:
    """Return the subject of a triple: an IRI, or the name of a blank node."""
    return "" if isinstance(triple.subject, Triple) else triple.subject.value


class Facts:
    """An index of triples; IRIs go in and come out as plain strings, the words of literals too."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self._of: dict[str, dict[str, list[Object]]] = {}
        self._subjects: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for triple in triples:
            subject, predicate, thing = subject_of(triple), triple.predicate.value, triple.object
            objects = self._of.setdefault(subject, {}).setdefault(predicate, [])
            if thing not in objects and not isinstance(thing, Triple):
                objects.append(thing)
                self._subjects[predicate][thing.value].append(subject)
        self._below: dict[str, set[str]] = {}

    def __contains__(self, subject: str) -> bool:
        return subject in self._of

    def __iter__(self) -> Iterator[str]:
        return iter(self._of)

    def terms(self, subject: str, predicate: str) -> list[Object]:
        """Return the objects of a subject and a predicate, as terms."""
        return self._of.get(subject, {}).get(predicate, [])

    def objects(self, subject: str, *predicates: str) -> list[str]:
        """Return the objects of a subject and any of some predicates: IRIs, or the words of literals."""
        return [thing.value for predicate in predicates for thing in self.terms(subject, predicate)]

    def value(self, subject: str, predicate: str) -> str | None:
        """Return the first object of a subject and a predicate, or None."""
        found = self.terms(subject, predicate)
        return found[0].value if found else None

    def links(self, subject: str, *without: str) -> list[str]:
        """Return the IRIs that a subject leads to under any predicate but some."""
        found = (things for predicate, things in self._of.get(subject, {}).items() if predicate not in without)
        return [thing.value for things in found for thing in things if isinstance(thing, NamedNode)]

    def literals(self, subject: str) -> list[str]:
        """Return the words of every literal of a subject."""
        found = self._of.get(subject, {}).values()
        return [thing.value for things in found for thing in things if isinstance(thing, Literal)]

    def leading_to(self, thing: str) -> list[str]:
        """Return the subjects that have an object under any predicate."""
        return [one for things in list(self._subjects.values()) for one in things.get(thing, ())]

    def subjects(self, predicate: str, thing: str) -> list[str]:
        """Return the subjects that have an object under a predicate."""
        return self._subjects[predicate][thing]

    def having(self, predicate: str) -> list[str]:
        """Return every subject that has a predicate."""
        return sorted({subject for subjects in self._subjects[predicate].values() for subject in subjects})

    def named_by(self, predicate: str) -> list[str]:
        """Return everything that is an object of a predicate: IRIs, and the words of literals."""
        return sorted(self._subjects[predicate])

    def instances(self, kind: str) -> list[str]:
        """Return the instances of a class and of the classes below it, sorted."""
        return sorted({subject for name in self.classes_below(kind) for subject in self.subjects(TYPE, name)})

    def is_a(self, subject: str, kind: str) -> bool:
        """Tell whether a thing is of a class or of one below it."""
        return not self.classes_below(kind).isdisjoint(self.objects(subject, TYPE))

    def classes_below(self, kind: str) -> set[str]:
        """Return a class and all classes below it."""
        if kind not in self._below:
            found, waiting = {kind}, [kind]
            while waiting:
                for name in self.subjects(RDFS + "subClassOf", waiting.pop()):
                    if name not in found:
                        found.add(name)
                        waiting.append(name)
            self._below[kind] = found
        return self._below[kind]
