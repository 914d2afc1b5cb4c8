"""Modality: how strongly something is asked, and the phrases that ask it."""

import re

from tipgraph.extract.facts.asking import Asked
from tipgraph.extract.facts.verbs import action_phrase, further_actions

_STRENGTHS = (
    (r".*\bencourage\w*\b.*", "encouraged"),
    (r".*\binvite\w*\b.*", "invited"),
    (r".*\burge\w*\b.*", "urged"),
    (r".*\bcall\w*\b.*", "called-upon"),
    (r".*\b(?:request|ask|remind)\w*\b.*", "requested"),
    (r".*\b(?:recommended|advised)\b.*", "recommended"),
    (r"(?:may|might)\b.*\bwish\b.*", "may-wish"),
    (r"could", "could"),
    (r"may|might", "may"),
    (r"should|shall|must|ought to|needs? to|(?:is|are) to", "should"),
)
_TO = re.compile(r"(?:, [^:;.]{3,300}(?=:))?[: ]*(?:\([a-z]\) )?[Tt]o ")
_WEIGHING = ("explore", "evaluate")


def strength(modal: str, action: str) -> str:
    """Tell how strongly a modal asks for an action.

    Args:
        modal: As printed; ``recommended that`` of a clause behind these words; empty for a bare verb below a heading.
        action: What follows the modal.

    Returns:
        The slug of a concept of scheme/modality.
    """
    base = next((slug for pattern, slug in _STRENGTHS if re.fullmatch(pattern, modal)), "recommended")
    if base != "should":
        return base
    verb = re.sub(r"^also |^further ", "", action_phrase(action)).split(" ")[0].strip(",:").lower()
    if verb == "consider":
        both = re.match(r"[: ]*consider and encourage\b", action, re.IGNORECASE)
        return "consider-and-encourage" if both else "should-consider"
    return "should-explore" if verb in _WEIGHING else base


def modalities(asked: Asked) -> list[str]:
    """Return the slugs of how strongly something is asked, each once: that of the first sentence, then of later ones."""
    return list(dict.fromkeys(strength(each.modal, each.rest) for each in (asked, *asked.later)))


def verb_phrases(asked: Asked) -> list[str]:
    """Return modal and verbs as printed: of what is asked first, what it goes on to ask, and of each later sentence."""
    found = [_phrase(asked), *further_actions(asked.rest), *(_phrase(later) for later in asked.later)]
    return [phrase for phrase in dict.fromkeys(found) if phrase]


def _phrase(asked: Asked) -> str:
    """Return modal and verb as printed; "..." stands for whom a body asks between its verb and what it asks."""
    phrase = action_phrase(asked.rest)
    if asked.modal in ("", "recommended that"):
        return phrase
    to = "" if asked.modal.endswith(" to") or not _TO.match(asked.rest) else " to"
    return f"{asked.modal}{to} {phrase}".strip()
