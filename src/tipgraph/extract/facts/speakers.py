"""Who chaired and who spoke: statements by item, presentations and briefings by offices, issues raised by the chair."""

import re

from pyoxigraph import NamedNode

from tipgraph.documents.symbols import slug
from tipgraph.documents.words import sentences
from tipgraph.extract.emit import Emitter, iri
from tipgraph.extract.facts.agenda import current_items, item_path
from tipgraph.extract.model import Provision
from tipgraph.extract.names import Name, split_list

_CHAIRED = re.compile(
    r"\bwas chaired by (?P<name>[^(,]+) \((?P<state>[^)]+)\)(?:, (?P<office>[^,.]+?) of the (?P<body>[^,.]+))?"
)
_UNDER = re.compile(r"^Under (?:agenda )?item (?P<item>\d+(?: \([a-z]\))?)")
_HEARD = re.compile(
    r"heard statements (?:from|by) (?:(?:the )?representatives of )?(?:the following States|the following)?:? ?(?P<list>[^.]+)\.?$"
)
_ALSO = re.compile(r"^(?:Statements were also made by|A statement was also made by) (?P<list>.+?)\.?$")
_ALSO_MADE = re.compile(
    r"^(?P<list>(?:The|An?) (?:observers?|representatives?) (?:for|of) .+?) also made (?:a )?statements?\.?$"
)
_ROLE = re.compile(r"\b(?:by )?(?:the |an? )?(?:representatives?|observers?) (?:of|for) (?:the )?", re.IGNORECASE)
_CHAIR = r"(?:[Tt]he )?[Cc]hair(?:person|man|woman)?"
_OFFICE = re.compile(
    r"(?:^|, )[Tt]he (?P<title>(?P<rank>(?:Deputy |Assistant )?(?:Chief|Director|Executive Director|Secretary|Head)) of the "
    r"(?P<unit>[A-Z]\w+(?:(?: and| of| for|,)? [A-Z]\w+)*?))(?: of (?:the )?(?P<body>[A-Z]\w+))?(?= (?!and |of |for )[a-z])"
)
_PRONOUN = re.compile(r"^(?:He|She|They) (?:also )?(?:briefed|informed|updated)\b")
_RAISED = "issue-raised-by-the-chair"
_AUDIENCE = r"(?:the [A-Z]\w+(?: \w+){0,3}|participants|delegations|the meeting)"
_KINDS = (
    (r"\bopening remarks\b", "opening-remarks"),
    (r"\bpresented the documents\b|\bgave (?:a )?presentations?\b", "presentation"),
    (rf"\b(?<!was )(?<!were )(?:briefed|informed|updated) {_AUDIENCE}", "briefing"),
    (rf"\bdrew the attention\b|\binvited {_AUDIENCE} to discuss\b|\bstressed that\b|\breminded {_AUDIENCE}", _RAISED),
)
_SPEAKS = r"(?:recalled|drew|invited|briefed|informed|stressed|reminded)\b"
_ONE_OF_SEVERAL = re.compile(r"^In (?:the \w+|another|a \w+) presentation, ")


def emit_speakers(emitter: Emitter) -> None:
    """Add the chair, statements of States and organizations, and what offices presented, said or raised."""
    if not emitter.session:
        return
    items = current_items(emitter)
    presenter: Name | None = None
    for provision in emitter.document.provisions:
        words = emitter.words(provision)
        _chair(emitter, provision, words)
        item = items.get(provision.path)
        for _, sentence in sentences(words):
            under = _UNDER.match(sentence)
            item = under["item"] if under else item
            _statements(emitter, provision, sentence, item)
            _office_statements(emitter, provision, sentence, items.get(provision.path))
        if presenter and _ONE_OF_SEVERAL.match(words):
            _presentation(emitter, provision, presenter, items.get(provision.path))
        presenter = _presenters(emitter, words) or presenter


def _chair(emitter: Emitter, provision: Provision, words: str) -> None:
    match = _CHAIRED.search(words)
    if not match:
        return
    person = emitter.node(f"person/{slug(match['name'])}", "tip:Person", match["name"].strip(), provision)
    emitter.claim(iri(emitter.session or ""), "tip:chairedBy", person, provision, match[0])
    chair = emitter.chair = holding(emitter, provision, "chair", None, emitter.body)
    emitter.add(chair, "tip:holder", person)
    emitter.add(chair, "tip:stateAsPrinted", match["state"])
    body = emitter.names.resolve(match["body"], "body") if match["body"] else None
    office = emitter.names.concepts("office").get((match["office"] or "").lower())
    if body and office:
        other = holding(emitter, provision, office.rpartition("/")[2], None, iri(body.iri))
        emitter.add(other, "tip:holder", person)
        emitter.add(other, "tip:stateAsPrinted", match["state"])


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
    return node


def _statements(emitter: Emitter, provision: Provision, sentence: str, item: str | None) -> None:
    match = next((m for pattern in (_HEARD, _ALSO, _ALSO_MADE) if (m := pattern.search(sentence))), None)
    if not match:
        return
    listed = _ROLE.sub("", match["list"])
    for printed, name in split_list(listed, emitter.names, "state", "body"):
        key = name.key if name else slug(printed)
        node = _statement(emitter, provision, item, key, "statement", f"Statement of {printed}")
        emitter.named(node, "tip:speaker", provision, printed, name)


def _statement(emitter: Emitter, provision: Provision, item: str | None, key: str, kind: str, label: str) -> NamedNode:
    path = item_path(item) if item else "opening" if kind == "opening-remarks" else "meeting"
    shown = f"{label}, item {item}" if item else label
    node = emitter.node(f"{emitter.session}/statement/{path}/{key}", "tip:Statement", shown, provision)
    emitter.add(node, "tip:inSession", iri(emitter.session or ""))
    emitter.add(node, "tip:statementKind", iri(f"statement-kind/{kind}"))
    if item:
        emitter.add(node, "tip:underItem", iri(f"{emitter.session}/agenda/adopted/{path}"))
    return node


def _presenters(emitter: Emitter, words: str) -> Name | None:
    """Return the body whose representatives are said to have given presentations, several of which are told of below."""
    match = re.match(r"Representatives of the (?P<body>[A-Z]\w+) gave presentations\b", words)
    return emitter.names.resolve(match["body"], "body") if match else None


def _presentation(emitter: Emitter, provision: Provision, presenter: Name, item: str | None) -> None:
    """Add one of several presentations, with the words that tell of it."""
    words = emitter.words(provision)
    key = f"presentation-{presenter.key}-{slug(provision.path)}"
    node = _statement(
        emitter, provision, item, key, "presentation", f"Presentation: {' '.join(words.split()[:12])} ..."
    )
    emitter.add(node, "tip:speaker", iri(presenter.iri))
    emitter.add(node, "tip:text", words)


def _office_statements(emitter: Emitter, provision: Provision, sentence: str, item: str | None) -> None:
    """Add what an office, the chair or the Secretariat's representatives presented, briefed on, remarked or raised."""
    kind = next((slug for pattern, slug in _KINDS if re.search(pattern, sentence)), None)
    if not kind:
        return
    office = _OFFICE.search(sentence) or (_PRONOUN.match(sentence) and _OFFICE.search(emitter.words(provision)))
    if office:
        body = emitter.names.resolve(office["unit"], "body") or emitter.names.resolve(office["body"] or "", "body")
        speaker = holding(
            emitter, provision, _office_concept(emitter, office), office["title"], iri(body.iri) if body else None
        )
        _by_office(emitter, provision, item, kind, speaker, office["title"])
    elif _is_chair(emitter, provision, sentence):
        _by_chair(emitter, provision, sentence, item, kind)
    elif match := re.match(r"(?:A r|R)epresentatives? of the (?P<body>[A-Z]\w+)", sentence):
        name = emitter.names.resolve(match["body"], "body")
        if name:
            node = _statement(
                emitter, provision, item, f"{kind}-{name.key}", kind, f"{kind.capitalize()} by {match['body']}"
            )
            emitter.add(node, "tip:speaker", iri(name.iri))
            emitter.add(node, "tip:nameAsPrinted", match[0])


def _is_chair(emitter: Emitter, provision: Provision, sentence: str) -> bool:
    """Tell whether the chair speaks in a sentence, named or, in a paragraph that names the chair, by a pronoun."""
    match = re.search(rf"(?:^|, )(?:{_CHAIR}|(?P<pronoun>s?he)) {_SPEAKS}", sentence)
    return match is not None and (not match["pronoun"] or bool(re.search(_CHAIR, emitter.words(provision))))


def _by_chair(emitter: Emitter, provision: Provision, sentence: str, item: str | None, kind: str) -> None:
    """Add what the chair said: an issue for each item of a list, or the sentence."""
    speaker = emitter.chair or holding(emitter, provision, "chair", None, emitter.body)
    said = [(child, emitter.words(child)) for child in provision.children] if kind == _RAISED else []
    for part, words in said or [(provision, sentence)]:
        shown = words if said else f"{' '.join(words.split()[:12])} ..."
        number = emitter.next_number(f"{kind}/{item}")
        key, label = (f"issue-{number}", "Issue raised") if kind == _RAISED else (f"{kind}-chair", _capital(kind))
        node = _statement(emitter, part, item, key, kind, f"{label}: {shown}")
        emitter.add(node, "tip:speakingAs", speaker)
        emitter.add(node, "tip:text", words)


def _capital(kind: str) -> str:
    return kind.replace("-", " ").capitalize()


def _office_concept(emitter: Emitter, office: re.Match[str]) -> str:
    """Return the slug of the concept of scheme/office for a printed title; a rank the scheme lacks is a chief's."""
    if office["rank"].endswith("Chief"):
        return next((f"chief-of-{unit.lower()}" for unit in ("Section", "Branch") if unit in office["unit"]), "chief")
    known = emitter.names.concepts("office").get(office["rank"].lower())
    return known.rpartition("/")[2] if known else "chief"


def _by_office(
    emitter: Emitter, provision: Provision, item: str | None, kind: str, speaker: NamedNode, title: str
) -> None:
    key = f"{kind}-{slug(title)}"
    node = _statement(emitter, provision, item, key, kind, f"{_capital(kind)}: {title}")
    emitter.add(node, "tip:speakingAs", speaker)
    emitter.add(node, "tip:nameAsPrinted", title)
