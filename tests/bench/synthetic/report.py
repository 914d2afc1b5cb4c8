"""The report of a session: its recommendations, who attended and spoke, what was done."""

from datetime import timedelta

from pyoxigraph import NamedNode

from tests.bench.synthetic.documents import items, say_agenda
from tests.bench.synthetic.facts import CURATORS, Said, below, day, english, printed, thing, typed
from tests.bench.synthetic.session import Session
from tests.bench.synthetic.texts import Text
from tests.bench.synthetic.words import name, sentence, skewed, words
from tests.bench.synthetic.world import CONFERENCE, asserted

HEADINGS = 16
SPEAK = 0.6
"""Of those who attend, how many speak under an item."""


def write_report(session: Session) -> None:
    """Write the report of a session; everything it says goes to its graph."""
    text = session.text("report", f"{session.slug}-report", f"Report, {session.label}")
    chapter = text.section()
    for _ in range(HEADINGS):
        text.section(chapter)
        _recommendations(session, text)
    for _ in range(6):
        text.section()
        for _ in range(session.world.chance.randint(6, 12)):
            text.provision("Provision", {})
    items(text, text.provisions[-1], 8)
    for _ in range(7):
        text.footnote(session.world.chance.choice(text.provisions))
    session.items.extend(say_agenda(session, text, "adopted"))
    _offices(session, text)
    _attendance(session, text)
    for at, provision in enumerate(text.provisions[-40:]):
        _said_in(session, text, provision, at)
    issued: Said = {
        "dcterms:issued": day(session.first_day + timedelta(days=7)),
        "tip:forSession": session.node,
        "tip:distribution": thing("distribution/general"),
        "tip:symbol": printed(f"{session.symbol}/2"),
        "tip:symbolStatedIn": text.fields[0],
    }
    text.describe("tip:Document", "report-of-a-meeting", issued)
    text.close()


def _recommendations(session: Session, text: Text) -> None:
    """Write what is recommended under a heading: one paragraph, or a lead-in with its items."""
    chance = session.world.chance
    if chance.random() < 0.45:
        session.recommendations.append(text.provision("Recommendation", _recommended(session)))
        return
    parent = text.provision("Provision", {})
    lead = f"{words(chance, 8)}:"
    for ordinal in range(1, chance.randint(3, 6)):
        values = {**_recommended(session), "tip:leadIn": printed(lead)}
        session.recommendations.append(text.provision("Recommendation", values, parent, ordinal))


def _recommended(session: Session) -> Said:
    world, chance = session.world, session.world.chance
    addressee, printed_name = world.addressees[skewed(chance, len(world.addressees))]
    values: Said = {
        "tip:addressedTo": addressee if chance.random() < 0.6 else world.body(),
        "tip:addresseeAsPrinted": printed(printed_name),
        "tip:modality": world.concept("modality"),
        "tip:verbPhrase": printed(words(chance, 2)),
        "tip:inSet": session.recommendation_set,
    }
    if chance.random() < 0.35:
        values["tip:condition"] = printed(words(chance, 6))
    if chance.random() < 0.67:
        values["tip:callsFor"] = world.concept("mechanism")
    if chance.random() < 0.1:
        values["tip:indirectlyAddresses"] = world.body()
    if session.recommendations and chance.random() < 0.35:
        how = chance.choice(("similarTo", "similarTo", "similarTo", "strengthens", "sameTaskAs"))
        values[f"tip:{how}"] = chance.choice(session.recommendations)
    return values


def _offices(session: Session, text: Text) -> None:
    chance = session.world.chance
    person = thing(f"person/{name(chance.randrange(2000)).lower()}-{session.slug}")
    values: Said = {"rdfs:label": english(f"{words(chance, 1)} of {session.label}"), "tip:statedIn": text.provisions[0]}
    session.facts.say(text.graph, person, "tip:Person", values)
    session.facts.say(text.graph, session.node, "", {"tip:chairedBy": person})
    for office, body in (("chair", session.group), ("vice-president", CONFERENCE), ("secretary", session.group)):
        more: Said = {
            "rdfs:label": english(f"{office}, {session.label}"),
            "tip:office": thing(f"office/{office}"),
            "tip:ofBody": body,
            "tip:inSession": session.node,
            "tip:statedIn": text.provisions[0],
        }
        if office == "chair":
            more |= {"tip:holder": person, "tip:stateAsPrinted": printed(session.world.states[0][2])}
        node = thing(f"session/{session.slug}/office/{office}")
        session.offices.append(session.facts.say(text.graph, node, "tip:OfficeHolding", more))


def _attendance(session: Session, text: Text) -> None:
    """Say who attended; most of them spoke."""
    world, chance = session.world, session.world.chance
    listed = text.provisions[-45]
    many = chance.sample(range(len(world.states)), chance.randint(50, 80))
    for at in sorted(many):
        state, code, label = world.states[at]
        identity: Said = {
            "rdfs:label": english(label),
            "tip:isoAlpha3": printed(code),
            "tip:m49": printed(f"{at + 1:03}"),
            **_CODED,
        }
        session.facts.say(text.graph, state, "tip:State", identity)
        standing: Said = {
            "rdfs:label": english(f"{label}: standing as of {session.first_day}"),
            "tip:asOf": day(session.first_day),
            "tip:instrument": world.treaties[0],
            "tip:party": state,
            "tip:status": world.concept("treaty-status"),
            "tip:statedIn": listed,
            **asserted(chance),
        }
        if chance.random() < 0.06:
            standing["tip:since"] = typed(f"{session.first_day:%Y-%m}", "gYearMonth")
        session.facts.say(text.graph, below(listed, f"treaty-status/{code}"), "tip:TreatyStatus", standing)
        _participant(session, text, state, code, label)
    for at in chance.sample(range(20, len(world.bodies)), 16):
        _participant(session, text, world.bodies[at], f"body-{at}", f"Body {at}")


_CODED: Said = {
    "tip:assertedBy": CURATORS,
    "tip:reason": english("The codes are those of the table of codes for the name that the document prints."),
}


def _participant(session: Session, text: Text, who: NamedNode, code: str, label: str) -> None:
    world, chance = session.world, session.world.chance
    listed = text.provisions[-45]
    values: Said = {
        "rdfs:label": english(f"{label} at {session.label}"),
        "tip:participant": who,
        "tip:inSession": session.node,
        "tip:capacity": world.concept("capacity"),
        "tip:nameAsPrinted": printed(label),
        "tip:statedIn": listed,
    }
    session.facts.say(text.graph, thing(f"session/{session.slug}/attendance/{code}"), "tip:Attendance", values)
    for item in session.items[1:3]:
        if chance.random() < SPEAK:
            _statement(session, text, item, code, {"tip:speaker": who, "tip:nameAsPrinted": printed(label)})


def _statement(session: Session, text: Text, item: NamedNode, code: str, speaker: Said) -> None:
    chance = session.world.chance
    ordinal = item.value.rpartition("/")[2]
    values: Said = {
        "rdfs:label": english(f"Statement of {code}, item {ordinal}"),
        "tip:inSession": session.node,
        "tip:statementKind": session.world.concept("statement-kind"),
        "tip:underItem": item,
        "tip:statedIn": text.provisions[-44],
        **speaker,
    }
    if chance.random() < 0.2:
        values["tip:text"] = printed(sentence(chance))
    session.facts.say(text.graph, thing(f"session/{session.slug}/statement/{ordinal}/{code}"), "tip:Statement", values)


def _said_in(session: Session, text: Text, provision: NamedNode, at: int) -> None:
    """Say what a paragraph reports: an action, and here and there a statement by an officer, a figure, a citation."""
    world, chance = session.world, session.world.chance
    action: Said = {
        "rdfs:label": english(f"{text.label}: action"),
        "tip:actionVerb": world.concept("verb"),
        "tip:byBody": chance.choice((session.group, CONFERENCE)),
        "tip:atSession": session.node,
        "tip:text": printed(sentence(chance)),
        "tip:verbPhrase": printed(words(chance, 1)),
        "tip:statedIn": provision,
    }
    if at % 2:
        action["tip:inInstrument"] = thing(f"instrument/decision-{session.slug}")
    session.facts.say(text.graph, below(provision, "action/1"), "tip:ReportedAction", action)
    if at % 2 == 0:
        office: Said = {"tip:speakingAs": chance.choice(session.offices)}
        _statement(session, text, session.items[1], f"officer-{at}", office)
        _figure(session, text, provision)
    if at % 3 == 0:
        locator = f"article {chance.randint(1, 40)}, paragraph {chance.randint(1, 9)}"
        values: Said = {
            "rdfs:label": english(f"{text.label}: {locator}"),
            "tip:citing": provision,
            "tip:cited": world.treaties[0],
            "tip:locator": printed(locator),
            "tip:asPrinted": printed(f"{locator}, of the Convention"),
            "tip:statedIn": provision,
        }
        session.facts.say(text.graph, below(provision, "citation/1"), "tip:Citation", values)
    if at < 2:
        considered: Said = {
            "rdfs:label": english(f"Consideration of item {at + 2}"),
            "tip:item": session.items[at + 1],
            "tip:date": day(session.first_day + timedelta(days=at)),
            "tip:statedIn": provision,
        }
        node = thing(f"session/{session.slug}/consideration/{at + 2}")
        session.facts.say(text.graph, node, "tip:ItemConsideration", considered)


def _figure(session: Session, text: Text, provision: NamedNode) -> None:
    world, chance = session.world, session.world.chance
    values: Said = {
        "rdfs:label": english(f"{text.label}: figure"),
        "tip:value": typed(str(chance.randint(1, 500)), "decimal"),
        "tip:comparator": world.concept("comparator"),
        "tip:unit": printed(words(chance, 2)),
        "tip:measures": printed(sentence(chance)),
        "tip:asOf": day(session.first_day),
        "tip:reportedBy": world.body(),
        "tip:statedIn": provision,
    }
    if chance.random() < 0.1:
        values |= {"tip:outOf": typed("1000", "decimal"), "tip:period": printed(words(chance, 3))}
    session.facts.say(text.graph, below(provision, "figure/1"), "tip:StatedFigure", values)
