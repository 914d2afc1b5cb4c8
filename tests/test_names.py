"""Short names mean what their document means; a name within a longer one is not found; unknown names have candidates."""

import pickle
from time import perf_counter

import pytest

from tests.extraction import REPORT, names, text_of
from tipgraph.extract.candidates import Candidates
from tipgraph.extract.doubts import Unresolved
from tipgraph.extract.lists import split_list
from tipgraph.extract.names import Names
from tipgraph.namespaces import ID

TIP_GROUP, FIREARMS, MIGRANTS = (
    "working-group-on-trafficking-in-persons", "working-group-on-firearms", "working-group-on-the-smuggling-of-migrants"
)  # fmt: skip


def of(body: str) -> Names:
    return names().within("").of_body(f"{ID}body/{body}")


def meant(authority: Names, words: str, *kinds: str) -> list[str]:
    return [name.key for name in authority.find(words, *kinds)]


@pytest.mark.parametrize(
    ("body", "protocol"),
    [(TIP_GROUP, "tip-protocol"), (FIREARMS, "firearms-protocol"), (MIGRANTS, "smuggling-protocol")],
)
def test_short_names_are_those_of_the_documents_body(body: str, protocol: str) -> None:
    words = (
        "The Working Group noted that the Protocol and the Convention bind; the Conference and the Secretariat agreed."
    )
    assert meant(of(body), words) == [body, protocol, "untoc", "conference-of-the-parties", "secretariat"]


def test_short_names_mean_nothing_where_several_things_may_be_meant() -> None:
    assert meant(of("working-group-on-international-cooperation"), "article 5 of the Protocol") == []
    assert meant(of("conference-of-the-parties"), "the Working Group recommended that") == []
    named = names().within("The Working Group on Firearms met.").of_body(f"{ID}body/conference-of-the-parties")
    assert meant(named, "the Working Group recommended that") == [FIREARMS]


def test_short_names_of_a_group_that_is_not_known() -> None:
    text = "as the Working Group on Trafficking in Persons had done"
    unknown = names().within(text).of_body(f"{ID}body/conference-of-the-parties", group_known=False)
    assert meant(unknown, "the Working Group and the Conference") == ["conference-of-the-parties"]
    made = names().within(text).of_body(f"{ID}body/working-group-on-cybercrime")
    assert meant(made, "the Working Group agreed") == ["working-group-on-cybercrime"]


@pytest.mark.parametrize(
    "words",
    [
        "the Working Group on Cybercrime", "the working group on cybercrime", "the Group of Experts", "the Optional Protocol",
        "the Vienna Conference", "the Protocol on Explosives", "the Convention on Biological Diversity",
        "the Secretariat of the Pacific Community", "the Conference Room",
    ],
)  # fmt: skip
def test_a_short_name_within_a_longer_one_is_not_found(words: str) -> None:
    assert meant(of(TIP_GROUP), f"as {words} has it") == []


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("the Chair of the Working Group", "chair-of-the-working-group"),
        ("the Bureau of the Conference", "bureau-of-the-conference"),
        ("the working group on firearms", FIREARMS),
        ("the Working Group on trafficking in persons", TIP_GROUP),
        ("INTERPOL", "international-criminal-police-organization"),
        ("the United Nations Children's Fund", "united-nations-childrens-fund"),
        ("UN-Women", "united-nations-entity-for-gender-equality-and-the-empowerment-of-women"),
        (
            "the Organization for Security and Co-operation in Europe",
            "organization-for-security-and-cooperation-in-europe",
        ),
    ],
)
def test_a_body_is_found(words: str, key: str) -> None:
    assert meant(of(TIP_GROUP), f"as {words} has it", "body")[0] == key


def test_a_title_is_a_name_only_where_it_is_quoted() -> None:
    assert meant(of(TIP_GROUP), "Trafficking in human beings is a crime") == []
    assert meant(of(TIP_GROUP), "entitled “Trafficking in human beings”") == ["cop-decision-4-4"]


def test_no_groups_of_states_are_taken_for_all_states() -> None:
    assert meant(of(TIP_GROUP), "the Union of Narnian States should", "addressee") == []
    assert meant(of(TIP_GROUP), "Also States should", "addressee") == ["states"]


def test_a_list_with_unknown_names() -> None:
    listed = split_list("Narnia, Trade and Industry Network, UNICEF and Centre for Hope", names(), "state", "body")
    assert [printed for printed, _ in listed] == ["Narnia", "Trade and Industry Network", "UNICEF", "Centre for Hope"]
    listed = split_list("Peace, Justice and Hope; INTERPOL; and Friends of Law, Order and Peace", names(), "body")
    assert [printed for printed, _ in listed] == [
        "Peace, Justice and Hope",
        "INTERPOL",
        "Friends of Law, Order and Peace",
    ]


def test_candidates_are_near_and_resolve_nothing() -> None:
    candidates = Candidates(names())
    assert names().resolve("Nigera") is None
    assert [candidate.iri for candidate in candidates.of("Nigera")][:2] == [f"{ID}state/NGA", f"{ID}state/NER"]
    assert candidates.of("Working Group on Fire-arms")[0].label == "Working Group on Firearms"
    assert candidates.of("x" * 400) == ()
    assert candidates.of("Qqqqqq Zzzzzz") == ()
    filled = candidates.fill([Unresolved(3, "Nigera", "no State of this name is known")])
    assert filled == (Unresolved(3, "Nigera", "no State of this name is known"),)
    assert filled[0].candidates == candidates.of("Nigera")


def test_names_are_found_in_a_long_text_in_time_that_grows_with_its_length() -> None:
    text = text_of(REPORT)
    names().find(text)
    times = []
    for copies in (5, 20):
        start = perf_counter()
        names().find(text * copies)
        times.append(perf_counter() - start)
    assert times[1] < times[0] * 40


def test_names_travel_to_another_process() -> None:
    again = pickle.loads(pickle.dumps(of(FIREARMS)))
    assert meant(again, "the Protocol") == ["firearms-protocol"]
