"""Verbs: the phrase that says what is asked, and the verbs by which bodies act."""

import re
from pathlib import Path

from tipgraph.documents.words import sentences

ACTION_VERBS = frozenset(
    (Path(__file__).parents[1] / "tables" / "action-verbs.txt").read_text(encoding="utf-8").split()
)
"""Base forms by which recommendations of United Nations bodies ask for action; they tell a second verb from an object."""

_ADVERB = r"(?:(?!(?i:apply|supply|comply|rely|reply|multiply|rally) )[A-Za-z]+ly )"
_PARTICLE = r"(?: (?:up(?! to\b)|out|in|upon))?(?![\w-])"
_MORE = re.compile(rf"(?:, | and |, and ){_ADVERB}?(?P<verb>(?!subject to\b)[a-z]+){_PARTICLE}(?: to [a-z]+)?")
_WEIGHED = re.compile(
    r" the (?:advisability|possibility|feasibility|desirability) of(?: [a-z]+ing\b)?| the [a-z]+ of| modalities to [a-z]+| [a-z]+ing\b"
)


def opens_with_action(words: str) -> bool:
    """Tell whether words open with a verb that asks for action: *Strengthen ...*, *Further develop ...*."""
    match = re.match(rf"[ :,]*(?:{_ADVERB}|[Aa]lso |[Ff]urther |[Nn]ot )?([A-Za-z]+)(?! of\b)\b", words)
    return bool(match) and match[1].lower() in ACTION_VERBS if match else False


def _behind_aside(text: str) -> str:
    """Leave out what is set between commas, or a comma and a colon, before the verb: ", where appropriate, adopt"."""
    if not text.startswith(","):
        return text
    for match in re.finditer(rf"(?:, (?:and )?|: (?:to )?)(?=(?:{_ADVERB}|also |further )?([A-Za-z]+)\b)", text[:600]):
        verb = match[1].lower()
        if match.start() and (match[0][0] == ":" or verb in ACTION_VERBS or verb in ("be", "do", "have")):
            return text[match.end() :]
    return re.sub(r"^, [^,]*, ", "", text)


def action_phrase(rest: str) -> str:
    """Take the verb phrase off what follows a modal.

    Args:
        rest: ``: Develop, disseminate to practitioners and systematically use criteria for ...``
    Returns:
        The verbs as printed, the first with a small letter: ``develop, disseminate to practitioners and systematically use``;
        with what is weighed where the verb only weighs: ``consider the possibility of establishing``.
    """
    text = re.sub(r"^[: ]*(?:\([a-z]\) )?(?:[Tt]o )?", "", _behind_aside(re.sub(r"^[: ]+", "", rest)))
    if text.startswith("not,"):
        text = f"not {_behind_aside(text.removeprefix('not'))}"
    text = re.sub(r"^(consider|explore): (?=[A-Z])", lambda match: f"{match[1]} ", text)
    match = re.match(
        rf"(?:{_ADVERB}|(?:also|further|not) )*(?:be )?[\w-]+(?: (?:up(?! to\b)|out|upon))?(?![\w-])", text
    )
    if not match:
        return ""
    end = match.end()
    verb = match[0].split(" ")[0].lower()
    aside = re.match(r", [^:;.]{3,200}?,(?= to:? [A-Za-z])", text[end:]) if verb == "continue" else None
    if aside:
        text = text[:end] + text[end + aside.end() :]
    if verb in ("consider", "explore", "continue"):
        weighed = re.compile(_WEIGHED.pattern + r"| to:? [a-z]+", re.IGNORECASE).match(text, end)
        end = weighed.end() if weighed else end
    while (more := _MORE.match(text, end)) and more["verb"] in ACTION_VERBS:
        end = more.end()
    phrase = text[:end].replace(":", "")
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
    found = [verb for verb in re.findall(r", and ([a-z]+) (?!of\b|and\b|or\b)", first) if verb in ACTION_VERBS]
    if gerunds:
        found += [verb for verb in re.findall(r"(?<!ing) and ([a-z]+ing) ", first) if _base_forms(verb) & ACTION_VERBS]
    return found


def _base_forms(gerund: str) -> set[str]:
    stem = gerund.removesuffix("ing")
    return {stem, stem + "e"}


def past_forms(concepts: dict[str, str]) -> re.Pattern[str]:
    """Return a pattern of the past forms among the labels of scheme/verb (``decided``, ``called upon``), longest first."""
    forms = sorted(
        (label for label in concepts if re.fullmatch(r"[a-z]*(?:ed|ook|told|held|rew|ave|ade)(?: [a-z]+)*", label)),
        key=len,
        reverse=True,
    )
    return re.compile(r"\b(?:" + "|".join(re.escape(form) for form in forms) + r")\b") if forms else re.compile(r"(?!)")
