"""Words, dates, clock times, symbols and sentences as United Nations documents print them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipgraph.documents.dates import MONTHS, find_dates, find_moment, parse_clock
from tipgraph.documents.symbols import find_symbols, slug
from tipgraph.documents.words import plain_words, sentences
from tipgraph.validate.printed_dates import prints_place
from tipgraph.validate.words import prints_number


@pytest.mark.parametrize(
    ("printed", "first", "last"),
    [
        ("Vienna, 14 and 15 April 2009", "2009-04-14", "2009-04-15"),
        ("Vienna, 8-17 October 2008", "2008-10-08", "2008-10-17"),
        ("from 27 to 29 January 2010", "2010-01-27", "2010-01-29"),
        ("sent by 31st July 2009", "2009-07-31", "2009-07-31"),
        ("on Tuesday, 14 April 2009, at 10 a.m.", "2009-04-14", "2009-04-14"),
        ("Vienna, 28 September-2 October 2020", "2020-09-28", "2020-10-02"),
        ("Vienna, 28 September – 2 October 2020", "2020-09-28", "2020-10-02"),
        ("from 30 September to 2 October 2009", "2009-09-30", "2009-10-02"),
        ("from Monday, 28 September, to Friday, 2 October 2020", "2020-09-28", "2020-10-02"),
        ("from 30 December 2019 to 3 January 2020", "2019-12-30", "2020-01-03"),
        ("from 30 December to 3 January 2020", "2019-12-30", "2020-01-03"),
        ("12 to 14 April 2023", "2023-04-12", "2023-04-14"),
        ("Vienna, 6–8 November 2013", "2013-11-06", "2013-11-08"),
        ("held on 6, 7 and 8 November 2013", "2013-11-06", "2013-11-08"),
        ("27 - 29 January 2010", "2010-01-27", "2010-01-29"),
    ],
)
def test_a_printed_date_is_found(printed: str, first: str, last: str) -> None:
    found = find_dates(printed)[0]
    assert (found.first.isoformat(), found.last.isoformat()) == (first, last)
    assert found.weekday_agrees


def test_a_date_without_a_year_needs_one() -> None:
    assert not find_dates("On 14 April, the Working Group")
    assert find_dates("On 14 April, the Working Group", 2009)[0].first == date(2009, 4, 14)


def test_two_dates_are_no_span() -> None:
    found = find_dates("on 14 April 2009 and 2 May 2010")
    assert [(day.first.isoformat(), day.last.isoformat()) for day in found] == [
        ("2009-04-14", "2009-04-14"),
        ("2010-05-02", "2010-05-02"),
    ]
    assert not find_dates("from 29 to 27 January 2010")


def test_impossible_dates_and_wrong_weekdays_are_told() -> None:
    assert not find_dates("31 April 2009")
    assert not find_dates("Wednesday, 14 April 2009")[0].weekday_agrees


@given(st.dates(date(1946, 1, 1), date(2099, 12, 31)), st.integers(0, 6))
def test_every_date_is_read_back(day: date, more: int) -> None:
    last = day + timedelta(days=more)
    if last.month != day.month:
        last = day
    printed = f"{day.day} to {last.day} {MONTHS[day.month - 1]} {day.year}"
    assert [(found.first, found.last) for found in find_dates(f"held from {printed}.")] == [(day, last)]


@pytest.mark.parametrize(
    ("printed", "moment"),
    [
        ("By November 2008, 98 of the 155", ("2008-11", "gYearMonth")),
        ("at its sixth session, in 2012", ("2012", "gYear")),
        ("on 7 April 2009 on the occasion", ("2009-04-07", "date")),
        ("no date at all", None),
    ],
)
def test_a_moment_is_as_precise_as_it_is_printed(printed: str, moment: tuple[str, str] | None) -> None:
    assert find_moment(printed) == moment


@pytest.mark.parametrize(
    ("printed", "clock"),
    [
        ("10 a.m.-1 p.m.", ("10:00:00", "13:00:00")),
        ("3-6 p.m.", ("15:00:00", "18:00:00")),
        ("9.30 a.m.-noon", ("09:30:00", "12:00:00")),
        ("12 p.m.-1 p.m.", ("12:00:00", "13:00:00")),
        ("from 10 a.m. to 1 p.m.", ("10:00:00", "13:00:00")),
        ("10 a.m.–1 p.m.", ("10:00:00", "13:00:00")),
        ("10:00-13:00", ("10:00:00", "13:00:00")),
        ("11 a.m. to 12 noon", ("11:00:00", "12:00:00")),
        ("Tuesday, 14 April", None),
    ],
)
def test_a_span_of_clock_times_is_read(printed: str, clock: tuple[str, str] | None) -> None:
    assert parse_clock(printed) == clock


def test_a_symbol_ends_where_its_last_element_does() -> None:
    text = "documents CTOC/COP/2008/CRP.1, CTOC/COP/2008/CRP.11 and A/RES/64/293. CTOC/COP/WG.4/2009/2."
    assert [span.symbol for span in find_symbols(text)] == [
        "CTOC/COP/2008/CRP.1",
        "CTOC/COP/2008/CRP.11",
        "A/RES/64/293",
        "CTOC/COP/WG.4/2009/2",
    ]
    assert all(text[span.start : span.end] == span.symbol for span in find_symbols(text))


@pytest.mark.parametrize("text", ["the checklist/questionnaire", "and/or", "decision 4/4", "CU 2009/92", "8/2"])
def test_what_looks_like_a_symbol_is_none(text: str) -> None:
    assert not find_symbols(text)


@given(st.text())
def test_a_slug_is_made_of_letters_digits_and_hyphens(text: str) -> None:
    assert all(character.isascii() and (character.isalnum() or character == "-") for character in slug(text))
    assert slug(slug(text)) == slug(text)


def test_words_are_free_of_marks() -> None:
    pieces = ["*Affirms* that  the\nConvention¹", "(<i>continued</i>) see <http://example.org/a> and [[[City]]] ends"]
    assert plain_words(pieces) == "Affirms that the Convention (continued) see http://example.org/a and ends"


@given(st.lists(st.text(alphabet="ab ,.\n\t", max_size=20), max_size=4))
def test_words_have_single_spaces_and_no_ends(pieces: list[str]) -> None:
    words = plain_words(pieces)
    assert words == words.strip()
    assert "  " not in words
    assert words.replace(" ", "") == "".join("".join(pieces).split())


def test_an_abbreviation_ends_no_sentence() -> None:
    text = "See vol. 2237, No. 39574. It opened at 10 a.m. Mr. X spoke. The U.N. agreed."
    assert sentences(text)[0][1] == "See vol. 2237, No. 39574."
    assert sentences("One. Two.") == [(0, "One."), (5, "Two.")]


@pytest.mark.parametrize(
    ("text", "number", "printed"),
    [
        ("over 1,500 parliamentarians", "1500", True),
        ("some 3.5 million people", "3500000", True),
        ("some 3.5 million people", "35", False),
        ("three more States", "3", True),
        ("twenty-one States", "1", False),
        ("twenty-one States", "21", True),
        ("zero convictions", "0", True),
        ("98 of the 155 countries", "55", False),
    ],
)
def test_a_number_is_printed_in_digits_with_its_scale_or_as_a_word(text: str, number: str, printed: bool) -> None:
    assert prints_number(text, number) is printed


@pytest.mark.parametrize(
    ("words", "place", "printed"),
    [
        ("VIENNA, 8-17 October 2008", "Vienna", True),
        ("held in Addis\n  Ababa on 7 April", "Addis Ababa", True),
        ("the Viennese delegation", "Vienna", False),
        ("Vienna, 8-17 October 2008", "Geneva", False),
        ("held in St. Petersburg.", "St. Petersburg", True),
    ],
)
def test_a_place_is_printed_as_a_whole_whatever_its_capitals(words: str, place: str, printed: bool) -> None:
    assert prints_place(words, place) is printed
