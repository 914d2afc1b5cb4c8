"""What curators add to the documents of a session: topics, sets, status, listings, comparisons, discrepancies, questions."""

from datetime import timedelta

from pyoxigraph import NamedNode

from tests.bench.synthetic.facts import (
    CURATORS,
    TRUE,
    Said,
    Value,
    below,
    curated,
    day,
    english,
    number,
    printed,
    term,
    thing,
    typed,
)
from tests.bench.synthetic.session import Session
from tests.bench.synthetic.words import sentence, words

LISTINGS = 100
EVENTS_ON_TOPICS = 94
RESTATEMENTS = 74
DISCREPANCIES = 96
QUESTIONS = 29
PRODUCTS = 17
FUNCTIONS = 4


def say_standing(session: Session) -> None:
    """Say what became of a session's recommendations and topics, and where its documents disagree."""
    _topics(session)
    _set(session)
    _events_on_topics(session)
    _listings(session)
    _functions(session)
    _restatements(session)
    _discrepancies(session)
    _questions(session)
    _products(session)
    _decision(session)


def _claim(
    session: Session, graph: str, path: str, subject: NamedNode, predicate: str, value: Value, **more: Value
) -> NamedNode:
    """Say where a fact stands, in which words; some are the curators' own."""
    chance = session.world.chance
    values: Said = {
        "rdfs:label": english(f"{words(chance, 5)} ({session.slug})"),
        "rdf:subject": subject,
        "rdf:predicate": term(predicate),
        "rdf:object": value,
        "tip:valueAsPrinted": printed(words(chance, 8)),
        "tip:statedIn": session.anywhere(),
    }
    if chance.random() < 0.28:
        values |= {"tip:assertedBy": CURATORS, "tip:reason": english(sentence(chance, 12, 25))}
    return session.facts.say(curated(graph), thing(f"claim/{session.slug}-{path}"), "tip:Claim", values)


def _topics(session: Session) -> None:
    """Say what each recommendation is about: two or three topics, each with a claim."""
    for at, recommendation in enumerate(session.recommendations):
        for topic in {session.world.topic()[0]: None for _ in range(session.world.chance.randint(1, 4))}:
            session.facts.say(curated("topics"), recommendation, "", {"tip:topic": topic})
            path = f"topic-{at}-{topic.value.rpartition('/')[2]}"
            _claim(session, "topics", path, recommendation, "tip:topic", topic)


def _set(session: Session) -> None:
    world, node = session.world, session.recommendation_set
    topics = list({world.topic()[0]: None for _ in range(12)})
    values: Said = {
        "rdfs:label": english(f"Recommendations of {session.label}"),
        "tip:madeAt": session.node,
        "tip:publishedIn": session.texts["report"].node,
        "tip:topic": topics,
        "tip:statedIn": session.texts["report"].sections[0],
    }
    session.facts.say(curated("sets"), node, "tip:RecommendationSet", values)
    for topic in topics:
        _claim(session, "sets", f"set-topic-{topic.value.rpartition('/')[2]}", node, "tip:topic", topic)
    steps = (("proposed", session.node, 1), ("adopted", session.node, 1), ("submitted", session.conference, 200))
    for status, at, later in steps[: world.chance.randint(2, 3)]:
        _event(session, f"set-{status}", node, status, at, later)


def _event(session: Session, path: str, of: NamedNode, status: str, at: NamedNode, later: int) -> None:
    chance = session.world.chance
    values: Said = {
        "rdfs:label": english(f"{words(chance, 4)}, {status} ({session.slug})"),
        "tip:statusOf": of,
        "tip:status": thing(f"status/{status}"),
        "tip:atSession": at,
        "tip:statedIn": session.anywhere(),
    }
    if chance.random() < 0.87:
        values["tip:byBody"] = session.group
    else:
        values["rdfs:comment"] = english("The source names no body.")
    if chance.random() < 0.7:
        values["tip:date"] = day(session.first_day + timedelta(days=later))
    if "tip:byBody" in values and chance.random() < 0.4:
        values["rdfs:comment"] = english(sentence(chance, 10, 30))
    if chance.random() < 0.05:
        values["tip:foreseen"] = TRUE
    event = session.facts.say(curated("status"), thing(f"event/{session.slug}-{path}"), "tip:StatusEvent", values)
    if "tip:date" in values:
        _claim(session, "status", f"event-{path}", event, "tip:date", day(session.first_day + timedelta(days=later)))


def _events_on_topics(session: Session) -> None:
    chance = session.world.chance
    of_topics = (
        "invited",
        "suggested",
        "raised",
        "discussed",
        "selected",
        "not-selected",
        "addressed",
        "not-yet-addressed",
    )
    for at in range(EVENTS_ON_TOPICS):
        topic = session.world.topic()[0]
        _event(session, f"topic-{at}", topic, chance.choice(of_topics), session.node, chance.randint(0, 1))


def _listings(session: Session) -> None:
    """Say which topics the lists of the note and the paper name."""
    chance = session.world.chance
    for at in range(LISTINGS):
        place = session.anywhere()
        values: Said = {
            "rdfs:label": english(f"{words(chance, 5)} ({session.slug}, listed {at + 1})"),
            "tip:topic": [session.world.topic()[0] for _ in range(chance.choice((1, 1, 1, 1, 2)))],
            "tip:ordinal": number(at + 1),
            "tip:text": printed(words(chance, 9)),
            "tip:listedIn": place,
            "tip:statedIn": place,
        }
        if at % 3 == 0:
            values["tip:printedLabel"] = printed(f"({chr(97 + at % 26)})")
        node = thing(f"session/{session.slug}/listing/{at + 1}")
        session.facts.say(curated("listings"), node, "tip:TopicListing", values)


def _functions(session: Session) -> None:
    """Say what the group is to do, and which provisions word it."""
    instrument = thing(f"instrument/decision-{session.slug}")
    draft = session.texts["draft"].provisions
    for at in range(1, FUNCTIONS + 1):
        values: Said = {
            "rdfs:label": english(f"Function {at} of the group of {session.label}"),
            "rdfs:comment": english(sentence(session.world.chance)),
            "tip:mandatedBy": instrument,
            "tip:mandateOf": session.group,
            "tip:ordinal": number(at),
            "tip:wordedIn": [draft[-at], session.texts["agenda"].provisions[at]],
            "tip:statedIn": draft[-at],
        }
        session.facts.say(curated("mandate"), below(instrument, f"function/{at}"), "tip:MandateFunction", values)


def _restatements(session: Session) -> None:
    chance = session.world.chance
    for at in range(RESTATEMENTS):
        place = session.anywhere()
        of = chance.choice(session.recommendations) if at % 3 == 0 else session.anywhere()
        values: Said = {
            "rdfs:label": english(f"{words(chance, 6)} ({session.slug}, restated {at + 1})"),
            "rdfs:comment": english(sentence(chance, 8, 25)),
            "tip:restates": of,
            "tip:inProvision": place,
            "tip:agreement": session.world.concept("agreement"),
            "tip:statedIn": place,
        }
        session.facts.say(curated("mandate"), thing(f"restatement/{session.slug}-{at + 1}"), "tip:Restatement", values)


def _discrepancies(session: Session) -> None:
    chance = session.world.chance
    for at in range(DISCREPANCIES):
        about = session.anywhere()
        predicate = chance.choice(("tip:text", "tip:date", "dcterms:title", "tip:nameAsPrinted"))
        claims = [
            _claim(session, "discrepancies", f"discrepancy-{at}-{side}", about, predicate, printed(words(chance, 4)))
            for side in range(chance.choice((2, 2, 2, 3)))
        ]
        values: Said = {
            "rdfs:label": english(f"{words(chance, 8)} ({session.slug}, discrepancy {at + 1})"),
            "rdfs:comment": english(sentence(chance, 15, 35)),
            "tip:concerns": [about, session.anywhere()],
            "tip:claim": claims,
            "tip:discrepancyKind": session.world.concept("discrepancy-kind"),
            "tip:statedIn": [session.anywhere() for _ in range(3)],
        }
        if at % 4 == 0:
            values["tip:silentSource"] = chance.choice(list(session.texts.values())).node
        node = thing(f"discrepancy/{session.slug}-{at + 1}")
        session.facts.say(curated("discrepancies"), node, "tip:SourceDiscrepancy", values)


def _questions(session: Session) -> None:
    chance = session.world.chance
    for at in range(QUESTIONS):
        values: Said = {
            "rdfs:label": english(f"{words(chance, 9)} ({session.slug}, question {at + 1})"),
            "rdfs:comment": english(sentence(chance, 15, 35)),
            "tip:concerns": [session.anywhere(), session.recommendation_set],
            "tip:statedIn": [session.anywhere(), session.anywhere()],
        }
        session.facts.say(curated("questions"), thing(f"question/{session.slug}-{at + 1}"), "tip:OpenQuestion", values)


def _products(session: Session) -> None:
    """Say what was made or is to be made, and how far it is."""
    chance = session.world.chance
    for at in range(1, PRODUCTS + 1):
        label = f"{words(chance, 6)} ({session.slug}, product {at})"
        product = thing(f"product/{session.slug}-{at}")
        values: Said = {
            "rdfs:label": english(label),
            "skos:altLabel": english(words(chance, 3)),
            "tip:madeBy": session.world.body(),
            "tip:statedIn": session.anywhere(),
        }
        session.facts.say(curated("products"), product, "tip:WorkProduct", values)
        year = typed(str(session.first_day.year + chance.randint(0, 2)), "gYear")
        milestone: Said = {
            "rdfs:label": english(f"{label}: a step"),
            "tip:product": product,
            "tip:milestoneKind": session.world.concept("milestone-kind"),
            "tip:date": year,
            "tip:statedIn": session.anywhere(),
        }
        session.facts.say(curated("products"), thing(f"milestone/{session.slug}-{at}"), "tip:Milestone", milestone)


def _decision(session: Session) -> None:
    """Say which decision and which resolution the draft became."""
    for kind, ordinal in (("Decision", 1), ("Resolution", 2)):
        values: Said = {
            "rdfs:label": english(f"{kind} {session.slug}/{ordinal}"),
            "skos:altLabel": english(f"{kind.lower()} of the year {session.first_day.year}"),
            "tip:documentType": thing(f"document-type/{kind.lower()}"),
            "tip:adoptedBy": thing("body/conference-of-the-parties"),
            "tip:adoptedAt": session.conference,
            "tip:instrumentNumber": printed(f"{session.slug}/{ordinal}"),
            "tip:statedIn": session.anywhere(),
        }
        node = thing(f"instrument/{kind.lower()}-{session.slug}")
        session.facts.say(curated("instruments"), node, f"tip:{kind}", values)
    _event(session, "draft-proposed", session.texts["draft"].node, "proposed", session.conference, 195)
