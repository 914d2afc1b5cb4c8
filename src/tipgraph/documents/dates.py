"""Dates as United Nations documents print them: strict patterns, nothing guessed."""

import re
from dataclasses import dataclass
from datetime import date

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTH = "|".join(MONTHS)
_WEEKDAY = rf"(?:{'|'.join(WEEKDAYS)})"
_DAY = r"(?P<{}>[0-3]?[0-9])(?:st|nd|rd|th)?"
_MORE_DAYS = r"(?:, [0-3]?[0-9](?:st|nd|rd|th)?)*,?"
_RANGE = r" ?[-–—‒] ?|,? (?:to|until|till|through) "
DATE = re.compile(
    rf"(?<![0-9/.,])(?:(?P<weekday>{'|'.join(WEEKDAYS)}),? )?"
    rf"(?:{_DAY.format('first')}"
    rf"(?: (?P<first_month>{_MONTH})(?: (?P<first_year>[0-9]{{4}}))?(?P<span>{_RANGE})"
    rf"|{_MORE_DAYS}(?P<link>{_RANGE}| and | & ))(?:{_WEEKDAY},? )?)?"
    rf"{_DAY.format('last')} (?P<month>{_MONTH})(?:,? (?P<year>[0-9]{{4}}))?(?![0-9])"
)
"""A day, a span of days within a month (``14 and 15 April 2009``) or across months (``28 September-2 October 2020``)."""
MONTH_YEAR = re.compile(rf"\b(?P<month>{_MONTH}) (?P<year>[0-9]{{4}})\b")


@dataclass(frozen=True)
class PrintedDate:
    """One date or span of days as printed: ``text[start:end]``; both days are equal for one day."""

    start: int
    end: int
    first: date
    last: date
    weekday: str | None = None

    @property
    def weekday_agrees(self) -> bool:
        """Whether a printed weekday is that of the date; true where none is printed."""
        return self.weekday is None or WEEKDAYS[self.first.weekday()] == self.weekday


def find_dates(text: str, year: int | None = None) -> list[PrintedDate]:
    """Find every printed date with a day.

    Args:
        text: Words of a document.
        year: The year of dates printed without one; without it such dates are left out.

    Returns:
        Dates in order of appearance; impossible dates (31 April) are left out.
    """
    found = []
    for match in DATE.finditer(text):
        printed_year = int(match["year"]) if match["year"] else year
        if printed_year is None:
            continue
        try:
            last = date(printed_year, _month(match["month"]), int(match["last"]))
            first = _first_day(match, last)
        except ValueError:
            continue
        if first <= last:
            found.append(PrintedDate(match.start(), match.end(), first, last, match["weekday"]))
    return found


def _month(name: str) -> int:
    return MONTHS.index(name) + 1


def _first_day(match: re.Match[str], last: date) -> date:
    """Return the first day of a span; a month printed without its year is the last one of that name before the end."""
    if not match["first"]:
        return last
    if not match["first_month"]:
        return last.replace(day=int(match["first"]))
    month = _month(match["first_month"])
    year = int(match["first_year"]) if match["first_year"] else last.year - (month > last.month)
    return date(year, month, int(match["first"]))


def find_moment(text: str, year: int | None = None) -> tuple[str, str] | None:
    """Find the first date of any precision.

    Args:
        text: Words of a document.
        year: The year of dates printed without one.

    Returns:
        (lexical form, local name of its XML Schema type): ``("2009-04-14", "date")``, ``("2008-11", "gYearMonth")``,
        ``("2008", "gYear")``, or None where no date is printed.
    """
    days = find_dates(text, year)
    months = list(MONTH_YEAR.finditer(text))
    if days and (not months or days[0].start <= months[0].start()):
        return days[0].first.isoformat(), "date"
    if months:
        match = months[0]
        return f"{match['year']}-{MONTHS.index(match['month']) + 1:02}", "gYearMonth"
    match_year = re.search(r"\b(?:in|of|by|until|since) ((?:19|20)[0-9][0-9])\b", text)
    return (match_year[1], "gYear") if match_year else None


def parse_clock(text: str) -> tuple[str, str] | None:
    """Read a span of clock times.

    Args:
        text: ``10 a.m.-1 p.m.``, ``3-6 p.m.``, ``9.30 a.m.-noon``, ``from 10 a.m. to 1 p.m.``, ``10:00-13:00``.

    Returns:
        Start and end as ``HH:MM:SS``, or None where the text is no such span.
    """
    clock = r"(?:([0-9]{1,2})(?:[.:]([0-9][0-9]))?(?: ?([ap])\.?m\.?)?|(noon|12 noon|midday))"
    match = re.fullmatch(rf"(?:from |between )?{clock}(?: ?[-–—‒] ?| to | and | until ){clock}", " ".join(text.split()))
    if not match:
        return None
    hour, minute, half, noon, hour2, minute2, half2, noon2 = match.groups()
    if any(int(value or 0) > limit for value, limit in ((hour, 24), (hour2, 24), (minute, 59), (minute2, 59))):
        return None
    end_half = half2 or ("p" if noon2 else None)
    return (
        _clock(hour, minute, half or end_half, noon),
        _clock(hour2, minute2, end_half, noon2),
    )


def _clock(hour: str | None, minute: str | None, half: str | None, noon: str | None) -> str:
    if noon or hour is None:
        return "12:00:00"
    value = int(hour) % 12 + (12 if half == "p" else 0) if half else int(hour) % 24
    return f"{value:02}:{int(minute or 0):02}:00"
