"""Sentences made of words, some of which name things that have pages."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

_AN: Final = tuple("aeioAEIO")
_USHALL: Final = ("uni", "use", "eu", "one")
"""What begins with the letter of a vowel and is spoken with a consonant."""


@dataclass(frozen=True)
class Word:
    """A word of a sentence, or several."""

    text: str
    iri: str = ""
    """Of what it names, if it names something."""
    code: bool = False
    """Whether it is as the shapes write it."""


Sentence = tuple[Word, ...]


def say(*parts: "str | Word | Iterable[Word]") -> Sentence:
    """Put a sentence together.

    Args:
        parts: Plain words, words that name things, sentences.

    Returns:
        All of it; plain words that follow each other are one.
    """
    found: list[Word] = []
    for part in parts:
        words = [Word(part)] if isinstance(part, str) else [part] if isinstance(part, Word) else list(part)
        for word in words:
            if found and word == Word(word.text) and found[-1] == Word(found[-1].text):
                found[-1] = Word(found[-1].text + word.text)
            elif word.text:
                found.append(word)
    return tuple(found)


def listed(parts: Sequence[Sentence], joint: str = "and") -> Sentence:
    """Write a list as prose does: ``a, b and c``."""
    found: Sentence = ()
    for at, part in enumerate(parts):
        between = "" if not at else f" {joint} " if at == len(parts) - 1 else ", "
        found = say(found, between, part)
    return found


def with_article(word: Word) -> Sentence:
    """Put ``a`` or ``an`` before a word."""
    vowel = word.text.startswith(_AN) or word.text.startswith(("u", "U"))
    article = "an" if vowel and not word.text.lower().startswith(_USHALL) else "a"
    return say(f"{article} ", word)


def capital(sentence: Sentence) -> Sentence:
    """Begin a sentence with a capital letter, if it begins with a plain word."""
    if not sentence or sentence[0] != Word(sentence[0].text):
        return sentence
    first = sentence[0].text
    return (Word(first[:1].upper() + first[1:]), *sentence[1:])


def plain(sentence: Sentence) -> str:
    """Write a sentence without its links."""
    return "".join(word.text for word in sentence)
