"""The language of a text, by its script and its commonest words."""

import re
import tomllib
import unicodedata
from collections import Counter
from pathlib import Path

_TABLE = Path(__file__).parents[1] / "tables" / "common-words.toml"
_COMMON = {
    language: frozenset(words.split()) for language, words in tomllib.loads(_TABLE.read_text(encoding="utf-8")).items()
}
_SCRIPTS = {"CYRILLIC": "ru", "ARABIC": "ar", "CJK": "zh"}
_SAMPLE = 4_000
"""Characters whose script is counted; three times as many are looked through for common words."""
_FEWEST = 25
"""Words below which a text is too short to tell."""


def guess_language(text: str) -> str | None:
    """Guess the language of a text among the official ones of the United Nations.

    Args:
        text: The text.

    Returns:
        ``ar``, ``en``, ``es``, ``fr``, ``ru`` or ``zh``; None where the text is too short or its words are of none of them.
    Source: share of letters by script, then share of the commonest words of each language.
    """
    letters = [character for character in text[:_SAMPLE] if character.isalpha()]
    scripts = Counter(unicodedata.name(character, "").partition(" ")[0] for character in letters)
    for script, language in _SCRIPTS.items():
        if scripts[script] * 2 > len(letters):
            return language
    words = re.findall(r"[^\W\d_]+", text[: 3 * _SAMPLE].lower())
    if len(words) < _FEWEST:
        return None
    shares = {language: sum(word in common for word in words) / len(words) for language, common in _COMMON.items()}
    best = max(shares, key=lambda language: shares[language])
    return best if shares[best] > 0.1 else None
