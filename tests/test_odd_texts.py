"""Whatever a text holds, extraction ends with triples and an account, or with an error for a person."""

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.extraction import REPORT, SLUGS, ask, extract_text, text_of
from tests.thorough import THOROUGH, examples
from tipgraph.errors import TipgraphError
from tipgraph.namespaces import TIP

WORDS = ["1.", "2.", "(a)", "(i)", "A.", "I.", "- ", "¹", "*", "²", "\n", "\n\n", "\n\n\n\n", "\f", "\t",
         "States parties", "should",
         "the Conference", "decision 4/4", "resolution 61/144 of 31 April 2009", "The Working Group", "decided that", "Annex",
         "Vienna, 14 and 15 April 2009", "Ibid., vol. 1, No. 2.", "[[[City]]]", "<http://a.b/c>", "Distr.: General", "§", "٣",
         "5 per cent of the", "1,5", "3.5 million people", ":", ";", ".", "Documentation", "A/RES/64/293", "Agenda item 2 (z)",
         "A signature and stamp¹", "was represented", "Under item 2 of the agenda",
         "heard statements from: Atlantis, Chad and X.", "Working Group on Unknown Things", "Second session", "12",
         "CTOC/COP/WG.9/2031/4", "V.31-01234 (E)", "*3101234*", "Please recycle", "Original: French", "Corrigendum",
         "Vienna, 29 May-2 June 2031", "Annex I. Title", "Box 1", "Recommendation 1", "Contents", "I. Foo ..... 3", "Table 1",
         "a    b    c", "[1]", "1/", "persons1", "Ms. Example", "List of participants", "The Conference,", "*Urges*", "traf-",
         "1.\tText", "a)", "•", "(continued)", "Note by the Secretariat", "Fourth session", "        "]  # fmt: skip
TEXTS = st.one_of(
    st.text(min_size=1, max_size=300), st.lists(st.sampled_from(WORDS), min_size=1, max_size=40).map(" ".join)
)


@settings(max_examples=examples(150), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=TEXTS)
def test_any_text_gives_an_account_or_a_clear_error(tmp_path: Path, text: str) -> None:
    if not text.strip() or "\0" in text:
        with pytest.raises(TipgraphError, match=r"odd\.txt"):
            extract_text(tmp_path, text, "odd")
        return
    found = extract_text(tmp_path, text, "odd")
    assert sum(row[1] for row in found.coverage.account()) == len(found.source.text)
    anchors = ask(found, "SELECT ?e ?s ?n { ?a oa:hasSelector [ oa:exact ?e ], [ oa:start ?s ; oa:end ?n ] }")
    assert all(found.source.text[int(start) : int(end)] == exact for exact, start, end in anchors)
    assert found.turtle.endswith("\n")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(slug=st.sampled_from(SLUGS), data=st.data())
def test_a_text_with_a_hole_in_it_is_read_as_far_as_it_goes(tmp_path: Path, slug: str, data: st.DataObject) -> None:
    text = text_of(slug)
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start, min(len(text), start + 3000)))
    found = extract_text(tmp_path, text[:start] + text[end:] or "x y z", slug)
    assert sum(row[1] for row in found.coverage.account()) == len(found.source.text)


@pytest.mark.parametrize(
    "text",
    [
        "1. The Conference recalled General Assembly resolution 55/25 of 31 April 2000.\n",
        "1. It met.\n\nA signature and stamp¹\n\n¹ Ibid.\n",
        "¹ A footnote without a mark.\n\n1. Words.\n",
        "I. Heading\n\nII. Heading\n\nA. Heading\n",
        "Conference of the Parties to the United\n\n\n\nNations\n\nDistr.: General\n\n1. Words of it.\n",
        "Agenda\n\n1. One:\n(a) Two;\n(zz) Three.\n",
    ],
    ids=["no date", "mark in a picture", "no mark", "headings only", "broken masthead", "odd labels"],
)
def test_what_once_broke_the_rules(tmp_path: Path, text: str) -> None:
    found = extract_text(tmp_path, text, "odd")
    assert sum(row[1] for row in found.coverage.account()) == len(text)


def test_the_name_of_a_file_becomes_an_iri(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    found = extract_text(tmp_path / "a", text_of(REPORT), "My report (1)")
    assert found.source.slug == "my-report-1"
    with pytest.raises(TipgraphError, match="rename the file"):
        extract_text(tmp_path / "a", text_of(REPORT), "§§")


def test_a_resolution_of_another_body_is_not_the_conferences(tmp_path: Path) -> None:
    text = text_of(REPORT).replace(
        "In its decision 4/4, the Conference decided that", "In Commission resolution 5/3, it was said that", 1
    )
    found = extract_text(tmp_path, text)
    assert ask(found, "SELECT ?x { ?x tip:instrumentNumber '5/3' }") == []
    assert [name.words for name in found.unresolved if "cannot be told" in name.reason] == ["resolution 5/3"]


LONG = {
    "words": "Word " * 5_000,
    "numbers": "two " * 1_000,
    "capitals": "A " * 5_000,
    "spaces": " " * 20_000 + "x y z",
    "totals": "the number of " * 2_000,
    "items": "1. foo bar baz\n" * 1_000,
    "verbs": "decided " * 1_000,
    "initials": "I." * (8_000 if THOROUGH else 2_000),
    "open ends": "a, b, c,\n\n" * 700,
    "footnotes": "¹ Note.\n\n" * 400,
}


@pytest.mark.parametrize("text", LONG.values(), ids=LONG)
def test_a_long_text_is_read_to_its_end(tmp_path: Path, text: str) -> None:
    """A pattern that tried every way of splitting such a text would not come to an end."""
    found = extract_text(tmp_path, f"1. The Conference met: {text}", "odd")
    assert sum(row[1] for row in found.coverage.account()) == len(found.source.text)


def test_literals_are_lexically_valid(tmp_path: Path) -> None:
    found = extract_text(
        tmp_path, "1. The Conference noted ٣ States, 3.5 million people and 1,500 others; 25 a.m.\n", "odd"
    )
    values = ask(found, f"SELECT ?v {{ ?f <{TIP}value> ?v }}")
    assert values == [("1500",), ("3500000",)]
    assert all(re.fullmatch(r"[0-9.]+", value) for (value,) in values)
