"""Asking: which words of a provision ask somebody to do something, whom, and how."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import islice

from tipgraph.documents.words import sentences
from tipgraph.extract.facts.addressees import Subject, is_subordinate, names_those_who, read_named, read_subject
from tipgraph.extract.facts.not_yet import settle
from tipgraph.extract.facts.verbs import ACTION_VERBS, opens_with_action
from tipgraph.extract.facts.voices import speakers_say
from tipgraph.extract.names import Names

_ADVERBS = r"(?:(?:also|further|therefore|hereby|again|strongly|kindly|likewise|similarly|once again|specifically|particularly) ){0,3}"
_ASKED = r"(?:encouraged|invited|urged|requested|called upon|called on|advised|recommended|asked|reminded)"
_LONGEST, _MOST = 4000, 8
"""How far into a sentence, and at how many of its modals, it is looked for who is asked; no sentence needs more."""
_ASIDE = r"(?:,(?: [^,;:.]{3,160},){1,8})?"
_MODAL = re.compile(
    rf"\b(?P<modal>(?:should|shall|must) {_ADVERBS}be {_ADVERBS}{_ASKED} to\b|(?:should|shall|must|ought to)\b|"
    rf"(?:is|are|was|were) {_ADVERBS}{_ASKED}(?:{_ASIDE} {_ADVERBS}to\b|(?=(?:, [^;:.]{{3,200}})?:))|"
    r"(?:may|might)(?: also| further)? wish(?: also| further)? to\b)"
)
_WEAK = re.compile(r"\b(?P<modal>could|may(?! (?:also |further )?wish)|might(?! wish)|needs? to|(?:is|are) to)\b")
_THAT = re.compile(
    r"\b(?P<verb>recommend(?:ed|s|ations?)?|agree[ds]?|decide[ds]?|suggest(?:ed|s)?|propose[ds]?|conclude[ds]?|emphasize[ds]?|"
    r"stress(?:ed|es)?|underline[ds]?|underscore[ds]?|note[ds]?|reiterate[ds]?|recognize[ds]?|acknowledge[ds]?|"
    r"affirm(?:ed|s)?|reaffirm(?:ed|s)?|consider(?:ed|s)?|highlight(?:ed|s)?|"
    r"[Ii]t (?:is|was) (?:important|essential|necessary|imperative|crucial|advisable|desirable|vital))"
    r"(?: (?:also|further))?(?: to (?P<whom>(?:the |all )?[A-Z][\w ]{2,60}?))?(?:, [^:;.]{3,160}?,)? that\b[ ,:]*"
)
_OWN = r"(?:(?:[Tt]he )?(?:[A-Z][\w-]*(?: (?:[A-Z][\w-]*|on|of|in|the|and|to|for)){0,12}|meeting)|[Ii]t)"
_DIRECT = re.compile(
    rf"^(?:[^.:;]{{0,160}}?, )?(?:{_OWN} )?{_ADVERBS}"
    r"(?P<verb>[Rr]equest(?:s|ed)|[Ii]nvite[sd]|[Ee]ncourage[sd]|[Uu]rge[sd]|[Cc]all(?:s|ed) (?:up)?on|[Rr]eminds|[Aa]sks|[Aa]sked)"
    r" (?:also |further )?(?=(?:the |all |those )?\w)"
)
_TO = r" to (?!(?:the|an?|its|their|any|all|this|that|these|those|such|availability|available|article|domestic|national)\b)(?=[a-z])"
_TO_DO = re.compile(
    rf"[^.;:,]{{0,120}}?{_TO}|[^.;:]{{0,300}}?,[^.;:,]{{0,120}}?{_TO}|[^.;:]{{0,300}}?(?:,? to)?:(?: ?\([a-z]\))? ?(?=[A-Za-z])"
)
_FOR = re.compile(
    r"\b[Rr]ecommendations? (?:is |are |was |were |be )?(?:(?:made|addressed|directed) )?(?:to|for) (?=(?:the )?[A-Z])"
)
_AND_ASKED = re.compile(r",? and (?=(?:also |further )?(?:requested|invited|encouraged|urged|called upon) )")
_BY = re.compile(r"^(?: \w+){0,8}? by (?=(?:the |all )?[A-Z])")
_PASSIVE = re.compile(
    r"^[ :,]*(?:\w+ ){0,2}?be (?:\w+ly )?(?:\w+(?:ed|en|wn)|made|put|set|held|kept|drawn|built|sought|met|paid|brought)\b"
)
_ASKED_STATE = re.compile(
    r"^[ :,]*(?:\w+ ){0,2}?be (?:\w+ly )?(?:obliged|required|expected|allowed|permitted|authorized|empowered|entitled|encouraged|invited|"
    r"urged|requested|prepared|committed|engaged|involved|represented|concerned|guided|informed|reminded|advised)\b"
)
"""What is said in the passive voice of those who are to do, or to be, something themselves."""
_IN_CLAUSE = re.compile(r"\b(?:that|which|who|and|or|not|to)(?: \w+ly)? ?$")
_CLAUSE = re.compile(r"; (?:and )?|,? (?:and|while|whereas) (?=(?:the )?[A-Z])")
_RECOMMENDED_TO = re.compile(rf"\brecommend(?:ed|s) {_ADVERBS}to (?=(?:the |all )?[A-Z])")
_RECOMMENDED_ACTION = re.compile(
    rf"^(?:[^.:;]{{0,160}}?, )?(?:{_OWN} {_ADVERBS}|(?:Also |Further )?)[Rr]ecommend(?:ed|s) {_ADVERBS}(?:the )?"
    r"(?=[a-z]+(?:ing|ment|tion)\b)"
)
_WORD = re.compile(r"[:,]? ?(?:\b[a-z]+ly )?(?P<verb>\b[a-z]+\b|(?<=: )[A-Z][a-z]+)")
_AND_ALSO = re.compile(r"\band (?:also |further |therefore )?$")
_PRONOUNS = ("that ", "which ", "who ")
_RECOMMENDED = "recommended that"


@dataclass(frozen=True)
class Asked:
    """What words ask: of whom (None where nobody is named), by which modal, what follows it, and what else later."""

    subject: Subject | None
    modal: str
    rest: str
    later: tuple["Asked", ...] = field(default=())


def ask(names: Names, own: str, above: str = "", heading: str = "") -> Asked | None:
    """Read who is asked to do what.

    Args:
        names: The authority for names.
        own: The words of a leaf.
        above: The words of its lead-in, if it has one.
        heading: The heading above, which may say to whom its recommendations are made.

    Returns:
        What is asked first, with what the sentences behind it ask; None where nothing is asked.
    """
    found = _read(names, own, above, heading)
    return _settled(names, found) if found else None


def _settled(names: Names, asked: Asked) -> Asked:
    subject = settle(names, asked.subject, asked.rest)
    return replace(asked, subject=subject, later=tuple(_settled(names, later) for later in asked.later))


def _read(names: Names, own: str, above: str, heading: str) -> Asked | None:
    said = [sentence for _, sentence in sentences(own)]
    if above and said and not opens_with_action(said[0]):
        itself = _of_sentence(names, said[0])
        if itself and itself.subject and not _means_lead_in(itself.subject):
            return _with_later(names, itself, said[1:])
    full = sentences(f"{above} {own}".strip())
    at = next((i for i, (start, text) in enumerate(full) if start + len(text) > len(above)), 0) if above else 0
    for index in (*range(at, len(full)), *range(at)):
        found = _of_sentence(names, full[index][1])
        if found:
            return _with_later(names, found, [text for _, text in full[index + 1 :]])
    return _bare_action(names, own, above, heading)


def _governs(names: Names, before: str) -> bool:
    """Tell whether the modal behind these words is that of the sentence, and not of a clause within it."""
    return not is_subordinate(before) or (not before.endswith(_PRONOUNS) and names_those_who(names, before))


def asks_directly(sentence: str) -> bool:
    """Tell a sentence with a modal of its own, which hangs on no "which" or "that"."""
    modals = islice(_MODAL.finditer(sentence), _MOST)
    return any(not is_subordinate(sentence[: match.start()]) for match in modals)


def _means_lead_in(subject: Subject) -> bool:
    """Tell a pronoun, which means whom the lead-in names."""
    return not subject.known and subject.entries[0][0].lower() in ("they", "it", "this", "these", "such", "those")


def _with_later(names: Names, found: Asked, following: list[str]) -> Asked:
    later = [asked for text in following if (asked := _of_sentence(names, text)) or (asked := _allowed(text))]
    rest = " ".join([found.rest, *following]).strip()
    return Asked(found.subject, found.modal, rest, (*found.later, *later))


def _allowed(sentence: str) -> Asked | None:
    """Read what a later sentence allows: "Such support may include ..."."""
    match = _WEAK.search(sentence)
    return (
        Asked(None, match["modal"], sentence[match.end() :]) if match and match["modal"] in ("may", "could") else None
    )


def _of_sentence(names: Names, sentence: str) -> Asked | None:
    """Read what one sentence asks; what speakers are reported to have asked is none."""
    sentence = sentence[:_LONGEST]
    if speakers_say(sentence):
        return None
    that = _THAT.search(sentence)
    recommended = bool(that and that["verb"].startswith("recommend"))
    clause = sentence[that.end() :] if that else sentence
    if that and recommended:
        of_pronoun = re.match(r"(?:it|they) ", clause) if that["whom"] else None
        return _recommended(names, f"{that['whom']} {clause[of_pronoun.end() :]}" if of_pronoun else clause)
    if sentence.startswith("That "):
        return _recommended(names, sentence.removeprefix("That "))
    to_whom = _RECOMMENDED_TO.search(sentence)
    if to_whom:
        whom, end = read_named(names, sentence[to_whom.end() :])
        return Asked(whom, _RECOMMENDED, sentence[to_whom.end() + end :].strip())
    return _modal(names, clause) or _direct(names, sentence) or _weak(names, clause) or _action(sentence)


def _action(sentence: str) -> Asked | None:
    """Read what is recommended without saying to whom: "The Working Group recommended strengthening ..."."""
    match = _RECOMMENDED_ACTION.match(sentence)
    return Asked(None, _RECOMMENDED, sentence[match.end() :]) if match else None


def _recommended(names: Names, clause: str) -> Asked:
    """Read a clause behind "recommended that": its subject ends where a modal, "be ... to" or a verb of action begins."""
    modal = next((m for m in islice(_MODAL.finditer(clause), _MOST) if _governs(names, clause[: m.start()])), None)
    requested = re.search(rf"\bbe {_ADVERBS}{_ASKED} to\b", clause)
    ends = [match for match in (modal, requested) if match]
    for match in sorted(ends, key=lambda match: match.start()):
        subject = read_subject(names, clause[: match.start()])
        if subject and subject.known:
            return Asked(subject, _RECOMMENDED, clause[match.end() :].strip())
    for match in islice(_verbs(clause), _MOST):
        subject = read_subject(names, clause[: match.start("verb")])
        if subject and (subject.known or match["verb"] != "be"):
            return Asked(subject, _RECOMMENDED, clause[match.start("verb") :])
    for start in (0, *(match.end() for match in islice(re.finditer(r", ", clause), _MOST))):
        first, end = read_named(names, clause[start:])
        if first:
            return Asked(first, _RECOMMENDED, clause[start + end :].strip())
    modal = modal or re.search(r"(?P<modal>(?=\bbe \w+))", clause)
    rest = clause[modal.end() :].strip() if modal else clause
    agent = _agent(names, f" {rest}")
    return Asked(agent, _RECOMMENDED, rest)


def _verbs(clause: str) -> Iterator[re.Match[str]]:
    """Find the words of a clause, behind its first, at which the verb of its subject may stand."""
    for match in _WORD.finditer(clause):
        verb = match["verb"].lower()
        if not match.start() or _IN_CLAUSE.search(clause[: match.start("verb")]):
            continue
        if verb in ACTION_VERBS or verb in ("be", "become", "do", "give", "pay"):
            yield match


def _modal(names: Names, sentence: str) -> Asked | None:
    """Read the first modal whose subject is known, or else whose subject can act, or else the first that asks at all."""
    found = islice(_MODAL.finditer(sentence), _MOST)
    candidates = [match for match in found if _governs(names, sentence[: match.start()])]
    read = [(match, read_subject(names, sentence[: match.start()])) for match in candidates]
    if not read:
        return None
    known = [pair for pair in read if pair[1] and pair[1].known]
    match, subject = next(iter([*known, *(pair for pair in read if pair[1]), *read]))
    rest = sentence[match.end() :].strip()
    if _PASSIVE.match(rest) and not _ASKED_STATE.match(rest):
        subject = _agent(names, f" {rest}")
    return Asked(subject, _bare(match["modal"]), rest, tuple(_further(names, sentence, match.end())))


def _further(names: Names, sentence: str, position: int) -> list[Asked]:
    """Read what further clauses of a sentence ask, also of others: ", and UNODC is requested to report", "and should meet"."""
    found = []
    for match in islice(_MODAL.finditer(sentence, position), _MOST):
        between = sentence[position : match.start()]
        if _AND_ALSO.search(between) and not is_subordinate(sentence[: match.start()]):
            found.append(Asked(None, _bare(match["modal"]), sentence[match.end() :].strip()))
        joins = list(_CLAUSE.finditer(between))
        clause = between[joins[-1].end() :] if joins else ""
        subject = read_subject(names, clause) if clause and len(clause) < 200 else None
        if subject and subject.known and clause.lstrip().startswith(("the ", subject.entries[0][0])):
            found.append(Asked(subject, _bare(match["modal"]), sentence[match.end() :].strip()))
        position = match.end()
    return found


def _bare(modal: str) -> str:
    """Leave out what is set between commas: "is requested, subject to its resources, to" becomes "is requested to"."""
    return re.sub(r",.*,", "", modal)


def _agent(names: Names, rest: str) -> Subject | None:
    """Return by whom something is to be done: "be provided by the Secretariat"."""
    match = _BY.match(rest)
    return read_named(names, rest[match.end() :])[0] if match else None


def _direct(names: Names, sentence: str) -> Asked | None:
    """Read a body's own asking: "The Working Group requested the Secretariat to", "Encourages States parties to"."""
    match = _DIRECT.match(sentence)
    whom, end = read_named(names, sentence[match.end() :]) if match else (None, 0)
    if not match or not whom:
        return None
    behind = sentence[match.end() + end :]
    asked = _TO_DO.match(behind)
    if not asked:
        return None
    more = _AND_ASKED.search(behind, asked.end())
    later = _direct(names, behind[more.end() :]) if more else None
    to = " to" if re.search(r" to:? ?$", asked[0]) else ""
    return Asked(whom, f"{match['verb'].lower()} ...{to}", behind[asked.end() :], (later,) if later else ())


def _weak(names: Names, sentence: str) -> Asked | None:
    """Read what "could", "may" or "need to" says of somebody who is known."""
    for match in islice(_WEAK.finditer(sentence), _MOST):
        if is_subordinate(sentence[: match.start()]):
            continue
        subject = read_subject(names, sentence[: match.start()])
        if subject and subject.known:
            return Asked(subject, match["modal"], sentence[match.end() :].strip())
    return None


def _bare_action(names: Names, own: str, above: str, heading: str) -> Asked | None:
    """Read an item that opens with its verb, below words that only say that recommendations follow."""
    if not opens_with_action(own):
        return None
    for words in (above, heading):
        match = _FOR.search(words)
        subject = read_named(names, words[match.end() :])[0] if match else None
        if subject:
            return Asked(subject, "", own)
    return Asked(None, "", own)
