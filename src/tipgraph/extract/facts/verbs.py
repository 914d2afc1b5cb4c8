"""Verbs: the phrase that says what is asked, and the verbs by which bodies act."""

import re
from pathlib import Path

from tipgraph.documents.words import sentences

ACTION_VERBS = frozenset(
    (Path(__file__).parents[1] / "tables" / "action-verbs.txt").read_text(encoding="utf-8").split()
)
"""Base forms by which recommendations of United Nations bodies ask for action; they tell a second verb from an object."""

_PARTICLE = r"(?: (?:up|out|in|upon))?(?![\w-])"
_MORE = re.compile(
    rf"(?:, | and |, and )(?:(?!apply |comply |supply )[a-z]+ly )?(?P<verb>[a-z]+){_PARTICLE}(?: to [a-z]+)?"
)
_WEIGHED = re.compile(
    r" the (?:advisability|possibility|feasibility|desirability) of(?: [a-z]+ing\b)?| the [a-z]+ of| modalities to [a-z]+| [a-z]+ing\b"
)


def action_phrase(rest: str) -> str:
    """Take the verb phrase off what follows a modal.

    Args:
        rest: ``: Develop, disseminate to practitioners and systematically use criteria for ...``
    Returns:
        The verbs as printed, the first with a small letter: ``develop, disseminate to practitioners and systematically use``;
        with what is weighed where the verb only weighs: ``consider the possibility of establishing``.
    """
    text = re.sub(r"^[: ]+", "", rest)
    text = re.sub(r"^(consider|explore): (?=[A-Z])", lambda match: f"{match[1]} ", text)
    match = re.match(r"(?:[a-z]+ly )?[\w-]+(?: (?:up|out|upon))?(?![\w-])", text)
    if not match:
        return ""
    end = match.end()
    verb = match[0].split(" ")[0].lower()
    if verb in ("consider", "explore", "continue"):
        weighed = re.compile(_WEIGHED.pattern + r"| to [a-z]+", re.IGNORECASE).match(text, end)
        end = weighed.end() if weighed else end
    while (more := _MORE.match(text, end)) and more["verb"] in ACTION_VERBS:
        end = more.end()
    phrase = text[:end]
    return re.sub(r"[A-Z]", lambda capital: capital[0].lower(), phrase)


def further_actions(rest: str) -> list[str]:
    """Find the verbs by which a sentence goes on to ask for more behind what it asked first.

    Args:
        rest: What follows a modal, as in :func:`action_phrase`.

    Returns:
        ``establish`` for ``enact ..., and establish ... as an offence``; ``increasing`` for ``Establishing ... and
        increasing exchange``, where the first verb has that form too; only of the first sentence.
    """
    first, *_ = [sentence for _, sentence in sentences(rest)] or [""]
    gerunds = re.match(r"(?:consider|explore)?:? ?[A-Z][a-z]+ing\b", first)
    found = [verb for verb in re.findall(r", and ([a-z]+) ", first) if verb in ACTION_VERBS]
    if gerunds:
        found += [verb for verb in re.findall(r" and ([a-z]+ing) ", first) if _base_forms(verb) & ACTION_VERBS]
    return found


def _base_forms(gerund: str) -> set[str]:
    stem = gerund.removesuffix("ing")
    return {stem, stem + "e"}


def past_forms(concepts: dict[str, str]) -> re.Pattern[str]:
    """Return a pattern of the past forms among the labels of scheme/verb (``decided``, ``called upon``), longest first."""
    forms = sorted(
        (label for label in concepts if re.fullmatch(r"[a-z]+(?:ed|ook|old|eld|rew|ave|ade)(?: [a-z]+)*", label)),
        key=len,
        reverse=True,
    )
    return re.compile(r"\b(?:" + "|".join(re.escape(form) for form in forms) + r")\b") if forms else re.compile(r"(?!)")
