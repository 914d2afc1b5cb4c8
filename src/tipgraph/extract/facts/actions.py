"""What bodies are reported to have done outside recommendations, and what a document itself asks."""

import re

from pyoxigraph import NamedNode

from tipgraph.documents.dates import find_dates
from tipgraph.documents.words import sentences
from tipgraph.extract.emit import Emitter, iri, typed
from tipgraph.extract.facts.citations import find_cited
from tipgraph.extract.facts.texts import Roles
from tipgraph.extract.facts.verbs import action_phrase, past_forms
from tipgraph.extract.model import Provision
from tipgraph.extract.names import Name

_ASKED = re.compile(
    r"\b(?:the )?(?P<who>[A-Z][\w ]*?) (?P<modal>may(?: also)? wish to|(?:is|are) (?:kindly )?invited to)(?: consider)?\b"
    r"|\b(?P<appreciated>[Ii]t would be appreciated if)\b"
)
_DEADLINE = re.compile(r"\b(?:by|before|not later than|no later than) (?P<date>\d{1,2}(?:st|nd|rd|th)? \w+(?: \d{4})?)")
_DECISION = re.compile(
    r"^(?:Furthermore, )?In (?:its |that same |Conference )?(?:decision|resolution)\b|, in which the \w+ (?:had )?\w+ed\b"
)
_LINK = re.compile(r"(?:,|;|\band|\bhad|\balso|\bfurther)\s*$")
_AFTER_VERB = re.compile(r" (?:the|that|its|to|on|a|an|States|Member)\b")
_AT_SESSION = re.compile(
    r"^At its (?P<opening>\w+) (?:session|meeting),|^The [A-Z]\w*(?: \w+){0,4} at its (?P<inner>\w+) (?:session|meeting) \w+ed\b"
)


def emit_actions(emitter: Emitter, roles: Roles) -> None:
    """Add reported actions and requests.

    Args:
        emitter: Receives them.
        roles: Recommendations and provisions of resolutions are left out: what they ask is told of them.
    """
    forms = past_forms(emitter.names.concepts("verb"))
    subject: Name | None = None
    instrument: str | None = None
    for provision in emitter.document.provisions:
        if provision.path in roles.classes or provision.root.path in roles.classes:
            continue
        actions = requests = 0
        for _, sentence in sentences(emitter.words(provision)):
            cited = [
                found
                for found in find_cited(emitter, sentence, provision)
                if "-decision-" in found.iri or "-resolution-" in found.iri
            ]
            subject, verbs = _acts(emitter, sentence, forms, subject)
            if _DECISION.search(sentence) and cited:
                instrument = cited[0].iri
            elif not provision.parent and not _continues_decision(sentence):
                instrument = None
            if subject and verbs:
                actions += 1
                _action(emitter, provision, actions, sentence, subject, verbs, instrument)
            asked = _ASKED.search(sentence)
            if asked:
                requests += 1
                _request(emitter, provision, requests, sentence, asked)


def _continues_decision(sentence: str) -> bool:
    """Tell a sentence that goes on with the decision named before it: "It also decided", "The Conference further decided"."""
    return bool(
        re.match(r"(?:It|The \w+|Furthermore, the \w+)(?: also| further)? \w+ed\b|In that same decision", sentence)
    )


def _acts(
    emitter: Emitter, sentence: str, forms: re.Pattern[str], before: Name | None
) -> tuple[Name | None, list[str]]:
    """Return the body that acts in a sentence, "It" being the one before, and the past forms by which it acts."""
    verbs: list[str] = []
    subject: Name | None = None
    for match in forms.finditer(sentence):
        ahead = re.sub(r"(?: also| further| had)+$", "", sentence[: match.start()].rstrip())
        ahead = re.sub(r" at its \w+ (?:session|meeting)$| \([^()]*\)$", "", ahead)
        if not subject:
            name = emitter.names.ending(ahead, "body") if ahead[-1:].isalpha() else None
            relative = re.search(r"(?P<ahead>.+?), (?:which|who) [^,]+,$", ahead) or re.search(
                r"(?P<ahead>.+?), established [^:]+,$", ahead
            )
            if relative:
                name = emitter.names.ending(relative["ahead"], "body")
            if re.fullmatch(r"(?:Furthermore, |In that same decision, )?[Ii]t", ahead):
                name = before
            if not name or _is_object(ahead, name):
                continue
            subject = name
            verbs.append(match[0])
        elif _LINK.search(sentence[: match.start()]) and _AFTER_VERB.match(sentence, match.end()):
            verbs.append(match[0])
    return (
        subject or (before if not verbs and sentence.startswith("It ") else subject)
    ) or before, verbs if subject else []


def _is_object(ahead: str, name: Name) -> bool:
    """Tell a body that something is done to, or that only qualifies another word: "the work of the Working Group"."""
    lead = ahead[: len(ahead) - len(name.printed)]
    lead = re.sub(r"\b(?:the|The|its)\s*$", "", lead).rstrip()
    return bool(re.search(r"\b(?:of|by|for|to|from|with|on|in|after|before)$", lead)) and not lead.endswith((",", "."))


def _action(
    emitter: Emitter,
    provision: Provision,
    number: int,
    sentence: str,
    subject: Name,
    verbs: list[str],
    instrument: str | None,
) -> None:
    concepts = emitter.names.concepts("verb")
    node = emitter.node(
        f"document/{emitter.slug}/{provision.path}/action/{number}",
        "tip:ReportedAction",
        f"{emitter.quoted(provision)}: {subject.printed} {', '.join(verbs)}",
        provision,
    )
    emitter.add(node, "tip:byBody", iri(subject.iri))
    for verb in verbs:
        emitter.add(node, "tip:actionVerb", iri(concepts[verb]))
        emitter.add(node, "tip:verbPhrase", verb)
    emitter.add(node, "tip:text", sentence)
    emitter.add(node, "tip:inInstrument", iri(instrument) if instrument else None)
    emitter.add(node, "tip:atSession", _session_of(emitter, sentence, subject))
    opening = re.match(r"On ([^,]+),", sentence) or re.search(r"\bmet on ([^,]+),", sentence)
    dates = find_dates(opening[1], emitter.year) if opening else []
    emitter.add(node, "tip:date", typed(dates[0].first.isoformat(), "date") if dates else None)
    for match in re.finditer(r"\b(?:requested|invited|urged|called upon|encouraged)(?: the)? (?=[A-Z])", sentence):
        names = emitter.names.find(sentence[match.end() :], "body", "addressee")
        if names and names[0].start == 0:
            emitter.add(node, "tip:addressedTo", iri(names[0].iri))


def _session_of(emitter: Emitter, sentence: str, subject: Name) -> NamedNode | None:
    """Return the session at which a body acted: the one the sentence numbers, or that of a report on the body's own."""
    numbered = _AT_SESSION.search(sentence)
    if numbered:
        session = emitter.names.session_numbered(subject.iri, numbered["opening"] or numbered["inner"])
        return iri(session) if session else None
    own = emitter.kind == "report-of-a-meeting" and emitter.body is not None and emitter.body.value == subject.iri
    return iri(emitter.session) if own and emitter.session else None


def _request(emitter: Emitter, provision: Provision, number: int, sentence: str, asked: re.Match[str]) -> None:
    who = emitter.names.ending(asked["who"], "body", "addressee") if asked["who"] else None
    if asked["appreciated"]:
        rest = sentence[asked.end() :]
        names = emitter.names.find(re.sub(r"^ the ", "", rest), "addressee", "body")
        who = names[0] if names and names[0].start == 0 else None
    path = f"document/{emitter.slug}/{provision.path}/request/{number}"
    node = emitter.node(path, "tip:Request", f"{emitter.quoted(provision)}: {asked[0]}", provision)
    if who:
        emitter.add(node, "tip:addressedTo", iri(who.iri))
    else:
        emitter.report(
            provision, asked["who"] or asked[0], "no addressee of this name is known: add it to addressees.ttl"
        )
    modal = asked["modal"] or ""
    emitter.add(
        node, "tip:modality", iri(f"modality/{'may-wish' if 'wish' in modal else 'invited' if modal else 'requested'}")
    )
    phrase = (
        action_phrase(sentence[asked.end() - (9 if asked[0].endswith(" consider") else 0) :].strip()) if modal else ""
    )
    emitter.add(node, "tip:verbPhrase", f"{modal} {phrase}".strip() or asked[0])
    emitter.add(node, "tip:text", sentence)
    deadline = _DEADLINE.search(sentence)
    dates = find_dates(deadline["date"], emitter.year) if deadline else []
    emitter.add(node, "tip:deadline", typed(dates[0].first.isoformat(), "date") if dates else None)
