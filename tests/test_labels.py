"""Printed labels are told apart by what came before them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipgraph.extract.labels import Label, Style, choose, letter_value, read_opening, roman_value

NUMERALS = [
    "i",
    "ii",
    "iii",
    "iv",
    "v",
    "vi",
    "vii",
    "viii",
    "ix",
    "x",
    "xi",
    "xii",
    "xiii",
    "xiv",
    "xv",
    "xvi",
    "xix",
    "xx",
]


@pytest.mark.parametrize(
    ("block", "style", "shown", "value"),
    [
        ("8. With regard to prevention", Style.NUMBER, "8", 8),
        ("(a) Criminalize conduct", Style.LETTER, "(a)", 1),
        ("- (b) Prepare a list", Style.LETTER, "(b)", 2),
        (" - (b) Prepare a list".strip(), Style.LETTER, "(b)", 2),
        ("E. Prevention and awareness-raising", Style.CAPITAL, "E", 5),
        ("IV. Consideration of ways", Style.CAPITAL_ROMAN, "IV", 4),
        ("(iii) Assist the Conference", Style.ROMAN, "(iii)", 3),
        ("(1) First", Style.DIGIT, "(1)", 1),
        ("- Universal adherence", Style.BULLET, "", 0),
        ("• Universal adherence", Style.BULLET, "", 0),
    ],
)
def test_a_label_is_read(block: str, style: Style, shown: str, value: int) -> None:
    label = read_opening(block).readings[0]
    assert (label.style, label.shown, label.value) == (style, shown, value)


@pytest.mark.parametrize("block", ["Convention, and rule 2", "10 a.m.-1 p.m.", "2009 was a year", "U.N. bodies"])
def test_prose_opens_with_no_label(block: str) -> None:
    assert not read_opening(block).readings


def test_the_words_of_a_labelled_block_begin_behind_its_label() -> None:
    block = "- (c) Request States parties"
    assert block[read_opening(block).length :] == "Request States parties"


def test_i_after_h_is_a_letter_and_before_it_a_numeral() -> None:
    readings = read_opening("(i) The need for data").readings
    assert choose(readings, {}, set()).style is Style.ROMAN
    assert choose(readings, {Style.LETTER: 8}, set()).style is Style.LETTER


def test_a_heading_numbered_i_is_a_letter_once_the_numeral_is_used() -> None:
    readings = read_opening("I. Victim protection and assistance").readings
    assert choose(readings, {Style.CAPITAL_ROMAN: 1, Style.CAPITAL: 8}, {"I"}).style is Style.CAPITAL
    assert choose(readings, {Style.CAPITAL_ROMAN: 1, Style.CAPITAL: 3}, {"I"}).style is Style.CAPITAL
    assert choose(readings, {}, set()).style is Style.CAPITAL_ROMAN


@given(st.sampled_from(NUMERALS), st.booleans())
def test_a_numeral_has_the_value_of_its_place(numeral: str, capital: bool) -> None:
    places = {"i": 1, "v": 5, "x": 10, "xix": 19, "xx": 20}
    value = roman_value(numeral.upper() if capital else numeral)
    assert value == places.get(numeral, value)
    assert value is not None
    assert 1 <= value <= 20


@given(st.integers(1, 52))
def test_letters_count_on_after_z(place: int) -> None:
    letters = chr(ord("a") + (place - 1) % 26) * (1 + (place - 1) // 26)
    assert letter_value(letters) == place


@given(st.text(max_size=60))
def test_any_text_has_an_opening_no_longer_than_itself(text: str) -> None:
    opening = read_opening(text)
    assert 0 <= opening.length <= len(text) + 1
    assert all(isinstance(label, Label) for label in opening.readings)
