"""Words parted by a hyphen at the end of a line are whole again; a compound keeps its hyphen."""

import re
import tomllib
from pathlib import Path

_PARTED = re.compile(r"(?P<left>[^\W\d_]+)(?P<mark>-|\u00ad)[ \t\r]*\n\s*(?P<right>[^\W\d_]+)")
_PARTED_FIGURE = re.compile(r"(?<=\w)([-–])[ \t\r]*\n\s*(?=\d)|(?<=\d)([-–])[ \t\r]*\n\s*(?=\w)")
_SUSPENDED = frozenset({"and", "or", "nor", "than", "as", "but"})
_COMPOUNDS = tomllib.loads((Path(__file__).parent / "tables" / "compounds.toml").read_text(encoding="utf-8"))
_FIRST = frozenset(_COMPOUNDS["first"].split())
_LAST = frozenset(_COMPOUNDS["last"].split())
_PAIRS = {first: frozenset(last.split()) for first, last in _COMPOUNDS["pairs"].items()}


def rejoin(text: str) -> str:
    """Join what the ends of lines part.

    Args:
        text: Raw words with their line ends.

    Returns:
        The text in which ``traf-`` and ``ficking`` are one word, ``awareness-`` and ``raising`` a compound with its
        hyphen, and ``pre-`` and ``and post-trial`` remain apart; a soft hyphen always goes. Other text is untouched.
    """
    if "\n" not in text:
        return text
    return _PARTED_FIGURE.sub(lambda match: match[1] or match[2], _PARTED.sub(_join, text))


def _join(match: re.Match[str]) -> str:
    left, right = match["left"], match["right"]
    if match["mark"] == "\u00ad":
        return left + right
    if right in _SUSPENDED:
        return f"{left}- {right}"
    within = match.string[match.start() - 1 : match.start()] == "-"
    return f"{left}-{right}" if within or _is_compound(left, right) else left + right


def _is_compound(left: str, right: str) -> bool:
    """Tell a compound: by a capital or an acronym, or by parts that open or close compounds."""
    first, last = left.lower(), right.lower()
    if right[:1].isupper() or (left.isupper() and len(left) > 1):
        return True
    return first in _FIRST or last in _LAST or last in _PAIRS.get(first, ())
