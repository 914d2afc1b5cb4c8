"""Resolutions and decisions: preambular and operative provisions, their verbs and whom they address."""

import re

from tipgraph.documents.words import plain_words
from tipgraph.extract.emit import Emitter, iri
from tipgraph.extract.facts.addressees import read_named
from tipgraph.extract.facts.conditions import conditions
from tipgraph.extract.facts.not_yet import settle
from tipgraph.extract.facts.recommendations import emit_addressee
from tipgraph.extract.facts.texts import Roles
from tipgraph.extract.labels import Style
from tipgraph.extract.model import Provision, Section
from tipgraph.extract.outline import is_annex

_ADVERB = re.compile(r"\b(?:also|further|once again|again|strongly|deeply|gravely)\b ?", re.IGNORECASE)
_ITALICS = re.compile(r"\*[^*]+\*|<i>[^<]+</i>|_[^_]+_")
_LONGEST_PHRASE = 7
_FORM = re.compile(
    r"(?:(?:Also|Further|Once again|Again|Strongly|Deeply|Gravely|Fully) )?"
    r"(?:Tak(?:es|ing) (?:note(?: with \w+)?|into account|into consideration)|Bear(?:s|ing) in mind|"
    r"Express(?:es|ing) its(?: \w+)? (?:appreciation|gratitude|concern|satisfaction|thanks|support|regret)|"
    r"(?:Not|Welcom|Observ|Recall|Recogniz)(?:es|ing|s)(?: also| further)? with(?: \w+)? \w+|"
    r"(?:alarmed|concerned|convinced|aware|mindful|conscious|guided|determined|encouraged|"
    r"Alarmed|Concerned|Convinced|Aware|Mindful|Conscious|Guided|Determined|Encouraged|"
    r"Emphasizes|Commends|Reiterates|Underscores|Underlines|Appeals|Condemns|Deplores|Approves|Authorizes|Appoints|Resolves)\b)"
)
"""Forms that need no entry of scheme/verb to be told from what follows them."""
_ASKED = re.compile(r",? (?:to\b|that\b|in\b)|,[^:;.]{3,300}(?:, to |:$)|:$")
_TO_WHOM = re.compile(r"(?: that)? (?:the )?")


def find_provisions(emitter: Emitter, roles: Roles) -> list[Provision]:
    """Tell preambular from operative provisions below an enacting formula, and the operative items of a decision.

    Args:
        emitter: The document.
        roles: Receives their classes.

    Returns:
        Both, in order, of each text that an enacting formula opens, up to the next heading beside or above it or to an
        annex; and the items that a decision's opening sentence leads in.
    """
    found: list[Provision] = []
    formula: Provision | None = None
    for provision in emitter.document.provisions:
        if provision.is_formula:
            formula = provision
        elif formula and not _in_scope(formula.section, provision.section):
            formula = None
        elif formula and not provision.parent:
            numbered = provision.label is not None and provision.label.style is Style.NUMBER
            roles.classes[provision.path] = "OperativeProvision" if numbered else "PreambularProvision"
            found.append(provision)
        elif not formula and _is_operative_item(emitter, provision):
            roles.classes[provision.path] = "OperativeProvision"
            found.append(provision)
    return found


def _in_scope(opened: Section | None, section: Section | None) -> bool:
    """Tell whether a section lies in the one that a formula stands in; an annex does not."""
    if section is opened:
        return True
    if section is None or is_annex(section.top):
        return False
    above: Section | None = section
    while above:
        if above is opened:
            return True
        above = above.parent
    return opened is None


def _is_operative_item(emitter: Emitter, provision: Provision) -> bool:
    """Tell an item of a decision: its lead-in opens with the body that decides and runs on in it."""
    lead = provision.parent
    if emitter.kind not in ("decision", "draft-decision") or not lead or lead.parent:
        return False
    return bool(re.match(r"The [A-Z].*[,:]$", emitter.words(lead)))


def emit_resolution(emitter: Emitter, found: list[Provision]) -> None:
    """Add verb phrase, verb and addressees of each provision."""
    concepts = {label.lower(): concept for label, concept in emitter.names.concepts("verb").items()}
    for provision in found:
        words = emitter.words(provision)
        known = _known_phrase(words, concepts)
        phrase = _italics(emitter, provision) or max((known or "", _form(words)), key=len)
        concept = concepts[_bare(known)] if known else _concept_of(phrase, concepts)
        node = emitter.part(provision)
        if not phrase:
            emitter.report(provision, " ".join(words.split()[:4]), "no verb opens this provision")
            continue
        emitter.add(node, "tip:verbPhrase", phrase)
        if concept:
            emitter.add(node, "tip:operativeVerb", iri(concept))
        else:
            emitter.doubt(node, provision, phrase, "no verb of scheme/verb is this one")
            emitter.report(provision, phrase, "no verb of scheme/verb opens this provision: add its form there")
        if provision.label:
            _addressee(emitter, provision, words[len(phrase) :])


def _bare(phrase: str) -> str:
    return re.sub(r"\s+", " ", _ADVERB.sub("", phrase)).strip().lower()


def _known_phrase(words: str, concepts: dict[str, str]) -> str | None:
    """Return the longest opening, of five words at most, that is a known form once its adverbs are left out."""
    for count in range(5, 0, -1):
        opening = re.match(rf"(?:[\w-]+ ){{{count - 1}}}[\w-]+", words)
        if opening and _bare(opening[0]) in concepts and not re.search(r"\b(?:that|to|the|its)$", opening[0]):
            return opening[0]
    return None


def _concept_of(phrase: str, concepts: dict[str, str]) -> str | None:
    """Return the verb of a phrase that goes on behind a known form: "Takes note" of "Takes note with appreciation"."""
    words = _bare(phrase).split()
    for count in range(len(words), 0, -1):
        opening = " ".join(words[:count])
        found = concepts.get(opening) or concepts.get(f"{opening} of") or concepts.get(f"{opening} upon")
        if found:
            return found
    return None


def _italics(emitter: Emitter, provision: Provision) -> str:
    """Return the words in italics that open a provision: its verb, as it is printed; empty where there are none."""
    start, end = provision.pieces[0]
    italics = _ITALICS.match(emitter.document.source.text, start, end)
    if not italics or len(italics[0].split()) > _LONGEST_PHRASE:
        return ""
    return plain_words([italics[0]]).rstrip(",:;")


def _form(words: str) -> str:
    """Return one of the forms in which such provisions open, or nothing."""
    form = _FORM.match(words)
    return form[0] if form else ""


def _addressee(emitter: Emitter, provision: Provision, rest: str) -> None:
    """Add who is asked: the name directly behind the verb, or behind "that" where it "shall" do something."""
    match = _TO_WHOM.match(rest)
    if not match:
        return
    tail = rest[match.end() :]
    subject, end = read_named(emitter.names, tail)
    if not subject:
        return
    follows = tail[end:]
    asked = follows.startswith(" shall") if "that" in match[0] else bool(_ASKED.match(follows))
    settled = settle(emitter.names, subject, follows) if asked else None
    if settled:
        emit_addressee(emitter, emitter.part(provision), provision, settled)
    for condition in conditions(emitter.names, emitter.words(provision)):
        emitter.add(emitter.part(provision), "tip:condition", condition)
