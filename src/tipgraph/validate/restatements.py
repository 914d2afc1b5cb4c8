"""Restatements: what is said to have the same words as what it restates has most of them."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from tipgraph.documents.stems import stem
from tipgraph.namespaces import ID, TIP, short
from tipgraph.validate.facts import Facts
from tipgraph.validate.material import Material
from tipgraph.validate.registry import Found, named
from tipgraph.validate.words import words_of

SHARE: Final = 0.8
"""How many of the words that are restated must stand where they are: reporting changes forms, and some small words."""

_SAME: Final = ID + "agreement/same-words"


@named("same-words", "A restatement in the same words has most of the words of what it restates.", layer="anchors")
def same_words(material: Material) -> Iterator[Found]:
    """Count the words of what is restated that stand in the provision too, whatever their form."""
    facts = material.facts
    for restatement in facts.subjects(TIP + "agreement", _SAME):
        restated = _stems(facts, facts.objects(restatement, TIP + "restates"))
        restating = _stems(facts, facts.objects(restatement, TIP + "inProvision"))
        if not restated or not restating:
            continue  # a shape speaks of what is missing; what is in none of the documents cannot be compared
        share = (restated & restating).total() / restated.total()
        if share < SHARE:
            message = (
                f"of the words that it restates {share:.0%} stand in its provision: write <agreement/other-words> or "
                f"<agreement/other-substance>, or correct {short(TIP + 'restates')}"
            )
            yield restatement, message, TIP + "agreement", _SAME


def _stems(facts: Facts, parts: Iterable[str]) -> Counter[str]:
    text = " ".join(words_of(facts, part) for part in parts).casefold()
    return Counter(map(stem, re.findall(r"\w+", text)))
