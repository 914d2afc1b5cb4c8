"""Spelling: the names of concepts are made of words that the record has elsewhere."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from pyoxigraph import Literal

from tipgraph.namespaces import ID, SKOS, short
from tipgraph.validate.material import Material
from tipgraph.validate.registry import Found, named
from tipgraph.validate.report import Severity

_WORD: Final = re.compile(r"[^\W\d_]+")
_KINDS: Final = (SKOS + "Concept", SKOS + "ConceptScheme")


def words(text: str) -> set[str]:
    """Return the words of a text, in lower case."""
    return {word.casefold() for word in _WORD.findall(text)}


@named(
    "concept-spelling",
    "Each word of a concept's English name occurs elsewhere too: in a source text, in its IRI, or in the record.",
    Severity.WARNING,
    layer="terms",
)
def concept_spelling(material: Material) -> Iterator[Found]:
    """Look for words that the record has only once: names are short, and one letter makes a word that there is not."""
    facts = material.facts
    printed = {word for text in material.texts.values() for word in words(text.text)}
    said = Counter(word for t in material.triples if isinstance(t.object, Literal) for word in words(t.object.value))
    for concept in (one for kind in _KINDS for one in facts.instances(kind)):
        known = printed | words(concept.removeprefix(ID))
        for name in facts.terms(concept, SKOS + "prefLabel"):
            if not isinstance(name, Literal) or (name.language or "en") != "en":
                continue
            for word in sorted(words(name.value) - known):
                if said[word] == 1:
                    message = (
                        f"the word '{word}' of its name stands nowhere else, neither in a source text nor in the record: "
                        f"correct it, or use it in skos:definition of {short(concept)}"
                    )
                    yield concept, message, SKOS + "prefLabel", name.value
