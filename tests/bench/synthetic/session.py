"""One session of a working group: when it met, who was there, who spoke, and the documents before and after it."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from pyoxigraph import NamedNode

from tests.bench.synthetic.facts import Facts, Said, curated, day, english, number, printed, thing
from tests.bench.synthetic.texts import Text
from tests.bench.synthetic.words import words
from tests.bench.synthetic.world import CONFERENCE, SESSIONS_OF_A_GROUP, World, asserted

_FIRST = date(2001, 3, 5)


@dataclass
class Session:
    """A session, and what its documents say that the curated files refer to."""

    facts: Facts
    world: World
    slug: str
    node: NamedNode
    group: NamedNode
    conference: NamedNode
    """The session of the Conference that the group reports to."""
    label: str
    first_day: date
    texts: dict[str, Text] = field(default_factory=dict)
    """The note, agenda, report, paper and draft."""
    items: list[NamedNode] = field(default_factory=list)
    """The items of the adopted agenda."""
    recommendations: list[NamedNode] = field(default_factory=list)
    offices: list[NamedNode] = field(default_factory=list)

    @property
    def recommendation_set(self) -> NamedNode:
        """All recommendations of the session."""
        return thing(f"session/{self.slug}/recommendations")

    @property
    def symbol(self) -> str:
        """What the symbols of its documents begin with."""
        return f"CTOC/COP/{self.slug.upper().replace('-', '.')}/{self.first_day.year}"

    def text(self, name: str, slug: str, title: str) -> Text:
        """Begin one of the session's documents."""
        self.texts[name] = Text(self.facts, self.world, slug, title)
        return self.texts[name]

    def anywhere(self) -> NamedNode:
        """Draw a provision of one of the documents."""
        chance = self.world.chance
        text = self.texts[chance.choice(("note", "agenda", "report", "report", "report", "paper", "draft"))]
        return chance.choice(text.provisions)


def begin_session(facts: Facts, world: World, at: int) -> Session:
    """Begin the session of a number, counted from 0; every eighth is the first of another working group."""
    group, number_of_it = divmod(at, SESSIONS_OF_A_GROUP)
    slug = f"wg{group + 1}-{number_of_it + 1}"
    session = Session(
        facts,
        world,
        slug,
        thing(f"session/{slug}"),
        world.groups[group],
        thing(f"session/cop-{number_of_it + 1}"),
        f"Session {number_of_it + 1} of working group {group + 1}",
        _FIRST + timedelta(days=365 * number_of_it + 7 * (group % 40)),
    )
    _meetings(session, number_of_it + 1, first_of_its_year=group == 0)
    return session


def _meetings(session: Session, ordinal: int, first_of_its_year: bool) -> None:
    chance, facts = session.world.chance, session.facts

    def say(node: NamedNode, kind: str, label: str, start: date, more: Said) -> None:
        values: Said = {
            "rdfs:label": english(label),
            "tip:ordinal": number(ordinal),
            "schema:startDate": day(start),
            "schema:endDate": day(start + timedelta(days=1)),
            **more,
            **asserted(chance),
        }
        facts.say(curated("sessions"), node, f"tip:{kind}", values)

    own: Said = {
        "tip:ofBody": session.group,
        "tip:place": printed("Vienna"),
        "skos:altLabel": [english(f"{words(chance, 3)} {session.slug}") for _ in range(3)],
        "skos:hiddenLabel": english(f"meeting {ordinal}"),
        "skos:scopeNote": english(words(chance, 12)),
    }
    say(session.node, "WorkingGroupSession", session.label, session.first_day, own)
    bureau: Said = {"tip:ofBody": thing("body/extended-bureau")}
    before = session.first_day - timedelta(days=60)
    say(
        thing(f"meeting/extended-bureau-{session.slug}"),
        "BureauMeeting",
        f"Bureau before {session.label}",
        before,
        bureau,
    )
    if first_of_its_year:
        autumn = session.first_day + timedelta(days=200)
        more: Said = {"tip:ofBody": CONFERENCE, "tip:place": printed("Vienna")}
        say(session.conference, "ConferenceSession", f"Session {ordinal} of the Conference", autumn, more)
    event: Said = {
        "rdfs:label": english(f"Consultations before {session.label}"),
        "schema:startDate": day(before - timedelta(days=30)),
        "tip:atSession": session.conference,
        "tip:place": printed("New York"),
        **asserted(chance),
    }
    facts.say(curated("occasions"), thing(f"occasion/consultations-{session.slug}"), "tip:Event", event)
