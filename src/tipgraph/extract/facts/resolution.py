"""Resolutions and decisions: preambular and operative provisions, their verbs and whom they address."""

import re

from tipgraph.extract.emit import Emitter, iri
from tipgraph.extract.facts.recommendations import CONDITION
from tipgraph.extract.facts.texts import Roles
from tipgraph.extract.labels import Style
from tipgraph.extract.model import Provision

_ADVERB = re.compile(r"\b(?:also|further|once again|again|strongly|deeply|gravely)\b ?", re.IGNORECASE)
_TO_WHOM = re.compile(r"(?: that)? (?:the )?")


def find_provisions(emitter: Emitter, roles: Roles) -> list[Provision]:
    """Tell preambular from operative provisions below an enacting formula.

    Args:
        emitter: The document.
        roles: Receives their classes.

    Returns:
        Both, in order; empty where the document has no enacting formula.
    """
    if not any(provision.is_formula for provision in emitter.document.provisions):
        return []
    found = []
    for provision in emitter.document.provisions:
        if provision.parent or provision.is_formula:
            continue
        numbered = provision.label is not None and provision.label.style is Style.NUMBER
        roles.classes[provision.path] = "OperativeProvision" if numbered else "PreambularProvision"
        found.append(provision)
    return found


def emit_resolution(emitter: Emitter, found: list[Provision]) -> None:
    """Add verb phrase, verb and addressees of each provision."""
    concepts = {label.lower(): concept for label, concept in emitter.names.concepts("verb").items()}
    for provision in found:
        words = emitter.words(provision)
        phrase = _verb_phrase(words, concepts)
        if not phrase:
            emitter.report(
                provision,
                " ".join(words.split()[:4]),
                "no verb of scheme/verb opens this provision: add its form there",
            )
            continue
        node = emitter.part(provision)
        emitter.add(node, "tip:verbPhrase", phrase)
        emitter.add(node, "tip:operativeVerb", iri(concepts[_bare(phrase)]))
        if provision.label:
            _addressee(emitter, provision, words[len(phrase) :])


def _bare(phrase: str) -> str:
    return re.sub(r"\s+", " ", _ADVERB.sub("", phrase)).strip().lower()


def _verb_phrase(words: str, concepts: dict[str, str]) -> str | None:
    """Return the longest opening, of five words at most, that is a known form once its adverbs are left out."""
    for count in range(5, 0, -1):
        opening = re.match(rf"(?:[\w-]+ ){{{count - 1}}}[\w-]+", words)
        if opening and _bare(opening[0]) in concepts and not re.search(r"\b(?:that|to|the|its)$", opening[0]):
            return opening[0]
    return None


def _addressee(emitter: Emitter, provision: Provision, rest: str) -> None:
    """Add who is asked: the name directly behind the verb, or behind "that" where it "shall" do something."""
    match = _TO_WHOM.match(rest)
    if not match:
        return
    tail = rest[match.end() :]
    names = emitter.names.find(tail, "body", "addressee")
    if not names or names[0].start != 0:
        return
    follows = tail[names[0].end :]
    asked = follows.startswith(" shall") if "that" in match[0] else bool(re.match(r",? (?:to\b|that\b|in\b)", follows))
    if asked:
        emitter.add(emitter.part(provision), "tip:addressedTo", iri(names[0].iri))
        emitter.add(emitter.part(provision), "tip:addresseeAsPrinted", names[0].printed)
    for condition in CONDITION.finditer(emitter.words(provision)):
        emitter.add(emitter.part(provision), "tip:condition", condition[0].strip())
