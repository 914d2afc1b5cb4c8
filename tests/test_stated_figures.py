"""Figures: what a number counts and how it is compared; numbers that count nothing."""

import pytest

from tipgraph.extract.facts.figures import read_figures


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("At least 4 of the 31 States replied.", [("4", "States", "at-least", "31")]),
        ("Records are kept for not less than 10 years.", [("10", "years", "at-least", None)]),
        ("It should have no more than five pages.", [("5", "pages", "at-most", None)]),
        ("In the replies, 27 Governments gave figures.", [("27", "Governments", "exactly", None)]),
        ("On 31 sites the broker kept the passports.", [("31", "sites", "exactly", None)]),
        ("The components had been 3D-printed.", []),
        ("Children below the age of 15 have been found.", []),
        ("Of the States, 19 reported on it, and six led the work.", []),
        ("In five of them the company was liable.", []),
    ],
)
def test_what_a_number_counts(sentence: str, expected: list[tuple[str, str, str, str | None]]) -> None:
    found = [(figure.value, figure.unit, figure.comparator, figure.out_of) for figure in read_figures(sentence)]
    assert found == expected
