"""What a document itself asks outside recommendations: whom, how, by when."""

import re

from tipgraph.documents.dates import find_dates
from tipgraph.documents.words import sentences
from tipgraph.extract.emit import Emitter, iri, typed
from tipgraph.extract.facts.addressees import read_named, read_subject
from tipgraph.extract.facts.not_yet import ONLY_SOME
from tipgraph.extract.facts.texts import Roles
from tipgraph.extract.facts.verbs import action_phrase
from tipgraph.extract.facts.voices import speakers_say
from tipgraph.extract.model import Provision

_ASKED = re.compile(
    r"\b(?P<modal>may(?: also)? wish to|(?:is|are) (?:kindly )?invited to)(?P<consider> consider)?\b"
    r"|\b(?P<appreciated>[Ii]t would be appreciated if)\b"
)
_DEADLINE = re.compile(r"\b(?:by|before|not later than|no later than) (?P<date>\d{1,2}(?:st|nd|rd|th)? \w+(?: \d{4})?)")


def emit_requests(emitter: Emitter, roles: Roles) -> None:
    """Add a request for each sentence that asks something of somebody.

    Args:
        emitter: Receives them.
        roles: Recommendations and provisions of resolutions are left out: what they ask is told of them.
    """
    for provision in emitter.document.provisions:
        if provision.path in roles.classes or provision.root.path in roles.classes:
            continue
        if any(item.path in roles.classes for item in provision.children):
            continue  # the lead-in of recommendations asks nothing besides them
        number = 0
        for _, sentence in sentences(emitter.words(provision)):
            asked = _ASKED.search(sentence)
            if asked and not speakers_say(sentence):
                number += 1
                _request(emitter, provision, number, sentence, asked)


def _request(emitter: Emitter, provision: Provision, number: int, sentence: str, asked: re.Match[str]) -> None:
    modal = asked["modal"]
    if modal:
        subject = read_subject(emitter.names, sentence[: asked.start()])
    else:
        subject = read_named(emitter.names, sentence[asked.end() :].lstrip())[0]
    known = subject.known if subject else []
    if modal and not known:
        last = emitter.names.ending(sentence[: asked.start()], "body", "addressee")
        known = [last] if last else []
    who = known[0] if known else None
    path = f"document/{emitter.slug}/{provision.path}/request/{number}"
    named = f"{who.printed} " if who and modal else ""
    node = emitter.node(path, "tip:Request", f"{emitter.quoted(provision)}: {named}{asked[0]}", provision)
    for name in known:
        emitter.add(node, "tip:addressedTo", iri(name.iri))
    if subject and subject.narrowing:
        emitter.doubt(node, provision, subject.printed, ONLY_SOME)
    if not known:
        before = " ".join(sentence[: asked.start()].split()[-4:]) or asked[0]
        emitter.doubt(node, provision, before, "the record knows no addressee of this name")
        emitter.report(provision, before, "no addressee of this name is known: add it to addressees.ttl")
    emitter.add(node, "tip:modality", iri("modality/may-wish" if modal and "wish" in modal else "modality/invited"))
    phrase = action_phrase(f"{asked['consider'] or ''}{sentence[asked.end() :]}".strip()) if modal else ""
    emitter.add(node, "tip:verbPhrase", f"{modal} {phrase}" if modal else asked[0])
    emitter.add(node, "tip:text", sentence)
    deadline = _DEADLINE.search(sentence)
    dates = find_dates(deadline["date"], emitter.year) if deadline else []
    emitter.add(node, "tip:deadline", typed(dates[0].first.isoformat(), "date") if dates else None)
