"""Invented words that occur as words of a language do: a few all the time, most of them seldom (Zipf's law)."""

from itertools import accumulate, product
from random import Random
from typing import Final

_OFTEN: Final = (
    "the of and to in that for on with by be as should a which its from is not at or an this their has other such it "
    "between through under all may States parties Working Group Conference Secretariat trafficking persons victims "
    "protection measures national cooperation Convention Protocol session assistance information law criminal "
    "implementation report compensation legislation prevention exploitation training agencies labour witnesses "
    "children research funds border demand awareness authorities"
)
_SYLLABLES: Final = tuple(
    a + b for a, b in product("bcdfglmnprstv", ("a", "e", "i", "o", "u", "an", "er", "il", "on", "us"))
)
_SEEN_SELDOM: Final = 4000

WORDS: Final = (
    *_OFTEN.split(),
    *(_SYLLABLES[(i * 37) % 130] + _SYLLABLES[(i * 11 + i // 130) % 130] for i in range(_SEEN_SELDOM)),
)
"""Every word, the most frequent first; the same in every dataset, so that a query can look for one of them."""
_WEIGHTS: Final = tuple(accumulate(1 / rank for rank in range(1, len(WORDS) + 1)))


def words(chance: Random, count: int) -> str:
    """Draw words, the rank of each by Zipf's law."""
    return " ".join(chance.choices(WORDS, cum_weights=_WEIGHTS, k=count))


def sentence(chance: Random, least: int = 12, most: int = 60) -> str:
    """Draw a sentence of as many words as a paragraph of a report has."""
    drawn = words(chance, chance.randint(least, most))
    return f"{drawn[0].upper()}{drawn[1:]}."


def name(number: int) -> str:
    """Return an invented name; another for every number."""
    first, second = divmod(number, len(_SYLLABLES))
    third, first = divmod(first, len(_SYLLABLES))
    return (
        _SYLLABLES[(first * 7 + 3) % 130] + _SYLLABLES[second] + ("l" + _SYLLABLES[third - 1] if third else "")
    ).capitalize()


def skewed(chance: Random, count: int) -> int:
    """Draw an index below *count*, small ones more often: some topics and States are spoken of much more than others."""
    return min(int(count ** chance.random()) - 1, count - 1)
