"""Who spoke: statements by item, presentations and briefings by offices, issues raised by the chair."""

import re

from pyoxigraph import NamedNode

from tipgraph.documents.symbols import slug
from tipgraph.documents.words import sentences
from tipgraph.extract.emit import Emitter, iri
from tipgraph.extract.facts.chairs import emit_chairs, holding
from tipgraph.extract.facts.floor import read_floor
from tipgraph.extract.facts.items import current_items, spoken_under
from tipgraph.extract.facts.offices import OFFICE, office_holding
from tipgraph.extract.facts.statements import Statements, add_statement, capital
from tipgraph.extract.model import Provision
from tipgraph.extract.names import Name

_CHAIR = r"(?:[Tt]he )?[Cc]hair(?:person|man|woman)?"
_PRONOUN = re.compile(r"^(?:He|She|They) (?:also )?(?:briefed|informed|updated)\b")
_RAISED = "issue-raised-by-the-chair"
_AUDIENCE = r"(?:the (?:[A-Z]\w+(?: \w+){0,3}|working group)|participants|delegations|the meeting)"
_KINDS = (
    (
        r"\b(?:opening|introductory|welcoming) (?:remarks|statement|address)\b|"
        r"\bopened (?:the|by the) .*\bwho (?:welcomed|recalled|made|thanked|noted|drew)|"
        r"\bopened the (?:meeting|session) and (?:welcomed|recalled)",
        "opening-remarks",
    ),
    (r"\b(?:closing|concluding) (?:remarks|statement|address)\b", "closing-remarks"),
    (
        r"\bpresented the (?:documents?|background papers?|papers?|reports?|notes?)\b|"
        r"\b(?:gave|made|delivered) (?:an? )?(?:\w+ )?presentations?\b",
        "presentation",
    ),
    (r"\bintroduced (?:the |agenda )?(?:item|documents?|background)\b|\bmade an introduct", "introduction"),
    (rf"\b(?<!was )(?<!were )(?:briefed|informed|updated) {_AUDIENCE}", "briefing"),
    (rf"\bdrew the attention\b|\binvited {_AUDIENCE} to discuss\b|\bstressed that\b|\breminded {_AUDIENCE}", _RAISED),
)
_SPEAKS = r"(?:recalled|drew|invited|briefed|informed|stressed|reminded)\b"
_ONE_OF_SEVERAL = re.compile(r"^In (?:the \w+|another|a \w+) presentation, ")


def emit_speakers(emitter: Emitter) -> None:
    """Add the chair, statements of States and organizations, and what offices presented, said or raised."""
    if not emitter.session:
        return
    emit_chairs(emitter)
    items = current_items(emitter)
    statements = Statements(emitter)
    presenter: Name | None = None
    for provision in emitter.document.provisions:
        words = emitter.words(provision)
        item = items.get(provision.path)
        for _, sentence in sentences(words):
            item = spoken_under(sentence) or item
            turns = read_floor(emitter.names, sentence)
            for turn in turns:
                statements.add(provision, turn, item)
            if not turns:
                _office_statements(emitter, provision, sentence, items.get(provision.path))
        if presenter and _ONE_OF_SEVERAL.match(words):
            _presentation(emitter, provision, presenter, items.get(provision.path))
        presenter = _presenters(emitter, words) or presenter


def _presenters(emitter: Emitter, words: str) -> Name | None:
    """Return the body whose representatives are said to have given presentations, several of which are told of below."""
    match = re.match(r"Representatives of the (?P<body>[A-Z]\w+) gave presentations\b", words)
    return emitter.names.resolve(match["body"], "body") if match else None


def _presentation(emitter: Emitter, provision: Provision, presenter: Name, item: str | None) -> None:
    """Add one of several presentations, with the words that tell of it."""
    words = emitter.words(provision)
    key = f"presentation-{presenter.key}-{slug(provision.path)}"
    node = add_statement(
        emitter, provision, item, key, "presentation", f"Presentation: {' '.join(words.split()[:12])} ..."
    )
    emitter.add(node, "tip:speaker", iri(presenter.iri))
    emitter.add(node, "tip:text", words)


def _office_statements(emitter: Emitter, provision: Provision, sentence: str, item: str | None) -> None:
    """Add what an office, the chair or the Secretariat's representatives presented, briefed on, remarked or raised."""
    kind = next((slug for pattern, slug in _KINDS if re.search(pattern, sentence)), None)
    if not kind:
        return
    office = OFFICE.search(sentence) or (_PRONOUN.match(sentence) and OFFICE.search(emitter.words(provision)))
    if office:
        speaker = office_holding(emitter, provision, office)
        printed = re.sub(r"^,? ?[Tt]he ", "", office[0])
        _by_office(emitter, provision, item, kind, speaker, office["title"], printed)
    elif _is_chair(emitter, provision, sentence):
        _by_chair(emitter, provision, sentence, item, kind)
    elif match := re.match(r"(?:A r|R)epresentatives? of the (?P<body>[A-Z]\w+)", sentence):
        name = emitter.names.resolve(match["body"], "body")
        if name:
            node = add_statement(
                emitter, provision, item, f"{kind}-{name.key}", kind, f"{kind.capitalize()} by {match['body']}"
            )
            emitter.add(node, "tip:speaker", iri(name.iri))
            emitter.add(node, "tip:nameAsPrinted", match[0])


def _is_chair(emitter: Emitter, provision: Provision, sentence: str) -> bool:
    """Tell whether the chair speaks in a sentence, named or, in a paragraph that names the chair, by a pronoun."""
    if re.search(rf"\bopened by {_CHAIR}\b", sentence):
        return True
    match = re.search(rf"(?:^|, )(?:{_CHAIR}|(?P<pronoun>s?he)) {_SPEAKS}", sentence)
    return match is not None and (not match["pronoun"] or bool(re.search(_CHAIR, emitter.words(provision))))


def _by_chair(emitter: Emitter, provision: Provision, sentence: str, item: str | None, kind: str) -> None:
    """Add what the chair said: an issue for each item of a list, or the sentence."""
    speaker = emitter.chair or holding(emitter, provision, "chair", None, emitter.body)
    said = [(child, emitter.words(child)) for child in provision.children] if kind == _RAISED else []
    for part, words in said or [(provision, sentence)]:
        shown = words if said else f"{' '.join(words.split()[:12])} ..."
        number = emitter.next_number(f"{kind}/{item}")
        key, label = (f"issue-{number}", "Issue raised") if kind == _RAISED else (f"{kind}-chair", capital(kind))
        node = add_statement(emitter, part, item, key, kind, f"{label}: {shown}")
        emitter.add(node, "tip:speakingAs", speaker)
        emitter.add(node, "tip:text", words)
        named = re.search(r"\bChair(?:person|man|woman)?\b", sentence) if not said else None
        emitter.add(node, "tip:nameAsPrinted", named[0] if named else None)


def _by_office(
    emitter: Emitter, provision: Provision, item: str | None, kind: str, speaker: NamedNode, title: str, printed: str
) -> None:
    key = f"{kind}-{slug(title)}"
    node = add_statement(emitter, provision, item, key, kind, f"{capital(kind)}: {title}")
    emitter.add(node, "tip:speakingAs", speaker)
    emitter.add(node, "tip:nameAsPrinted", printed)
