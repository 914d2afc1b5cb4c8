"""The documents of a session besides its report: note verbale, provisional agenda, background paper, draft resolution."""

from datetime import datetime, time, timedelta

from pyoxigraph import NamedNode

from tests.bench.synthetic.facts import Said, below, day, english, moment, number, printed, thing
from tests.bench.synthetic.session import Session
from tests.bench.synthetic.texts import Text
from tests.bench.synthetic.words import sentence, words
from tests.bench.synthetic.world import SECRETARIAT

_PROVISION = "Provision"


def write_note(session: Session) -> None:
    """Write the note verbale that invites topics: a few paragraphs, one of them with a list."""
    text = session.text("note", f"cu-{session.slug}", f"Note verbale, {session.label}")
    for _ in range(9):
        text.provision(_PROVISION, {})
    items(text, text.provision(_PROVISION, {}), session.world.chance.randint(15, 25))
    issued = {"dcterms:issued": day(session.first_day - timedelta(days=90)), "tip:preparedBy": SECRETARIAT}
    more: Said = {"tip:forSession": session.node, "tip:reference": printed(f"CU {session.slug}"), **issued}
    more |= {
        "tip:transmits": thing(f"document/{session.slug}-provisional-agenda"),
        "schema:contactPoint": printed("desk"),
    }
    text.describe("tip:Document", "note-verbale", more)
    text.close()


def items(text: Text, parent: NamedNode, count: int) -> list[NamedNode]:
    """Write the lettered items of a paragraph."""
    return [text.provision(_PROVISION, {}, parent, ordinal) for ordinal in range(1, count + 1)]


def write_agenda(session: Session) -> None:
    """Write the provisional agenda with its annotations and its timetable."""
    text = session.text("agenda", f"{session.slug}-provisional-agenda", f"Provisional agenda, {session.label}")
    for _ in range(4):
        text.section()
        for _ in range(session.world.chance.randint(5, 7)):
            text.provision(_PROVISION, {})
        items(text, text.provision(_PROVISION, {}), session.world.chance.randint(3, 6))
    for _ in range(4):
        text.footnote(session.world.chance.choice(text.provisions))
    say_agenda(session, text, "provisional")
    rows = [text.row(ordinal) for ordinal in range(1, 8)]
    for slot in range(4):
        _slot(session, text, slot, rows)
    issued: Said = {
        "dcterms:issued": day(session.first_day - timedelta(days=40)),
        "tip:forSession": session.node,
        "tip:distribution": thing("distribution/general"),
        "tip:symbol": printed(f"{session.symbol}/1"),
        "tip:symbolStatedIn": text.fields[0],
        "tip:preparedBy": SECRETARIAT,
    }
    text.describe("tip:Document", "provisional-agenda", issued)
    text.close()


def say_agenda(session: Session, text: Text, status: str) -> list[NamedNode]:
    """Say of an agenda, provisional or adopted, which items it has; returns them."""
    agenda = thing(f"session/{session.slug}/agenda/{status}")
    values: Said = {
        "rdfs:label": english(f"Agenda ({status}): {session.label}"),
        "tip:agendaOf": session.node,
        "tip:agendaStatus": thing(f"agenda-status/{status}"),
        "tip:statedIn": text.sections[0],
    }
    session.facts.say(text.graph, agenda, "tip:Agenda", values)
    found = []
    for ordinal in range(1, 8):
        title = words(session.world.chance, 6).capitalize()
        more: Said = {
            "rdfs:label": english(f"Item {ordinal}: {title}"),
            "dcterms:title": english(title),
            "dcterms:isPartOf": agenda,
            "tip:inAgenda": agenda,
            "tip:itemNumber": printed(ordinal),
            "tip:ordinal": number(ordinal),
            "tip:statedIn": text.provisions[0],
        }
        if status == "adopted":
            more["tip:correspondsTo"] = thing(f"session/{session.slug}/agenda/provisional/{ordinal}")
            more["tip:listsDocument"] = session.texts["agenda"].node
        found.append(session.facts.say(text.graph, below(agenda, str(ordinal)), "tip:AgendaItem", more))
    return found


def _slot(session: Session, text: Text, at: int, rows: list[NamedNode]) -> None:
    starts = datetime.combine(session.first_day + timedelta(days=at // 2), time(10 if at % 2 == 0 else 15))
    values: Said = {
        "rdfs:label": english(f"Slot {at + 1}"),
        "tip:ordinal": number(at + 1),
        "tip:inSession": session.node,
        "tip:startsAt": moment(starts),
        "tip:endsAt": moment(starts + timedelta(hours=3)),
        "tip:forItem": thing(f"session/{session.slug}/agenda/provisional/{at + 1}"),
        "tip:statedIn": rows[at],
    }
    session.facts.say(text.graph, thing(f"session/{session.slug}/slot/{at + 1}"), "tip:ScheduledSlot", values)


def write_paper(session: Session) -> None:
    """Write the background paper, which also asks for something."""
    text = session.text("paper", f"{session.slug}-background-paper", f"Background paper, {session.label}")
    for _ in range(3):
        text.section()
        for _ in range(session.world.chance.randint(4, 7)):
            text.provision(_PROVISION, {})
    items(text, text.provisions[-1], 10)
    for _ in range(3):
        text.footnote(session.world.chance.choice(text.provisions))
    for at in range(9):
        _request(session, text, text.provisions[at], at == 0)
    issued = {"dcterms:issued": day(session.first_day - timedelta(days=30)), "tip:preparedBy": SECRETARIAT}
    more: Said = {"tip:forSession": session.node, "tip:distribution": thing("distribution/general"), **issued}
    text.describe("tip:Document", "background-paper", more)
    text.close()


def _request(session: Session, text: Text, provision: NamedNode, due: bool) -> None:
    world = session.world
    values: Said = {
        "rdfs:label": english(f"{text.label}: request"),
        "tip:addressedTo": world.addressees[world.chance.randrange(len(world.addressees))][0],
        "tip:modality": world.concept("modality"),
        "tip:text": printed(sentence(world.chance)),
        "tip:verbPhrase": printed(words(world.chance, 3)),
        "tip:statedIn": provision,
    }
    if due:
        values["tip:deadline"] = day(session.first_day - timedelta(days=20))
    session.facts.say(text.graph, below(provision, "request/1"), "tip:Request", values)


def write_draft(session: Session) -> None:
    """Write the draft resolution: preamble, formula, operative paragraphs."""
    world = session.world
    text = session.text("draft", f"{session.slug}-draft-resolution", f"Draft resolution, {session.label}")
    for _ in range(8):
        verb = {"tip:operativeVerb": world.concept("verb"), "tip:verbPhrase": printed(words(world.chance, 2))}
        text.provision("PreambularProvision", verb)
    text.provision("EnactingFormula", {})
    for _ in range(15):
        addressee, name = world.addressees[world.chance.randrange(len(world.addressees))]
        values: Said = {
            "tip:operativeVerb": world.concept("verb"),
            "tip:verbPhrase": printed(words(world.chance, 2)),
            "tip:addressedTo": addressee,
            "tip:addresseeAsPrinted": printed(name),
            "tip:topic": world.topic()[0],
        }
        text.provision("OperativeProvision", values)
    more: Said = {
        "dcterms:issued": day(session.first_day + timedelta(days=190)),
        "tip:forSession": session.conference,
        "tip:distribution": thing("distribution/limited"),
        "tip:sponsor": thing("body/group-of-states"),
        "tip:reference": printed(f"V.{session.slug}"),
    }
    text.describe("tip:DraftResolution", "draft-resolution", more)
    text.close()
