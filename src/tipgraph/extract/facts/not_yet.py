"""States "that have not yet done so": a group of its own only where what they have not yet done is to become party."""

import re
from dataclasses import replace

from tipgraph.extract.facts.addressees import Subject
from tipgraph.extract.facts.treaties import is_of_the_conference
from tipgraph.extract.names import Name, Names

ONLY_SOME = "the words ask only some of this group"
"""Why an addressee is in doubt whom words narrow down."""

_NOT_YET = re.compile(
    r"(?:(?:that|which|who) )?(?:(?:have|has|had|are|is|were) )?(?:not (?:yet |already )?|yet to )(?P<what>.+)$"
)
_SO = re.compile(r"(?:done|do) so$")
_BECOME = re.compile(
    r"\b(?:ratif(?:y|ying|ied|ication)|accede[ds]?|acceding|accession|adhere[ds]?|adhering|part(?:y|ies)\b(?= to| thereto|$))"
)
_BECOME_PARTY = re.compile(r"\bbecom(?:e|ing) (?:States )?part(?:y|ies)\b")
_TREATY = re.compile(r"\b(?:Convention|Treaty|Agreement|Covenant|Protocol (?:of|on|to|relating)\b)")
_SUFFIX = "-not-yet-parties"
_WHOLE = {"states": "States", "states-parties": "States", "member-states": "Member States"}
"""Slug of a group to the name of the one of which those not yet party are a part."""


def settle(names: Names, subject: Subject | None, rest: str) -> Subject | None:
    """Tell who is meant by those who "have not yet done so".

    Args:
        names: The authority.
        subject: Who is asked.
        rest: What is asked, behind the modal, which says what they have not done.

    Returns:
        The subject with the group of those not yet parties where they are asked to become party to a treaty of the
        Conference, and otherwise with the group of which the words ask only some.
    """
    if not subject:
        return None
    entries, narrowing = [], list(subject.narrowing)
    for printed, name in subject.entries:
        entries.append((printed, _settled(names, printed, name, narrowing, rest)))
    return replace(subject, entries=tuple(entries), narrowing=tuple(narrowing))


def _settled(names: Names, printed: str, name: Name | None, narrowing: list[str], rest: str) -> Name | None:
    """Return what one printed name stands for, and set right what it is narrowed down by."""
    if name and name.key.endswith(_SUFFIX):
        whole = "Member States" if name.key.startswith("member") else "States"
        words = printed.removeprefix(whole).strip()
        if _ask_to_become_party(names, words, rest):
            return name
        narrowing.append(words)
        return names.resolve(whole, "addressee")
    words = next((words for words in narrowing if printed.endswith(words)), "")
    if name and words and name.key in _WHOLE and _ask_to_become_party(names, words, rest):
        narrowing.remove(words)
        return names.resolve(f"{_WHOLE[name.key]} not yet parties", "addressee")
    return name


def _ask_to_become_party(names: Names, words: str, rest: str) -> bool:
    """Tell whether those who "have not yet done so" are asked to, or "have not yet", become party to such a treaty."""
    not_yet = _NOT_YET.match(words)
    if not not_yet:
        return False
    done = re.split(r"[.;]", rest[:300])[0] if _SO.match(not_yet["what"]) else not_yet["what"]
    become = _BECOME.search(done) or _BECOME_PARTY.search(done)
    if not become or become.start() > 60:
        return False
    treaty = next(iter(names.find(done, "instrument")), None)
    return is_of_the_conference(names, treaty) if treaty else not _TREATY.search(done.replace("the Convention", ""))
