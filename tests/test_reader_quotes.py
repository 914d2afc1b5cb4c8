"""Quotes on the pages of documents: what is marked is what stands at the offsets in the source text."""

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Store

from tests.thorough import examples
from tipgraph.dataset.build import Build
from tipgraph.dataset.texts import open_texts
from tipgraph.documents.words import plain_words
from tipgraph.namespaces import ID
from tipgraph.query.lookup import Lookup
from tipgraph.site.reader.compose import read
from tipgraph.site.reader.page import Page
from tipgraph.site.reader.quote import NoSuchQuote, Range, parse_range

REPORT, NOTE, DRAFT = "wg4-2009-report", "cu-2009-92", "cop4-revised-draft-resolution"
AGENDA, PAPER = "wg4-2009-provisional-agenda", "wg4-2011-future-work"

PICKED = [
    # part of an item
    (REPORT, 3358, 3392, "Launch awareness-raising campaigns", {"8/2": "Launch awareness-raising campaigns"}),
    # the number of an item is no part of its words
    (REPORT, 3354, 3364, "(b) Launch", {"8/2": "Launch"}),
    # a heading and the paragraph below it
    (
        REPORT,
        3159,
        3221,
        "Prevention and awareness-raising\n\n8. With regard to prevention",
        {"section/1/5": "Prevention and awareness-raising", "8": "With regard to prevention"},
    ),
    # an item that a page break cuts
    (
        REPORT,
        6571,
        6614,
        "Such support may\n\ninclude the right to stay",
        {"13/3": "Such support may include the right to stay"},
    ),
    # a paragraph that a page break and two footnotes cut
    (
        REPORT,
        1657,
        1924,
        "obstacles that States, in particular signatories to the Trafficking in Persons Protocol, may have in becoming\n\n"
        "¹ United Nations, *Treaty Series*, vol. 2237, No. 39574.\n\n² *Ibid.*, vol. 2225, No. 39574.\n\n\n\n"
        "parties to the Trafficking in Persons Protocol, the Conference",
        {
            "footnote/1": "United Nations, Treaty Series, vol. 2237, No. 39574.",
            "footnote/2": "Ibid., vol. 2225, No. 39574.",
            "4": "obstacles that States, in particular signatories to the Trafficking in Persons Protocol, may have in "
            "becoming parties to the Trafficking in Persons Protocol, the Conference",
        },
    ),
    # a paragraph that a footnote cuts
    (
        REPORT,
        22473,
        22542,
        "a new initiative\n\n³ Ibid., vol. 2349, No. 42146.\n\nfor the development",
        {"43": "a new initiative for the development", "footnote/3": "Ibid., vol. 2349, No. 42146."},
    ),
    # a footnote
    (REPORT, 22493, 22521, "Ibid., vol. 2349, No. 42146.", {"footnote/3": "Ibid., vol. 2349, No. 42146."}),
    # words with the mark of a footnote among them
    (REPORT, 1368, 1377, "Crime¹ as", {"3": "Crime as"}),
    # marks of emphasis are not shown
    (REPORT, 27331, 27359, "*Handbook* had been launched", {"47": "Handbook had been launched"}),
    # the second of two items with the letter (f)
    (NOTE, 4554, 4590, "case management in human trafficking", {"p9/8": "case management in human trafficking"}),
    # a place that a form letter leaves open
    (NOTE, 145, 182, "to the [[[FunctionalTitle2]]] and has", {"p1": "to the and has"}),
    # bold print
    (NOTE, 3471, 3505, "**the Government is kindly invited", {"p8": "the Government is kindly invited"}),
    # an address in angle brackets, the second of two anchors
    (
        NOTE,
        2385,
        2484,
        "<http://www.unodc.org/unodc/en/treaties/CTOC/working-group-on-trafficking-in-persons-protocol.html>",
        {"p4": "http://www.unodc.org/unodc/en/treaties/CTOC/working-group-on-trafficking-in-persons-protocol.html"},
    ),
    # a cell that four rows of a table share
    (AGENDA, 8839, 8856, "Tuesday, 14 April", {f"table/1/row/{row}": "Tuesday, 14 April" for row in range(1, 5)}),
    # an item of an item
    (
        PAPER,
        8252,
        8289,
        "Data collection and research suitably",
        {"13/1/1": "Data collection and research suitably"},
    ),
    # a footnote to the masthead
    (PAPER, 499, 519, "CTOC/COP/WG.4/2011/1", {"footnote/asterisk": "CTOC/COP/WG.4/2011/1"}),
    # an item that a page break and two footnotes cut
    (
        DRAFT,
        4347,
        4479,
        "practices between experts and practitioners in this\n\n³ Ibid., vol. 2225, No. 39574.\n\n"
        "⁴ Ibid., vol. 2237, No. 39574.\n\narea, including",
        {
            "footnote/3": "Ibid., vol. 2225, No. 39574.",
            "footnote/4": "Ibid., vol. 2237, No. 39574.",
            "10/1": "practices between experts and practitioners in this area, including",
        },
    ),
]
IN_NO_PART = [
    (REPORT, 1373, 1374, "¹"),
    (NOTE, 1639, 1676, "[[[AddressLine1]]]\n[[[AddressLine2]]]"),
    (NOTE, 4937, 4960, "A handwritten signature"),
    (AGENDA, 8771, 8791, "<i>Date and time</i>"),
    (PAPER, 393, 410, "I. Introduction\t2"),
]


@pytest.fixture(scope="module")
def lookup(store: Store) -> Lookup:
    return Lookup(store)


@pytest.fixture(scope="module")
def texts(build: Build) -> Mapping[str, str]:
    return open_texts(build.texts)


def page_with(lookup: Lookup, texts: Mapping[str, str], slug: str, start: int, end: int) -> Page:
    found = read(lookup, texts, slug, Range(start, end))
    assert isinstance(found, Page)
    return found


def marks(page: Page) -> dict[str, str]:
    """The marked words of each part, in the order of the page."""
    found = {part.fragment: "".join(cut.text for cut in part.segments if cut.quoted) for part in page.parts}
    return {fragment: words for fragment, words in found.items() if words}


@pytest.mark.parametrize(("slug", "start", "end", "raw", "expected"), PICKED)
def test_a_quote(
    lookup: Lookup, texts: Mapping[str, str], slug: str, start: int, end: int, raw: str, expected: dict[str, str]
) -> None:
    assert texts[f"{slug}.txt"][start:end] == raw
    page = page_with(lookup, texts, slug, start, end)
    assert marks(page) == expected
    assert page.quote is not None
    assert [fragment for _, fragment in page.quote.places] == list(marks(page))
    assert (page.quote.start, page.quote.end, page.quote.file) == (start, end, f"{slug}.txt")
    assert page.quote.raw is None
    plain = read(lookup, texts, slug)
    assert isinstance(plain, Page)
    assert [part.words for part in page.parts] == [part.words for part in plain.parts], "marking changes no word"


@pytest.mark.parametrize(("slug", "start", "end", "raw"), IN_NO_PART)
def test_a_quote_of_what_is_in_no_part(
    lookup: Lookup, texts: Mapping[str, str], slug: str, start: int, end: int, raw: str
) -> None:
    text = texts[f"{slug}.txt"]
    page = page_with(lookup, texts, slug, start, end)
    assert marks(page) == {}
    assert page.quote is not None
    assert page.quote.raw is not None
    assert page.quote.raw.words == raw
    assert text[:start].endswith(page.quote.raw.before)
    assert text[end:].startswith(page.quote.raw.after)
    assert page.quote.raw.goes_on == (len(text) > end + len(page.quote.raw.after))
    without = read(lookup, {}, slug, Range(start, end)) if end < 4900 else None
    assert without is None or (isinstance(without, Page) and without.quote is not None and without.quote.raw is None)


def test_the_whole_text_can_be_marked(lookup: Lookup, texts: Mapping[str, str]) -> None:
    for file, text in texts.items():
        page = page_with(lookup, texts, file.removesuffix(".txt"), 0, len(text))
        assert marks(page) == {part.fragment: part.words for part in page.parts}


@given(data=st.data())
def test_every_anchor_marks_its_words(
    lookup: Lookup, texts: Mapping[str, str], store: Store, data: st.DataObject
) -> None:
    part, slug, start, end, exact = data.draw(st.sampled_from(anchors(store)))
    page = page_with(lookup, texts, slug, start, end)
    assert marks(page)[part] == plain_words([exact])


@settings(max_examples=examples(40))
@given(data=st.data())
def test_what_is_marked_is_what_stands_there(lookup: Lookup, texts: Mapping[str, str], data: st.DataObject) -> None:
    file = data.draw(st.sampled_from(sorted(texts)))
    length = len(texts[file])
    start, middle, end = sorted(data.draw(st.lists(st.integers(0, length), min_size=3, max_size=3, unique=True)))
    slug = file.removesuffix(".txt")
    whole, first, second = (
        marks(page_with(lookup, texts, slug, *one)) for one in ((start, end), (start, middle), (middle, end))
    )
    for fragment, words in whole.items():
        halves = first.get(fragment, "") + second.get(fragment, "")
        assert sorted(halves.replace(" ", "")) == sorted(words.replace(" ", ""))
        if "row" not in fragment:  # whose cells are shared, and stand in several rows
            assert set(plain_words([texts[file][start:end]])) >= set(words)


_ANCHORS = """
PREFIX tip: <https://w3id.org/tipgraph/ns#>
PREFIX oa: <http://www.w3.org/ns/oa#>
SELECT ?part ?document ?start ?end ?exact {
  ?part tip:anchor ?anchor ; tip:inDocument ?document .
  ?anchor oa:hasSelector/oa:start ?start ; oa:hasSelector/oa:end ?end ; oa:hasSelector/oa:exact ?exact
} ORDER BY ?part ?start
"""
_found: list[tuple[str, str, int, int, str]] = []


def anchors(store: Store) -> list[tuple[str, str, int, int, str]]:
    """Every anchor of the record: fragment of its part, document, start, end, words."""
    if not _found:
        for row in store.query(_ANCHORS):  # type: ignore[union-attr]
            slug = row["document"].value.removeprefix(f"{ID}document/")
            fragment = row["part"].value.removeprefix(f"{ID}document/{slug}/")
            _found.append((fragment, slug, int(row["start"].value), int(row["end"].value), row["exact"].value))
    return _found


# ---- offsets that name no quote


@pytest.mark.parametrize(
    ("starts", "ends"),
    [
        (["1"], []),
        ([], ["2"]),
        (["1", "1"], ["2"]),
        (["1"], ["2", "3"]),
        (["x"], ["2"]),
        (["-1"], ["2"]),
        (["1.0"], ["2"]),
        ([""], ["2"]),
        ([" 1"], ["2"]),
        (["1\n"], ["2"]),
        (["١"], ["٢"]),
        (["1"], ["9" * 5000]),
        (["5"], ["5"]),
        (["6"], ["5"]),
    ],
)
def test_offsets_that_are_none(starts: list[str], ends: list[str]) -> None:
    with pytest.raises(NoSuchQuote):
        parse_range(starts, ends)


def test_offsets() -> None:
    assert parse_range([], []) is None
    assert parse_range(["0"], ["1"]) == Range(0, 1)
    assert parse_range(["0005"], ["10"]) == Range(5, 10)


def test_a_quote_beyond_the_end(lookup: Lookup, texts: Mapping[str, str]) -> None:
    assert len(texts[f"{NOTE}.txt"]) == 5038
    assert page_with(lookup, texts, NOTE, 5037, 5038).quote is not None
    with pytest.raises(NoSuchQuote, match=r"cu-2009-92\.txt has 5,038 characters: a quote of it cannot end at 5,039"):
        read(lookup, texts, NOTE, Range(0, 5039))
    with pytest.raises(NoSuchQuote, match="does not have the text"):
        read(lookup, texts, "instrument/untoc", Range(0, 1))
