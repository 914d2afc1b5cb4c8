"""Recommendations at the leaf: lead-in plus item, whom they address, how strongly, on what condition."""

import re

from pyoxigraph import NamedNode

from tipgraph.documents.words import sentences
from tipgraph.extract.emit import Emitter, iri
from tipgraph.extract.facts.addressees import Subject
from tipgraph.extract.facts.asking import Asked, ask, asks_directly
from tipgraph.extract.facts.conditions import conditions
from tipgraph.extract.facts.modality import modalities, verb_phrases
from tipgraph.extract.facts.not_yet import ONLY_SOME
from tipgraph.extract.facts.texts import Roles
from tipgraph.extract.facts.verbs import opens_with_action
from tipgraph.extract.facts.voices import in_recommendations, speakers_say, tells_of_discussion
from tipgraph.extract.model import Provision, Section
from tipgraph.extract.names import Name

_INDIRECT = (
    re.compile(
        r"(?<!\bto )(?<!\bof )\b(?:[Rr]equest|[Ii]nvit|[Ee]ncourag|[Uu]rg)(?:e|ing)? (?=(?:the )?[A-Za-z])(?=[^;.]* to [a-z])"
    ),
    re.compile(r"\bhaving (?=(?:the )?[A-Z])"),
    re.compile(r"\bensur(?:e|ing) that (?=(?:the )?[A-Z])"),
)
_BODY = (
    r"(?:the|The) (?:[A-Z][\w-]*(?: (?:[A-Z][\w-]*|on|of|in|the|and|to|for)){0,12}|meeting|experts|participants)|[Ii]t"
)
_ANNOUNCES = re.compile(
    rf"^(?:[^.]{{0,300}}?, )?(?:{_BODY})\b[^.]*?\b(?:adopted|agreed (?:up)?on|made|approved|endorsed|formulated|finalized|"
    r"considered|prepared|put forward|submitted|proposed|discussed|negotiated|developed|presents|arrived at)\b[^.]*"
    r"\brecommendations?\b(?! that\b)|"
    r"^(?:[^.]{0,200}?, )?(?:The|These|Its|All|the)\b[^.]{0,120}\brecommendations?\b(?: [\w/-]+){0,12}? "
    r"(?:was|were|are|have been|reflect|represent|is)\b|"
    r"^(?:The )?(?:[Rr]ecommendations|following)\b[^.]*\b(?:below|follows?|annex|adopted|agreed)\b"
)
_LISTS = re.compile(
    r"\b(?:adopted|made|agreed (?:up)?on|approved|endorsed|formulated|issued|put forward|recommended)\b[^.]{0,200}?\b(?:the )?"
    r"(?:following(?: \w+){0,3} recommendations|recommendations (?:set out |set forth |listed |presented |contained )?below)\b|"
    r"\bfollowing recommendations? (?:was|were) (?:adopted|made|agreed|approved)|\brecommended the following\b|"
    r"\brecommendations:$"
)
_OWN_RECOMMENDS = re.compile(
    r"^(?:(?:At its [^,]*meetings?|On [^,]*|With regard to [^.;:]*|In that (?:regard|connection|respect)|Following [^,]*|"
    r"After [^,]*|Accordingly|Furthermore|Moreover|Finally), (?:on [^,]*, )?)?[Tt]he (?:Working Group|meeting|[A-Z][\w ]*? Group)"
    r"(?: on [A-Z][\w ]*?)?(?:, which [^,.;:]*,)?(?: also| further| therefore)* recommend(?:ed|s)(?: also| further)? that\b"
)
_ELSEWHERE = re.compile(
    r"\b(?:resolution|decision|previous|earlier|(?:first|second|third|fourth|fifth|last) (?:session|meeting))\b"
)
_NOBODY = "nobody is named of whom this is asked"


def lead_in(emitter: Emitter, provision: Provision) -> str:
    """Return the words of all provisions above one, outermost first, joined by spaces."""
    words: list[str] = []
    above = provision.parent
    while above:
        if not _is_complete(emitter, above):
            words.insert(0, emitter.words(above))
        above = above.parent
    return " ".join(words)


def _is_complete(emitter: Emitter, provision: Provision) -> bool:
    """Tell an item that ends as such and leads in nothing, though a text that leaves out its numbers has items below it."""
    return emitter.words(provision).endswith((";", "; and"))


def read_asked(emitter: Emitter, provision: Provision, above: str) -> Asked | None:
    """Read what a leaf asks, with its lead-in and the heading above it."""
    heading = provision.section.heading if provision.section else ""
    return ask(emitter.names, emitter.words(provision), above, heading)


def find_recommendations(emitter: Emitter, roles: Roles) -> list[Provision]:
    """Find the recommendations of a report.

    Args:
        emitter: The document; receives a doubt for each leaf among recommendations that asks nothing of anybody.
        roles: Receives class and lead-in of each recommendation.

    Returns:
        The leaves, in order: provisions without items of their own, under a heading that speaks of recommendations,
        listed in or behind a paragraph that says they were adopted, or that say themselves that the body recommends.
    """
    found = []
    listing: Section | None = None
    is_listing = False
    for provision in emitter.document.provisions:
        above = lead_in(emitter, provision)
        headed = in_recommendations(provision.section)
        listed = bool(above) and bool(_LISTS.search(emitter.words(provision.root)))
        is_listing = is_listing and provision.section is listing
        has_items = bool(provision.children) and not _is_complete(emitter, provision)
        if has_items or _announces(emitter, provision):
            opens = not provision.parent and _LISTS.search(emitter.words(provision))
            if opens and not provision.children and not headed:
                listing, is_listing = provision.section, True
            continue
        if _recommends_itself(emitter, provision):
            listing, is_listing = provision.section, True
        if not (headed or listed or is_listing):
            continue
        if _asks(emitter, provision, above):
            roles.classes[provision.path] = "Recommendation"
            if above:
                roles.lead_ins[provision.path] = above
            found.append(provision)
        elif headed or listed:
            reason = "it stands among recommendations, but no rule finds what it asks of whom"
            emitter.doubt(emitter.part(provision), provision, " ".join(emitter.words(provision).split()[:12]), reason)
        else:
            is_listing = False
    return found


def _asks(emitter: Emitter, provision: Provision, above: str) -> bool:
    said = sentences(emitter.words(provision))
    if said and speakers_say(said[0][1]) and not above:
        return False
    return read_asked(emitter, provision, above) is not None


def _announces(emitter: Emitter, provision: Provision) -> bool:
    """Tell a paragraph that only says that recommendations were adopted, and what for."""
    words = emitter.words(provision)
    said = [sentence for _, sentence in sentences(words)]
    return (
        not provision.parent and bool(said) and all(_ANNOUNCES.match(text) and not asks_directly(text) for text in said)
    )


def _recommends_itself(emitter: Emitter, provision: Provision) -> bool:
    """Tell a paragraph, or an item below one, in which the body that meets says that it recommends."""
    if tells_of_discussion(provision.section):
        return False
    opening = emitter.words(provision.root)
    return bool(_OWN_RECOMMENDS.match(opening)) and not _ELSEWHERE.search(opening.partition("recommend")[0])


def emit_recommendations(emitter: Emitter, found: list[Provision], roles: Roles) -> None:
    """Add what is asked of whom in each recommendation, and the set to which they belong."""
    if not found:
        return
    recommendation_set = _set_of(emitter, found[0]) if emitter.session else None
    for provision in found:
        node = emitter.part(provision)
        emitter.add(node, "tip:inSet", recommendation_set)
        _asked(emitter, node, provision, roles)


def _set_of(emitter: Emitter, first: Provision) -> NamedNode:
    recommendation_set = iri(f"{emitter.session}/recommendations")
    stated_in = (first.section.top if first.section else None) or first
    emitter.node(recommendation_set, "tip:RecommendationSet", f"Recommendations: {emitter.session_label}", stated_in)
    emitter.add(recommendation_set, "tip:madeAt", iri(emitter.session or ""))
    emitter.add(recommendation_set, "tip:publishedIn", emitter.iri)
    return recommendation_set


def _asked(emitter: Emitter, node: NamedNode, provision: Provision, roles: Roles) -> None:
    asked = read_asked(emitter, provision, roles.lead_ins.get(provision.path, ""))
    if not asked:
        return
    _addressees(emitter, node, provision, asked)
    for phrase in verb_phrases(asked):
        emitter.add(node, "tip:verbPhrase", phrase)
    for modality in modalities(asked):
        emitter.add(node, "tip:modality", iri(f"modality/{modality}"))
    own = emitter.words(provision)
    lead_in = roles.lead_ins.get(provision.path, "")
    asks = not lead_in or opens_with_action(own) or asks_directly(own)
    for words in (lead_in, own) if asks else (lead_in,):  # an item that is a bare name says only what the thing is like
        for condition in conditions(emitter.names, words):
            emitter.add(node, "tip:condition", condition)
    direct = {name.iri for name in asked.subject.known} if asked.subject else set()
    for indirect in indirect_addressees(emitter, own):
        if indirect.iri not in direct:
            emitter.add(node, "tip:indirectlyAddresses", iri(indirect.iri))


def _addressees(emitter: Emitter, node: NamedNode, provision: Provision, asked: Asked) -> None:
    """Add everybody who is asked, as printed and as what the name stands for; what is not known is reported."""
    subjects = [asked.subject, *(later.subject for later in asked.later if later.subject and later.subject.known)]
    if not asked.subject:
        opening = " ".join(emitter.words(provision).split()[:8])
        emitter.doubt(node, provision, opening, _NOBODY)
        emitter.report(provision, opening, _NOBODY)
    for subject in subjects:
        if subject:
            emit_addressee(emitter, node, provision, subject)


def emit_addressee(emitter: Emitter, node: NamedNode, provision: Provision, subject: Subject) -> None:
    """Add one phrase that names who is asked, each thing it stands for, and what narrows a group down."""
    emitter.add(node, "tip:addresseeAsPrinted", subject.printed)
    for printed, name in subject.entries:
        if name:
            emitter.add(node, "tip:addressedTo", iri(name.iri))
            continue
        emitter.doubt(node, provision, printed, "the record knows no addressee of this name")
        emitter.report(provision, printed, "no addressee of this name is known: add it to addressees.ttl or agents.ttl")
    for words in subject.narrowing:
        emitter.add(node, "tip:condition", words)
        emitter.doubt(node, provision, subject.printed, ONLY_SOME)


def indirect_addressees(emitter: Emitter, words: str) -> list[Name]:
    """Find who is to be asked, had to act or seen to act by the addressee: "Request X to", "having X", "ensuring that X"."""
    found = []
    for pattern in _INDIRECT:
        for match in pattern.finditer(words):
            rest = re.sub(r"^the ", "", words[match.end() :])
            names = emitter.names.find(rest[:400], "body", "addressee")
            if names and names[0].start == 0:
                found.append(names[0])
    return found
