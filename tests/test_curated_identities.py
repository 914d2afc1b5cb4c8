"""The curated names: every one is printed, every source names what it is said to name, no name means two things."""

import re
from calendar import month_name
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from tipgraph.namespaces import DCTERMS, ID, RDF, RDFS, SCHEMA, SKOS, TIP
from tipgraph.record import Record

RECORD = Record.find()
FILES = (
    "addressees",
    "agents",
    "documents",
    "figures",
    "instruments",
    "mechanisms",
    "occasions",
    "products",
    "sessions",
    "states",
)
NAMES = (RDFS + "label", SKOS + "altLabel", SKOS + "hiddenLabel")
# What may stand for a thing in a source that does not print its name.
NUMBERS = (TIP + "symbol", TIP + "instrumentNumber", TIP + "reference", DCTERMS + "title")
NAMED = (
    "Body",
    "SubsidiaryBody",
    "UnitedNationsEntity",
    "IntergovernmentalOrganization",
    "RegionalIntegrationOrganization",
    "PermanentObserverEntity",
    "GroupOfStates",
    "AddresseeGroup",
    "Instrument",
    "Decision",
    "Resolution",
    "Treaty",
    "Document",
    "Person",
    "Session",
    "ConferenceSession",
    "WorkingGroupSession",
    "BureauMeeting",
    "Event",
    "WorkProduct",
)
SMALL_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
SEGMENT = r"[A-Za-z0-9-]+"
PART = re.compile(rf"{re.escape(ID)}document/({SEGMENT})((?:/{SEGMENT})+)")


class Graph:
    """Triples by subject and predicate."""

    def __init__(self, triples: list[ox.Triple]) -> None:
        self.triples = triples
        self._values: dict[str, dict[str, list[ox.NamedNode | ox.Literal]]] = defaultdict(lambda: defaultdict(list))
        for triple in triples:
            self._values[triple.subject.value][triple.predicate.value].append(triple.object)

    def subjects(self) -> list[str]:
        return sorted(self._values)

    def values(self, subject: str, *predicates: str) -> list[str]:
        return [value.value for predicate in predicates for value in self._values.get(subject, {}).get(predicate, ())]


def parse(path: Path) -> list[ox.Triple]:
    return [quad.triple for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE)]


def plain(text: str) -> str:
    """Words without marks of emphasis and of footnotes, and with single spaces."""
    return " ".join(re.sub(r"</?i>|[*¹²³⁴⁵⁶⁷⁸⁹⁰]", "", text).split())


def is_printed(name: str, words: str) -> bool:
    """Tell whether a name stands in words, whole, whatever the case of its first letter."""
    either = f"[{re.escape(name[0].lower())}{re.escape(name[0].upper())}]" + re.escape(name[1:])
    return re.search(rf"(?<!\w){either}(?!\w)", words) is not None


@pytest.fixture(scope="module")
def curated() -> Graph:
    return Graph([triple for name in FILES for triple in parse(RECORD.curated / f"{name}.ttl")])


@pytest.fixture(scope="module")
def extracted() -> Graph:
    paths = sorted(RECORD.extracted.glob("*.ttl"))
    assert paths, "data/extracted is empty: run 'tipgraph extract'"
    return Graph([triple for path in paths for triple in parse(path)])


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    return {path.stem: plain(path.read_text(encoding="utf-8")) for path in sorted(RECORD.documents.glob("*.txt"))}


def named(curated: Graph) -> list[str]:
    kinds = {TIP + name for name in NAMED}
    found = [subject for subject in curated.subjects() if kinds & set(curated.values(subject, RDF + "type"))]
    assert found
    return found


def sources(curated: Graph) -> Iterator[tuple[str, str]]:
    for subject in curated.subjects():
        for part in curated.values(subject, TIP + "statedIn", TIP + "symbolStatedIn"):
            yield subject, part


@pytest.mark.parametrize("name", FILES)
def test_file_has_no_blank_nodes_and_says_what_it_is(name: str) -> None:
    path = RECORD.curated / f"{name}.ttl"
    assert path.read_text(encoding="utf-8").startswith("# ")
    nodes = [node for triple in parse(path) for node in (triple.subject, triple.object)]
    assert not [node for node in nodes if isinstance(node, ox.BlankNode)]


def test_every_other_name_is_printed(curated: Graph, texts: dict[str, str]) -> None:
    """A name stands in one of the texts, or a curator gives the reason for it."""
    missing = [
        (subject, name)
        for subject in curated.subjects()
        if not curated.values(subject, TIP + "reason")
        for name in curated.values(subject, SKOS + "altLabel", SKOS + "hiddenLabel")
        if not any(is_printed(name, text) for text in texts.values())
    ]
    assert missing == []


def test_hidden_names_come_with_a_note(curated: Graph) -> None:
    """A name that means a thing in its context only says which context."""
    assert [
        subject
        for subject in curated.subjects()
        if curated.values(subject, SKOS + "hiddenLabel") and not curated.values(subject, SKOS + "scopeNote")
    ] == []


def test_no_name_means_two_things(curated: Graph) -> None:
    """Names that hold wherever they stand are each of one thing, so that no text can be read two ways."""
    owners = defaultdict(set)
    for subject in named(curated):
        for name in curated.values(subject, RDFS + "label", SKOS + "altLabel"):
            owners[name].add(subject)
    assert {name: subjects for name, subjects in owners.items() if len(subjects) > 1} == {}


def test_every_fact_has_a_source_or_a_reason(curated: Graph, extracted: Graph) -> None:
    """Whatever is described by hand has a source or a reason, by hand or by extraction."""
    unsupported = [
        subject
        for subject in curated.subjects()
        if curated.values(subject, RDF + "type")
        and not subject.startswith(f"{ID}agent/")
        and not curated.values(subject, TIP + "statedIn")
        and not extracted.values(subject, TIP + "statedIn")
        and not (curated.values(subject, TIP + "assertedBy") and curated.values(subject, TIP + "reason"))
    ]
    assert unsupported == []


def test_sources_are_well_formed(curated: Graph, texts: dict[str, str]) -> None:
    wrong = [
        (subject, part)
        for subject, part in sources(curated)
        if not (match := PART.fullmatch(part)) or match[1] not in texts
    ]
    assert wrong == []


def test_sources_exist(curated: Graph, extracted: Graph) -> None:
    parts = set(extracted.subjects())
    assert [(subject, part) for subject, part in sources(curated) if part not in parts] == []


def part_words(extracted: Graph, part: str) -> str:
    return " ".join(extracted.values(part, TIP + "text", TIP + "heading"))


def test_every_source_names_what_it_is_the_source_of(curated: Graph, extracted: Graph) -> None:
    """The words of a source hold a name of the thing, a number of it, or the day on which it began."""
    silent = []
    for subject in named(curated):
        names = curated.values(subject, *NAMES, *NUMBERS)
        for part in curated.values(subject, TIP + "statedIn"):
            words = part_words(extracted, part)
            if not any(is_printed(name, words) for name in names) and not _prints_start(curated, subject, words):
                silent.append((subject, part))
    assert silent == []


def _prints_start(curated: Graph, subject: str, words: str) -> bool:
    """Tell whether words print the day, month and year on which a session began: "8-17 October 2008" prints the 8th."""
    for start in curated.values(subject, SCHEMA + "startDate"):
        if match := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", start):
            day, month = int(match[3]), month_name[int(match[2])]
            if re.search(rf"\b{day}(?:(?:-| and | to )\d+)? {month} {match[1]}\b", words):
                return True
    return False


def test_printed_values_of_claims_stand_in_each_of_their_sources(curated: Graph, extracted: Graph) -> None:
    wrong = [
        (subject, value, part)
        for subject in curated.subjects()
        for value in curated.values(subject, TIP + "valueAsPrinted")
        for part in curated.values(subject, TIP + "statedIn")
        if value not in part_words(extracted, part)
    ]
    assert wrong == []


@pytest.mark.parametrize("predicate", ["parentBody", "actsAs", "transmits", "preparedBy", "forSession", "symbol"])
def test_links_between_shared_things_are_claimed(curated: Graph, predicate: str) -> None:
    """What a document says of a shared thing is backed by a claim that says where."""
    claims = {
        tuple(curated.values(subject, RDF + "subject", RDF + "predicate", RDF + "object"))
        for subject in curated.subjects()
    }
    said = [
        (triple.subject.value, triple.predicate.value, triple.object.value)
        for triple in curated.triples
        if triple.predicate.value == TIP + predicate
    ]
    assert said
    assert [triple for triple in said if triple not in claims] == []


def test_milestones_print_their_dates(curated: Graph, extracted: Graph) -> None:
    """The year of a milestone, and its day where it has one, stand in its source."""
    dated = [subject for subject in curated.subjects() if curated.values(subject, TIP + "milestoneKind")]
    assert dated
    for subject in dated:
        words = " ".join(part_words(extracted, part) for part in curated.values(subject, TIP + "statedIn"))
        for when in curated.values(subject, TIP + "date"):
            year, *rest = when.split("-")
            assert year in words
            assert len(rest) < 2 or re.search(rf"\b{int(rest[1])} [A-Z][a-z]+ {year}\b", words)


def test_figures_have_the_printed_value_of_a_claim(curated: Graph, extracted: Graph) -> None:
    """A figure of whom claims speak is still the same one: its value is in the words that one of them quotes."""
    quoted = defaultdict(list)
    for claim in curated.subjects():
        for figure in curated.values(claim, RDF + "subject"):
            if "/figure/" in figure:
                (predicate,) = curated.values(claim, RDF + "predicate")
                assert curated.values(claim, RDF + "object") == curated.values(figure, predicate)
                quoted[figure] += curated.values(claim, TIP + "valueAsPrinted")
    assert quoted
    for figure, words in quoted.items():
        (value,) = extracted.values(figure, TIP + "value")
        names = [value, f"{int(value):,}", *SMALL_NUMBERS[int(value) : int(value) + 1]]
        assert any(is_printed(name, printed) for name in names for printed in words), figure


def test_actions_have_the_printed_verb_of_their_claim(curated: Graph, extracted: Graph) -> None:
    """What a body is reported to have done is still the same deed: its verb is in the words that a claim on it quotes."""
    claims = [s for s in curated.subjects() if "/action/" in "".join(curated.values(s, RDF + "subject"))]
    assert claims
    for claim in claims:
        (action,) = curated.values(claim, RDF + "subject")
        (verb,) = extracted.values(action, TIP + "verbPhrase")
        assert all(is_printed(verb, words) for words in curated.values(claim, TIP + "valueAsPrinted")), claim


def test_every_thing_has_one_label(curated: Graph, extracted: Graph) -> None:
    """What the record names by hand is not named again, otherwise, by the rules that read the documents."""
    labels = {
        subject: set(curated.values(subject, RDFS + "label")) | set(extracted.values(subject, RDFS + "label"))
        for subject in curated.subjects()
    }
    assert {subject: found for subject, found in labels.items() if len(found) > 1} == {}


def test_mechanisms_and_recommendations_agree(curated: Graph, extracted: Graph) -> None:
    """Each mechanism that is no mere heading is called for where its source is, and only recommendations call."""
    scheme = Graph(parse(RECORD.schemes / "mechanism.ttl"))
    concepts = [subject for subject in scheme.subjects() if TIP + "Mechanism" in scheme.values(subject, RDF + "type")]
    leaves = {subject for subject in concepts if scheme.values(subject, SKOS + "broader")}
    calls = {(t.subject.value, t.object.value) for t in curated.triples if t.predicate.value == TIP + "callsFor"}
    worded = {(source, concept) for concept in leaves for source in scheme.values(concept, DCTERMS + "source")}
    assert calls == worded
    assert {subject for subject, _ in calls} <= {
        subject for subject in extracted.subjects() if TIP + "Recommendation" in extracted.values(subject, RDF + "type")
    }
    for concept in concepts:
        for broader in scheme.values(concept, SKOS + "broader"):
            assert concept in scheme.values(broader, SKOS + "narrower")
