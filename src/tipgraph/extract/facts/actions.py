"""What bodies are reported to have done outside recommendations."""

import re
from dataclasses import dataclass

from pyoxigraph import NamedNode

from tipgraph.documents.dates import find_dates
from tipgraph.documents.words import sentences
from tipgraph.extract.emit import Emitter, iri, typed
from tipgraph.extract.facts.citations import find_cited
from tipgraph.extract.facts.texts import Roles
from tipgraph.extract.facts.verbs import past_forms
from tipgraph.extract.facts.voices import speakers_say
from tipgraph.extract.model import Provision
from tipgraph.extract.names import Name

_DECISION = re.compile(
    r"^(?:Furthermore, )?In (?:its |that same |the same |that |Conference )?(?:decision|resolution)\b|"
    r"^The [A-Z][\w ]*?, in (?:its |that |the same )(?:same )?(?:decision|resolution)\b|, in which the \w+ (?:had )?\w+ed\b"
)
_ON_DAY = re.compile(r"(?:^On |\bmet on )([^,]+),")
_ASIDE = re.compile(r"(?P<ahead>.+?), (?:which|who|established) [^:]+,$")
_LINK = re.compile(r"(?:,|;|\band|\bhad|\balso|\bfurther)\s*$")
_AFTER_VERB = re.compile(r" (?:the|that|its|to|on|a|an|States|Member|participants)\b")
_ASKING = ("requested", "invited", "urged", "called upon", "encouraged")
_RESULTED = re.compile(
    r"^The (?P<ordinal>\w+) (?:session|meeting) of (?:the meeting of )?(?:the )?(?P<group>[^,]{1,200}?) "
    r"(?P<verb>resulted in the adoption)\b"
)
_OPENING = re.compile(r"(?:(?:At|On|In|During|Following|After|Pursuant) [^,]{1,200}, )?(?:[Tt]he |[Aa]n? )(?=[A-Za-z])")
_PRONOUN = re.compile(r"(?:[A-Z][\w ]{1,40}, )?(?P<word>[Ii]t|[Ss]?[Hh]e)")
_AT_SESSION = re.compile(
    r"^At its (?P<opening>[a-z]+) (?:session|meeting),|^The [A-Z]\w*(?: \w+){0,4} at its (?P<inner>[a-z]+) (?:session|meeting) \w+ed\b"
)


_EARLIER = re.compile(
    r"\bhad(?: [a-z]+ly| also| further| already)? $|^(?:In|Since|During|Before|Until) (?:[A-Z][a-z]+ )?(?:19|20)\d\d\b"
)
"""What tells that an act lies before the session on which a document reports."""

Verb = tuple[str, int]
"""A past form, and where in its sentence it ends."""


@dataclass
class _Context:
    """What a sentence takes over from those before it."""

    subject: Name | None = None
    instrument: str | None = None
    decided_by: str | None = None
    session: NamedNode | None = None
    met: str | None = None
    date: str | None = None
    acted: bool = False


def emit_actions(emitter: Emitter, roles: Roles) -> None:
    """Add what bodies are reported to have done.

    Args:
        emitter: Receives a reported action for each sentence in which a body acts.
        roles: Recommendations and provisions of resolutions are left out: what they ask is told of them.
    """
    forms = past_forms(emitter.names.concepts("verb"))
    context = _Context()
    for provision in emitter.document.provisions:
        if provision.path in roles.classes or provision.root.path in roles.classes:
            continue
        number = 0
        context.session = context.date = None
        context.acted = False
        for _, sentence in sentences(emitter.words(provision)):
            if speakers_say(sentence):
                context.subject = None  # a speaker's words are no body's act, and "It" behind them means something else
                continue
            context.subject, verbs = _acts(emitter, sentence, forms, context)
            context.instrument = _instrument_of(emitter, provision, sentence, context)
            if context.subject and verbs:
                context.acted = True
                context.date = _day_of(emitter, sentence, context)
                before = sentence[: verbs[0][1] - len(verbs[0][0])]
                context.session = _session_of(emitter, sentence, before, context)
                context.met = context.subject.iri
            for verb in verbs:
                number += 1
                _action(emitter, provision, number, sentence, verb, context)


def _instrument_of(emitter: Emitter, provision: Provision, sentence: str, context: _Context) -> str | None:
    """Return the decision or resolution in which what a sentence tells was done: named by it, or gone on with."""
    subject = context.subject.iri if context.subject else None
    if _DECISION.search(sentence):
        cited = [c for c in find_cited(emitter, sentence, provision) if re.search(r"-(?:decision|resolution)-", c.iri)]
        if cited:
            context.decided_by = subject
            return cited[0].iri
    elif not provision.parent and not (subject == context.decided_by and _continues_decision(sentence)):
        return None
    return context.instrument


def _continues_decision(sentence: str) -> bool:
    """Tell a sentence that goes on with the decision named before it: "It also decided", "The Conference further decided"."""
    return bool(
        re.match(r"(?:It|The \w+|Furthermore, the \w+)(?: also| further)? \w+ed\b|In that same decision", sentence)
    )


def _acts(emitter: Emitter, sentence: str, forms: re.Pattern[str], context: _Context) -> tuple[Name | None, list[Verb]]:
    """Return the body that acts in a sentence, a pronoun being the one before, and the past forms by which it acts."""
    resulted = _RESULTED.match(sentence)
    group = emitter.names.resolve(resulted["group"], "body") if resulted else None
    if resulted and group:
        return group, [(resulted["verb"], resulted.end("verb"))]
    verbs: list[Verb] = []
    subject: Name | None = None
    for match in forms.finditer(sentence):
        if not subject:
            subject = _subject(emitter, sentence[: match.start()], context)
            verbs += [(match[0], match.end())] if subject else []
        elif _LINK.search(sentence[: match.start()]) and _AFTER_VERB.match(sentence, match.end()):
            verbs.append((match[0], match.end()))
    return subject or _leading(emitter, sentence, context), verbs


def _leading(emitter: Emitter, sentence: str, context: _Context) -> Name | None:
    """Return whom "It" in the next sentence means where no known verb tells: the body that opens this one, if any does."""
    opening = _OPENING.match(sentence)
    if not opening:
        return context.subject
    names = emitter.names.find(sentence[opening.end() : opening.end() + 200], "body")
    return names[0] if names and names[0].start == 0 else None


def _subject(emitter: Emitter, before: str, context: _Context) -> Name | None:
    """Return the body named directly before a verb, whatever stands between set aside, or the one a pronoun means."""
    ahead = re.sub(r"(?: also| further| had)+$", "", before[-600:].rstrip())
    ahead = re.sub(r" at its \w+ (?:session|meeting)$| \([^()]*\)$", "", ahead)
    pronoun = _PRONOUN.fullmatch(ahead)
    if pronoun:
        # "She" is whoever acted before in the same paragraph; a person who is no organ is told of elsewhere.
        return context.subject if context.acted or pronoun["word"] in ("It", "it") else None
    aside = _ASIDE.search(ahead) if ahead.endswith(",") else None
    if aside and not aside["ahead"].count(", which"):
        name = emitter.names.ending(aside["ahead"], "body")
    else:
        name = emitter.names.ending(ahead, "body") if ahead[-1:].isalpha() else None
    return name if name and not _is_object(ahead, name) else None


def _is_object(ahead: str, name: Name) -> bool:
    """Tell a body that something is done to, or that only qualifies another word: "the work of the Working Group"."""
    lead = ahead[: len(ahead) - len(name.printed)]
    lead = re.sub(r"\b(?:the|The|its)\s*$", "", lead).rstrip()
    return bool(re.search(r"\b(?:of|by|for|to|from|with|on|in|after|before)$", lead)) and not lead.endswith((",", "."))


def _action(emitter: Emitter, provision: Provision, number: int, sentence: str, verb: Verb, context: _Context) -> None:
    form, end = verb
    subject = context.subject
    if not subject:
        return
    path = f"document/{emitter.slug}/{provision.path}/action/{number}"
    label = f"{emitter.quoted(provision)}: {subject.printed} {form}"
    node = emitter.node(path, "tip:ReportedAction", label, provision)
    emitter.add(node, "tip:byBody", iri(subject.iri))
    emitter.add(node, "tip:actionVerb", iri(emitter.names.concepts("verb")[form]))
    emitter.add(node, "tip:verbPhrase", form)
    emitter.add(node, "tip:text", sentence)
    emitter.add(node, "tip:inInstrument", iri(context.instrument) if context.instrument else None)
    emitter.add(node, "tip:atSession", context.session)
    emitter.add(node, "tip:date", typed(context.date, "date") if context.date else None)
    addressee = _addressee(emitter, form, sentence[end:])
    emitter.add(node, "tip:addressedTo", iri(addressee.iri) if addressee else None)


def _addressee(emitter: Emitter, form: str, behind: str) -> Name | None:
    """Return whom an act is addressed to: who is asked, or of whom it is decided that they "should" do something."""
    decided = re.match(r"(?: also| further)? that the ", behind) if form == "decided" else None
    asked = re.match(r" (?:the )?(?=[A-Z]|participants)", behind) if form in _ASKING else None
    lead = decided or asked
    names = emitter.names.find(behind[lead.end() :][:400], "body", "addressee") if lead else []
    if not lead or not names or names[0].start != 0:
        return None
    follows = behind[lead.end() + names[0].end :]
    return names[0] if asked or re.match(r" (?:should|shall)\b", follows) else None


def _day_of(emitter: Emitter, sentence: str, context: _Context) -> str | None:
    """Return the day a sentence names, or that of the one before, with which it goes on."""
    opening = _ON_DAY.search(sentence)
    dates = find_dates(opening[1], emitter.year) if opening else []
    if dates:
        return dates[0].first.isoformat()
    return context.date if sentence.startswith("It ") else None


def _is_earlier(emitter: Emitter, behind: str, date: str | None) -> bool:
    """Tell an act of a day, or of a year named behind its verb, before the session on which a document reports."""
    start = emitter.session_start or ""
    year = re.search(r"\bin (?:[A-Z][a-z]+ )?((?:19|20)\d\d)\b", behind.partition(",")[0])
    return bool((date and date < start) or (year and year[1] < start[:4]))


def _session_of(emitter: Emitter, sentence: str, before: str, context: _Context) -> NamedNode | None:
    """Return the session at which a body acted: the one the sentence tells, that of a report on its own, or the one before.

    Args:
        emitter: The document.
        sentence: The sentence.
        before: What stands before its verb.
        context: Who acts, when, and what went before.
    """
    subject = context.subject
    if not subject:
        return None
    numbered = _AT_SESSION.search(sentence)
    resulted = _RESULTED.match(sentence)
    met = re.search(r"\bmet on ([^,]+),", sentence)
    days = find_dates(met[1], emitter.year) if met else []
    session = None
    if resulted:
        session = emitter.names.session_numbered(subject.iri, resulted["ordinal"])
    elif numbered:
        session = emitter.names.session_numbered(subject.iri, numbered["opening"] or numbered["inner"])
    elif days:
        session = emitter.names.session_on(subject.iri, days[0])
    elif _EARLIER.search(before) or _is_earlier(emitter, sentence[len(before) :], context.date):
        return None
    elif emitter.kind == "report-of-a-meeting" and emitter.body and not context.instrument:
        # what a body did by a decision that is told of, it did at the session that adopted the decision
        own = emitter.body.value in (subject.iri, emitter.names.parent_of(subject.iri))
        session = emitter.session if own else None
    if session and (session == emitter.session or emitter.names.type_of(session)):  # another may be described nowhere
        return iri(session)
    same = context.met in (subject.iri, emitter.names.parent_of(subject.iri))  # the chair acts where the group meets
    return context.session if same else None
