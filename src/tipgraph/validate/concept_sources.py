"""Concepts: the places that are named as their sources print them, or state what bears them."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from tipgraph.documents.stems import stem
from tipgraph.namespaces import DCTERMS, SKOS, TIP, short
from tipgraph.validate.facts import TYPE, Facts
from tipgraph.validate.material import Material
from tipgraph.validate.registry import Found, named
from tipgraph.validate.words import words_of

_SMALL: Final = frozenset({"a", "an", "and", "be", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"})
"""Words that a name may have and its source may lack."""
_PLACES: Final = (TIP + "statedIn", TIP + "listedIn", TIP + "inDocument")


@named("concept-stated", "A concept is stated to be one, for those who do not infer.", layer="terms")
def concept_stated(material: Material) -> Iterator[Found]:
    """Look for rdf:type skos:Concept with each member of a scheme."""
    facts = material.facts
    for concept in facts.having(SKOS + "inScheme"):
        if SKOS + "Concept" not in facts.objects(concept, TYPE):
            yield concept, "nothing says that it is a concept: add 'a skos:Concept'"


@named("concept-source", "A source of a concept prints it, or states what bears it.", layer="anchors")
def concept_source(material: Material) -> Iterator[Found]:
    """Look in the words of each ``dcterms:source`` of a concept for one of its names, whatever their form and order."""
    facts = material.facts
    stems = cache(lambda part: _stems(words_of(facts, part)))
    for concept in facts.having(DCTERMS + "source"):
        if not facts.is_a(concept, SKOS + "Concept"):
            continue
        names = [
            _stems(name) for kind in ("pref", "alt", "hidden") for name in facts.objects(concept, f"{SKOS}{kind}Label")
        ]
        for source in facts.objects(concept, DCTERMS + "source"):
            printed = stems(source)
            if not printed or any(name <= printed for name in names) or _states_bearer(facts, concept, source):
                continue
            message = (
                f"{short(source)} prints none of its names, and states nothing that bears it: name the place that does, "
                "or add the name that is printed there"
            )
            yield concept, message, DCTERMS + "source", source


def _stems(text: str) -> frozenset[str]:
    return frozenset(stem(word) for word in re.findall(r"\w+", text.casefold()) if word not in _SMALL)


def _states_bearer(facts: Facts, concept: str, source: str) -> bool:
    """Tell whether something that bears a concept is stated in a source, in an item of it, or is or has it itself."""
    around = {source, *facts.objects(source, TIP + "inDocument")}
    for bearer in facts.leading_to(concept):
        places = facts.objects(bearer, *_PLACES)
        above = [whole for place in places for whole in facts.objects(place, DCTERMS + "isPartOf")]
        if bearer in around or source in places or source in above:
            return True
    return False
