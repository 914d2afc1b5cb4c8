"""What the sessions have in common: States, bodies, addressees, treaties, topics."""

from dataclasses import dataclass, field
from random import Random

from pyoxigraph import NamedNode, Triple

from tests.bench.synthetic.facts import CURATORS, Facts, Said, curated, english, printed, term, thing
from tests.bench.synthetic.words import name, sentence, skewed, words
from tipgraph.dataset.load import SCHEMES
from tipgraph.namespaces import SCHEME

STATES = 193
TREATIES = 25
ADDRESSEES = 36
BODIES = (("UnitedNationsEntity", 62), ("IntergovernmentalOrganization", 58), ("PermanentObserverEntity", 3))
SESSIONS_OF_A_GROUP = 8
TOPICS = 60
TOPICS_OF_A_SESSION = 6
CONFERENCE = thing("body/conference-of-the-parties")
SECRETARIAT = thing("body/secretariat")
NARROWER = 4
"""Topics that a topic has directly below it."""


@dataclass
class World:
    """What a session may name."""

    chance: Random
    concepts: dict[str, list[NamedNode]]
    """The concepts of each scheme of the ontology."""
    states: list[tuple[NamedNode, str, str]] = field(default_factory=list)
    """Each with its code and its name."""
    bodies: list[NamedNode] = field(default_factory=list)
    groups: list[NamedNode] = field(default_factory=list)
    """Working groups."""
    addressees: list[tuple[NamedNode, str]] = field(default_factory=list)
    """Each with its name."""
    treaties: list[NamedNode] = field(default_factory=list)
    topics: list[tuple[NamedNode, str]] = field(default_factory=list)
    """Each with its name."""

    def concept(self, scheme: str) -> NamedNode:
        """Draw a concept of a scheme, some much more often than others."""
        found = self.concepts[scheme]
        return found[skewed(self.chance, len(found))]

    def topic(self) -> tuple[NamedNode, str]:
        """Draw a topic, some much more often than others."""
        return self.topics[skewed(self.chance, len(self.topics))]

    def body(self) -> NamedNode:
        """Draw a body, some much more often than others."""
        return self.bodies[skewed(self.chance, len(self.bodies))]


def concepts_of(schemes: frozenset[Triple]) -> dict[str, list[NamedNode]]:
    """Return the concepts of each scheme, by the scheme's name."""
    found: dict[str, list[NamedNode]] = {}
    for triple in schemes:
        if triple.predicate == term("skos:inScheme"):
            found.setdefault(triple.object.value.removeprefix(SCHEME), []).append(triple.subject)
    return {scheme: sorted(members, key=str) for scheme, members in found.items()}


def make_world(facts: Facts, schemes: frozenset[Triple], chance: Random, sessions: int) -> World:
    """Say what the sessions have in common.

    Args:
        facts: Where it goes.
        schemes: The concept schemes of the ontology.
        chance: Draws.
        sessions: How many sessions there will be; topics and working groups grow with them.

    Returns:
        What the sessions may name.
    """
    world = World(chance, concepts_of(schemes))
    facts.say(curated("agents"), CURATORS, "prov:Agent", {"rdfs:label": english("the curators")})
    # XAA to XZZ are free for everybody's own use (ISO 3166-1, section 8.1.3): no State has them.
    codes = [f"X{chr(65 + at // 26)}{chr(65 + at % 26)}" for at in range(STATES)]
    world.states = [(thing(f"state/{code}"), code, name(at)) for at, code in enumerate(codes)]
    _treaties(facts, world)
    _bodies(facts, world, sessions)
    _addressees(facts, world)
    _topics(facts, world, TOPICS + TOPICS_OF_A_SESSION * sessions)
    return world


def asserted(chance: Random) -> Said:
    """Return the properties of what is a curator's own assertion."""
    return {"tip:assertedBy": CURATORS, "tip:reason": english(sentence(chance, 15, 30))}


def _treaties(facts: Facts, world: World) -> None:
    for at in range(TREATIES):
        values: Said = {
            "rdfs:label": english(f"Convention on {words(world.chance, 5)}"),
            "skos:altLabel": english(f"the {name(500 + at)} Convention"),
            "tip:documentType": thing("document-type/treaty"),
            "tip:treatySeriesVolume": printed(2000 + at),
            "tip:treatySeriesNumber": printed(39000 + at),
            **asserted(world.chance),
        }
        node = thing(f"instrument/treaty-{at + 1}")
        world.treaties.append(facts.say(curated("instruments"), node, "tip:Treaty", values))


def _bodies(facts: Facts, world: World, sessions: int) -> None:
    def say(node: NamedNode, kind: str, label: str, more: Said) -> None:
        values: Said = {"rdfs:label": english(label), **more, **asserted(world.chance)}
        facts.say(curated("agents"), node, f"tip:{kind}", values)
        world.bodies.append(node)

    stem: Said = {"tip:identifierStem": printed("cop"), "tip:principalInstrument": world.treaties[0]}
    say(CONFERENCE, "Body", "Conference of the Parties", stem)
    say(SECRETARIAT, "SubsidiaryBody", "Secretariat", {"tip:parentBody": CONFERENCE})
    say(thing("body/office"), "UnitedNationsEntity", "Office", {"tip:actsAs": SECRETARIAT})
    for at in range(-(-sessions // SESSIONS_OF_A_GROUP)):
        node = thing(f"body/working-group-{at + 1}")
        more: Said = {
            "tip:parentBody": CONFERENCE,
            "tip:identifierStem": printed(f"wg{at + 1}"),
            "skos:altLabel": english(f"Group on {words(world.chance, 2)}"),
        }
        say(node, "SubsidiaryBody", f"Working Group on {words(world.chance, 4)}", more)
        world.groups.append(node)
    say(thing("body/extended-bureau"), "SubsidiaryBody", "Extended Bureau", {"tip:parentBody": CONFERENCE})
    say(thing("body/group-of-states"), "GroupOfStates", "Group of States", {})
    say(thing("body/union"), "RegionalIntegrationOrganization", "Union", {})
    for kind, count in BODIES:
        for at in range(count):
            label = f"{name(700 + at)} {words(world.chance, 3)}"
            other: Said = {"skos:altLabel": english(label.split(maxsplit=1)[0].upper())}
            say(thing(f"body/{kind.lower()}-{at + 1}"), kind, label, other)


def _addressees(facts: Facts, world: World) -> None:
    for at in range(ADDRESSEES):
        label = "States parties" if at == 0 else f"{words(world.chance, 2)} {name(900 + at)}"
        node = thing(f"addressee/{'states-parties' if at == 0 else f'group-{at}'}")
        values: Said = {
            "rdfs:label": english(label),
            "skos:altLabel": [english(f"{label} {words(world.chance, 1)}") for _ in range(2)],
            **asserted(world.chance),
        }
        facts.say(curated("addressees"), node, "tip:AddresseeGroup", values)
        if at > ADDRESSEES // 2:
            facts.say(curated("addressees"), node, "", {"tip:partOfGroup": world.addressees[at // 4][0]})
        world.addressees.append((node, label))


def _topics(facts: Facts, world: World, count: int) -> None:
    """Make a tree of topics."""
    scheme = thing("topic").value.replace("/id/topic", "/scheme/topic")
    for at in range(count):
        label = f"{words(world.chance, 2)} {name(1000 + at).lower()}"
        node = thing(f"topic/t{at}")
        values: Said = {
            "skos:prefLabel": english(label),
            "skos:altLabel": [english(f"{label} {words(world.chance, 1)}") for _ in range(world.chance.randint(1, 2))],
            "skos:definition": english(sentence(world.chance, 8, 20)),
            "skos:inScheme": NamedNode(scheme),
        }
        facts.say(SCHEMES, node, "tip:Topic skos:Concept", values)
        if at == 0:
            facts.say(SCHEMES, node, "", {"skos:topConceptOf": NamedNode(scheme)})
        else:
            above = world.topics[(at - 1) // NARROWER][0]
            facts.say(SCHEMES, node, "", {"skos:broader": above})
            facts.say(SCHEMES, above, "", {"skos:narrower": node})
        world.topics.append((node, label))
