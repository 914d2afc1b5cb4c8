"""Recommendations at the leaf: lead-in plus item, whom they address, how strongly, on what condition."""

import re
from dataclasses import dataclass

from pyoxigraph import NamedNode

from tipgraph.documents.words import sentences
from tipgraph.extract.emit import Emitter, iri
from tipgraph.extract.facts.texts import Roles
from tipgraph.extract.facts.verbs import action_phrase, further_actions
from tipgraph.extract.model import Provision, Section
from tipgraph.extract.names import Name

_MODAL = re.compile(
    r"\b(?P<that>recommended that )(?:the )?|"
    r"\b(?P<modal>should|shall|must|(?:is|are) (?:encouraged|invited|urged|called upon) to|may(?: also)? wish to)\b"
)
_STRENGTHS = (
    (r"should|shall|must", "should"),
    (r"(?:is|are) encouraged to", "encouraged"),
    (r"(?:is|are) invited to", "invited"),
    (r"(?:is|are) (?:urged|called upon) to", "requested"),
    (r"may(?: also)? wish to", "may-wish"),
)
CONDITION = re.compile(
    r"in consultation with [^,;.]+|upon request|whenever possible|in appropriate cases|subject to [^,;.]+|"
    r"(?:where|as|when|if) (?:appropriate|necessary|possible|applicable|feasible|requested)"
    r"(?: and in (?:line|accordance) with [^,;.]+)?|"
    r"(?<!and )in (?:line|accordance) with [^,;.]+|consistent with [^;.]+|irrespective of [^,;.]+|"
    r"(?<!always )(?<!are )(?<!is )based on [^,;.]+|"
    r"as a direct consequence of [^,;.]+|taking into account [^,;.]+|while avoiding [^,;.]+|"
    r"to the (?:fullest |greatest |maximum )?extent (?:possible|feasible)|as far as possible|within available resources|"
    r"on a voluntary basis|without prejudice to [^,;.]+|bearing in mind [^,;.]+|with due regard (?:to|for) [^,;.]+"
)
_INDIRECT = (
    re.compile(
        r"(?<!\bto )(?<!\bof )\b(?:[Rr]equest|[Ii]nvit|[Ee]ncourag|[Uu]rg)(?:e|ing)? (?=(?:the )?[A-Za-z])(?=[^;.]* to [a-z])"
    ),
    re.compile(r"\bhaving (?=(?:the )?[A-Z])"),
    re.compile(r"\bensur(?:e|ing) that (?=(?:the )?[A-Z])"),
)


@dataclass(frozen=True)
class Asked:
    """Whom words ask, and how: ``addressee`` stands before the modal, the action behind it."""

    addressee: Name | None
    printed: str
    modal: str
    rest: str


def ask(emitter: Emitter, words: str) -> Asked | None:
    """Read who is asked to do what.

    Args:
        emitter: Its names are the authority.
        words: A recommendation with its lead-in.

    Returns:
        The addressee (None where its name is not known), the modal and what follows it; None where nothing is asked.
    """
    match = _MODAL.search(words)
    if not match:
        return None
    if match["that"]:
        after = words[match.end() :]
        names = emitter.names.find(after, "addressee", "body")
        first = names[0] if names and names[0].start == 0 else None
        printed = first.printed if first else " ".join(after.split()[:4])
        return Asked(first, printed, "recommended that", after[first.end :].strip() if first else after)
    before = words[: match.start()].rstrip()
    addressee = emitter.names.ending(before, "addressee", "body")
    printed = addressee.printed if addressee else " ".join(before.split()[-4:])
    return Asked(addressee, printed, match["modal"], words[match.end() :].strip())


def in_recommendations(section: Section | None) -> bool:
    """Tell whether a section, or one above it, is headed as recommendations."""
    while section:
        if re.search(r"\brecommendations?\b", section.heading, re.IGNORECASE):
            return True
        section = section.parent
    return False


def lead_in(emitter: Emitter, provision: Provision) -> str:
    """Return the words of all provisions above one, outermost first, joined by spaces."""
    words: list[str] = []
    above = provision.parent
    while above:
        words.insert(0, emitter.words(above))
        above = above.parent
    return " ".join(words)


def find_recommendations(emitter: Emitter, roles: Roles) -> list[Provision]:
    """Find the recommendations of a report.

    Args:
        emitter: The document.
        roles: Receives class and lead-in of each recommendation.

    Returns:
        The leaves, in order: provisions without items of their own, under a heading that speaks of recommendations, or
        listed in a paragraph that says they were adopted, that ask somebody something.
    """
    found = []
    for provision in emitter.document.provisions:
        if provision.children or not (in_recommendations(provision.section) or _in_adopted_list(emitter, provision)):
            continue
        above = lead_in(emitter, provision)
        if ask(emitter, f"{above} {emitter.words(provision)}".strip()):
            roles.classes[provision.path] = "Recommendation"
            if above:
                roles.lead_ins[provision.path] = above
            found.append(provision)
    return found


def _in_adopted_list(emitter: Emitter, provision: Provision) -> bool:
    root = provision.root
    return root is not provision and bool(
        re.search(r"\b(?:adopted|made|agreed on) the following recommendations\b", emitter.words(root))
    )


def emit_recommendations(emitter: Emitter, found: list[Provision], roles: Roles) -> None:
    """Add what is asked of whom in each recommendation, and the set to which they belong."""
    if not found or not emitter.session:
        return
    recommendation_set = iri(f"{emitter.session}/recommendations")
    first = found[0].section.top if found[0].section else None
    label = f"Recommendations: {emitter.session_label}"
    emitter.node(recommendation_set, "tip:RecommendationSet", label, first or found[0])
    emitter.add(recommendation_set, "tip:madeAt", iri(emitter.session))
    emitter.add(recommendation_set, "tip:publishedIn", emitter.iri)
    for provision in found:
        node = emitter.part(provision)
        emitter.add(node, "tip:inSet", recommendation_set)
        _asked(emitter, node, provision, roles)


def _asked(emitter: Emitter, node: NamedNode, provision: Provision, roles: Roles) -> None:
    full = roles.text_of(emitter, provision)
    asked = ask(emitter, full)
    if not asked:
        return
    emitter.add(node, "tip:addresseeAsPrinted", asked.printed)
    if asked.addressee:
        emitter.add(node, "tip:addressedTo", iri(asked.addressee.iri))
    else:
        emitter.doubt(node, provision, asked.printed, "the record knows no addressee of this name")
        emitter.report(
            provision, asked.printed, "no addressee of this name is known: add it to addressees.ttl or agents.ttl"
        )
    phrase = action_phrase(asked.rest)
    emitter.add(node, "tip:verbPhrase", f"{asked.modal} {phrase}" if asked.modal != "recommended that" else phrase)
    for more in (*further_actions(asked.rest), *later_phrases(asked.rest)):
        emitter.add(node, "tip:verbPhrase", more)
    for modality in modalities(asked.modal, asked.rest):
        emitter.add(node, "tip:modality", iri(f"modality/{modality}"))
    own = emitter.words(provision)
    for match in CONDITION.finditer(own):
        emitter.add(node, "tip:condition", match[0].strip())
    for indirect in indirect_addressees(emitter, own):
        if not asked.addressee or indirect.iri != asked.addressee.iri:
            emitter.add(node, "tip:indirectlyAddresses", iri(indirect.iri))


def modalities(modal: str, rest: str) -> list[str]:
    """Tell how strongly something is asked.

    Args:
        modal: The modal of the first sentence, or ``recommended that``.
        rest: What follows it, with any further sentences.

    Returns:
        Slugs of concepts of scheme/modality, each once: that of the action asked first, then those of later sentences.
    """
    first, *_ = [sentence for _, sentence in sentences(rest)] or [""]
    found = ["recommended"] if modal == "recommended that" else [_strength(modal, first)]
    for modal_later, action in _later(rest):
        found.append(_strength(modal_later, action) if modal_later == "should" else modal_later)
    return list(dict.fromkeys(found))


def later_phrases(rest: str) -> list[str]:
    """Return modal and verbs of each sentence behind the first that asks or allows something more."""
    return [f"{modal} {action_phrase(action)}" for modal, action in _later(rest)]


def _later(rest: str) -> list[tuple[str, str]]:
    """Return (modal, what follows it) for each modal of the sentences behind the first."""
    later = [sentence for _, sentence in sentences(rest)][1:]
    found = [re.search(r"\b(should|may|could) ([^.]*)", sentence) for sentence in later]
    return [(match[1], match[2]) for match in found if match]


def _strength(modal: str, action: str) -> str:
    base = next(slug for pattern, slug in _STRENGTHS if re.fullmatch(pattern, modal))
    verb = re.sub(r"^[: ]+", "", action).split(" ")[0].strip(",:").lower()
    if base == "should" and verb == "consider":
        return (
            "consider-and-encourage" if re.match(r"[: ]*consider and encourage\b", action, re.I) else "should-consider"
        )
    return "should-explore" if base == "should" and verb in ("explore", "evaluate", "examine", "assess") else base


def indirect_addressees(emitter: Emitter, words: str) -> list[Name]:
    """Find who is to be asked, had to act or seen to act by the addressee: "Request X to", "having X", "ensuring that X"."""
    found = []
    for pattern in _INDIRECT:
        for match in pattern.finditer(words):
            rest = re.sub(r"^the ", "", words[match.end() :])
            names = emitter.names.find(rest, "body", "addressee")
            if names and names[0].start == 0:
                found.append(names[0])
    return found
