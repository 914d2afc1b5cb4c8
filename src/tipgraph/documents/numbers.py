"""Numbers in words, as United Nations texts print them: sessions by ordinals, small quantities by cardinals."""

_UNITS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
          "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_IRREGULAR = {"one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth",
              "twelve": "twelfth"}  # fmt: skip


def _cardinals() -> list[str]:
    words = list(_UNITS)
    for ten in _TENS:
        words += [ten, *(f"{ten}-{unit}" for unit in _UNITS[:9])]
    return words


def _ordinal(cardinal: str) -> str:
    head, hyphen, last = cardinal.rpartition("-")
    last = _IRREGULAR.get(last) or (last[:-1] + "ieth" if last.endswith("y") else last + "th")
    return f"{head}{hyphen}{last}"


CARDINALS: dict[str, int] = {word: value for value, word in enumerate(_cardinals(), start=1)}
"""``one`` to ``ninety-nine``."""

SCALES: dict[str, int] = {"thousand": 10**3, "million": 10**6, "billion": 10**9}
"""What the word behind a number multiplies it by: ``3.5 million``."""

ORDINALS: dict[str, int] = {_ordinal(word): value for word, value in CARDINALS.items()}
"""``first`` to ``ninety-ninth``."""
