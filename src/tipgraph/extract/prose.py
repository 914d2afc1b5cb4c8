"""What tells a sentence from a heading, and a finished block from one that runs on."""

import re

_PREAMBULAR_VERB = re.compile(
    r"(?:Having |Being |Deeply |Gravely |Also |Further )?(?:\w+ing|Having|Convinced|Concerned|Alarmed|Aware|Mindful|Guided|"
    r"Determined|Encouraged|Conscious|Inspired)\b",
    re.IGNORECASE,
)
_FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|shall|should|may|can|could|must|does|did|"
    r"decided|requested|recalled|agreed|adopted|welcomed|noted|heard|stated|recommended|considered|discussed|informed|"
    r"invited|stressed|emphasized|expressed|reported|presented|highlighted|underlined|affirmed|acknowledged)\b"
)
CLOSED = (".", ";", ":", "?", "!", ".”", '."', ".’", ".)", ")", ";”", "?”")
_OPEN_ENDED = re.compile(
    r"(?:an?|the|of|in|on|at|to|by|for|from|with|and|or|against|under|between|among|into|upon|that|which|whose|its|their|as|than|"
    r"not|nor|but|is|are|was|were|be|been|has|have|had|will|would|shall|should|may|including|pursuant|nos?|articles?|paragraphs?)",
    re.IGNORECASE,
)


def is_closed(words: str) -> bool:
    """Tell whether words end as a sentence or an item of a list does."""
    bare = re.sub(r"[;,] (?:and|or)$", ";", re.sub(r"\*+$", "", words))
    return re.sub(r" and$", "", bare).endswith(CLOSED)


def runs_on(words: str) -> bool:
    """Tell whether words end where no sentence, heading or name can: with an article, a preposition, a hyphen."""
    last = words.rsplit(maxsplit=1)[-1:] or [""]
    return bool(_OPEN_ENDED.fullmatch(last[0].strip('(“"'))) or words.endswith(("-", "–", "/", "("))


def opens_preambular(words: str) -> bool:
    """Tell whether a paragraph opens as those of a preamble do: *Recalling*, *Having considered*, *Deeply concerned*."""
    return words[:1].isupper() and bool(_PREAMBULAR_VERB.match(words))


def looks_like_prose(words: str) -> bool:
    """Tell a sentence from a heading: it is long enough and has a verb that a heading lacks."""
    return len(words.split()) >= 6 and bool(_FINITE.search(words))
