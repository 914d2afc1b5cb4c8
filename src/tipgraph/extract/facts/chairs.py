"""Who chaired, who sat on the panel: persons whom a text names, and the offices in which it names them."""

import re

from pyoxigraph import NamedNode

from tipgraph.documents.symbols import slug
from tipgraph.documents.words import sentences
from tipgraph.extract.emit import Emitter, iri
from tipgraph.extract.model import Provision

HONORIFIC = r"(?:(?:Mr|Ms|Mrs|Dr|Prof|Judge|Ambassador|H\.E)\.? |His Excellency |Her Excellency )"
_PARTICLE = r"(?:d[aeiou]s?|del|de la|van|von|der|den|bin|bint|ibn|al|el|la|le|di|y|e|Al|El)"
PERSON = rf"[A-ZÀ-Þ][^\s,();:]*(?: (?:{_PARTICLE} ){{0,3}}[A-ZÀ-Þ][^\s,();:]*){{0,6}}"
_NAMED = rf"{HONORIFIC}?(?P<name>{PERSON}) \((?P<state>[^()]+(?:\([^()]*\))?)\)"
_OFFICE = r"(?:, (?P<office>[^,.]+?) of the (?P<body>[^,.]+))?"
_CHAIRED = (
    re.compile(rf"\b(?:was|were) (?:chaired|presided over) by {_NAMED}{_OFFICE}"),
    re.compile(rf"\bunder the (?:chairmanship|chairpersonship|presidency|leadership) of {_NAMED}{_OFFICE}"),
    re.compile(rf"^(?:[^,]*, )?{_NAMED}{_OFFICE},? (?:chaired|presided over)\b"),
    re.compile(
        rf"\b(?:opened|closed) by the Chair(?:person|man|woman)?(?: of the (?:Working Group|meeting|session)[^,.]*?)?, {_NAMED}{_OFFICE}"
    ),
    re.compile(
        rf"\b(?:opened|closed) by (?:the )?{_NAMED}{_OFFICE}, (?:the )?Chair(?:person|man|woman)? of the "
        r"(?:Working Group|meeting|session)\b"
    ),
    re.compile(
        rf"\b[Tt]he Chair(?:person|man|woman)?(?: of the (?:Working Group|meeting|session))?, {_NAMED}{_OFFICE}"
    ),
    re.compile(rf"\b[Ww]ith {_NAMED}{_OFFICE} (?:as (?:the )?Chair\b|in the Chair|presiding)"),
    re.compile(rf"\belected {_NAMED}{_OFFICE} (?:as )?(?:its |the )?Chair(?:person|man|woman)?\b"),
)
_PANEL = re.compile(
    r"\b(?:led|facilitated|moderated|introduced|opened|guided) by (?:the )?(?:following )?(?:\w+ )?(?:panellists?|experts?|moderators?)"
    r"(?: \w+){0,6}?:? (?P<list>.+)$|\b[Tt]he (?:following )?panellists were:? (?P<list2>.+)$"
)
_PANELLIST = re.compile(
    rf"^(?:and )?{HONORIFIC}?(?P<name>{PERSON})(?: \((?P<bracket>[^()]+(?:\([^()]*\))?)\)|, (?P<rest>.+))?$"
)


def emit_chairs(emitter: Emitter) -> None:
    """Add the chair of the session and the members of panels, each a person with the office named."""
    chairs: dict[str, NamedNode] = {}
    for provision in emitter.document.provisions:
        for _, sentence in sentences(emitter.words(provision)):
            _chair(emitter, provision, sentence, chairs)
            match = _PANEL.search(sentence)
            if match:
                _panel(emitter, provision, match["list"] or match["list2"])


def _chair(emitter: Emitter, provision: Provision, words: str, chairs: dict[str, NamedNode]) -> None:
    """Add who chaired; a second chair of the same session holds the office on its own."""
    match = next((found for pattern in _CHAIRED if (found := pattern.search(words))), None)
    if not match:
        return
    person = person_node(emitter, provision, match["name"])
    emitter.claim(iri(emitter.session or ""), "tip:chairedBy", person, provision, match[0].strip(" ,"))
    title = None if not chairs or slug(match["name"]) in list(chairs)[:1] else f"Chair {match['name']}"
    chair = chairs[slug(match["name"])] = holding(emitter, provision, "chair", title, emitter.body)
    emitter.chair = emitter.chair or chair
    emitter.add(chair, "tip:holder", person)
    emitter.add(chair, "tip:stateAsPrinted", match["state"])
    body = emitter.names.resolve(match["body"], "body") if match["body"] else None
    office = emitter.names.concepts("office").get((match["office"] or "").lower())
    if body and office:
        other = holding(emitter, provision, office.rpartition("/")[2], None, iri(body.iri))
        emitter.add(other, "tip:holder", person)
        emitter.add(other, "tip:stateAsPrinted", match["state"])


def person_node(emitter: Emitter, provision: Provision, name: str) -> NamedNode:
    """Add a person whom a provision names; *name* has no title of courtesy."""
    return emitter.node(f"person/{slug(name)}", "tip:Person", name.strip(), provision)


def holding(
    emitter: Emitter, provision: Provision, office: str, title: str | None, body: NamedNode | None
) -> NamedNode:
    """Add an office as held in the session; its holder is added where a name is printed."""
    key = slug(title) if title else office
    of = emitter.names.label_of(body.value) if body and not title and office != "chair" else None
    label = f"{title or office.capitalize()}{f' of the {of}' if of else ''}, {emitter.session_label}"
    node = emitter.node(f"{emitter.session}/office/{key}", "tip:OfficeHolding", label, provision)
    emitter.add(node, "tip:office", iri(f"office/{office}"))
    emitter.add(node, "tip:inSession", iri(emitter.session or ""))
    emitter.add(node, "tip:ofBody", body)
    if not body and office != "panellist":
        emitter.doubt(node, provision, title or office, "the record knows no body of which this is an office")
    return node


def _panel(emitter: Emitter, provision: Provision, listed: str) -> None:
    """Add each panellist named: "Jane Doe (Argentina)", "Jane Doe, Prosecutor, Argentina;"."""
    text = listed.strip(" .")
    entries = text.split("; ") if ";" in text else re.split(r"(?<=\)),? (?:and )?|, (?=and )|, (?=[A-Z])| and ", text)
    if ";" not in text and "(" not in text:
        return
    for entry in entries:
        match = _PANELLIST.match(entry.strip(" ,"))
        if not match or (";" not in text and not match["bracket"]):
            continue
        person = person_node(emitter, provision, match["name"])
        node = holding(emitter, provision, "panellist", f"Panellist {match['name']}", None)
        emitter.add(node, "tip:holder", person)
        behind = re.search(r"\((?P<state>[^()]+(?:\([^()]*\))?)\)$", match["rest"] or "")
        state = match["bracket"] or (behind["state"] if behind else (match["rest"] or "").split(", ")[-1])
        known = emitter.names.resolve(state, "state") if state else None
        emitter.add(node, "tip:stateAsPrinted", state if known else None)
