"""Names of States: codes of ISO 3166 from pycountry, names as the United Nations prints them, then and now."""

import gettext
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pycountry

_TABLE = Path(__file__).parent / "tables" / "states.toml"
_LANGUAGES = {"ar": "ar", "es": "es", "fr": "fr", "ru": "ru", "zh": "zh_CN"}
"""The official languages of the United Nations besides English, and what pycountry calls their translations."""
_OFFICIAL = re.compile(r"(?P<kind>(?:[A-Z][\w']* )*[A-Z]\w+ of)(?P<the> the)? (?P<name>[A-Z].*)")


@dataclass(frozen=True)
class State:
    """A State: ISO 3166-1 alpha-3 code, M49 code of three digits, its name in United Nations usage today."""

    alpha3: str
    m49: str
    name: str


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(_TABLE.read_text(encoding="utf-8"))


@cache
def states() -> dict[str, State]:
    """Return alpha-3 code to State.

    Members of the United Nations, observer States, and the others that the table gives with the reason; an entry of ISO
    3166 that is none of these is a territory. Numeric codes of ISO are those of M49.
    """
    names = _table()["names"]
    codes = " ".join(_table()["states"].values()).split()
    found = [country for country in pycountry.countries if country.alpha_3 in codes]
    return {c.alpha_3: State(c.alpha_3, c.numeric, names.get(c.alpha_3, c.name)) for c in found}


@cache
def state_names() -> dict[str, str]:
    """Return English name to alpha-3 code: names of ISO 3166 in every order of their parts, those of the table, variants."""
    table = _table()
    found: dict[str, str] = {}
    for country in pycountry.countries:
        if country.alpha_3 in states():
            for name in _iso_names(country):
                found |= dict.fromkeys(_orders(name), country.alpha_3)
    for name, code in (*((name, code) for code, name in table["names"].items()), *table["variants"].items()):
        found |= dict.fromkeys(_orders(name), code)
    return {name: code for name, code in found.items() if name not in table["unknown"]["names"]}


@cache
def stateless_names() -> frozenset[str]:
    """Return names that look like a State's and are none's: territories, States that are no more, parts of States."""
    territories = [c for c in pycountry.countries if c.alpha_3 not in states()]
    found = {form for country in territories for name in _iso_names(country) for form in _orders(name)}
    return frozenset((found | set(_table()["unknown"]["names"])) - set(state_names()))


@cache
def foreign_state_names() -> dict[str, str]:
    """Return name in Arabic, Chinese, French, Russian or Spanish to alpha-3 code.

    A name that means two States in two languages, or that is an English name of something else, is left out.
    Source: the Unicode Common Locale Data Repository, by Babel; the translations of ISO 3166 that pycountry carries.
    """
    from babel import Locale  # noqa: PLC0415 - only for names that are not English

    owners: dict[str, set[str]] = {}
    for language, folder in _LANGUAGES.items():
        territories = Locale(language).territories
        translate = gettext.translation("iso3166-1", pycountry.LOCALES_DIR, languages=[folder], fallback=True).gettext
        for country in pycountry.countries:
            names = {translate(name) for name in _iso_names(country)} | {territories.get(country.alpha_2, "")}
            code = country.alpha_3 if country.alpha_3 in states() else ""
            for form in {form for name in names for form in _orders(name)} - {""}:
                owners.setdefault(form, set()).add(code)
    english = state_names()
    return {
        name: next(iter(codes))
        for name, codes in owners.items()
        if len(codes) == 1 and "" not in codes and name not in english and name not in stateless_names()
    }


def _iso_names(country: Any) -> list[str]:
    names = [getattr(country, kind, "") for kind in ("name", "official_name", "common_name")]
    return [name.removeprefix("the ") for name in names if name]


def _orders(name: str) -> set[str]:
    """Return a name with its parts in every printed order: ``X, Republic of``, ``X (Republic of)``, ``Republic of X``."""
    found = {name}
    official = _OFFICIAL.fullmatch(name)
    if official:
        kind = official["kind"] + (official["the"] or "")
        found |= {f"{official['name']}, {kind}", f"{official['name']} ({kind})"}
    head, comma, tail = name.partition(", ")
    if comma:
        found |= {f"{head} ({tail})"}
        if tail.endswith((" of", " of the")):
            bare = re.sub(r"^[Tt]he ", "", tail)
            found |= {f"{bare} {head}", f"{head}, {bare}", f"{head} ({bare})"}
        elif tail.endswith((" de", " del")):
            found |= {f"{tail} {head}"}
        elif tail.endswith(("d'", "d’")):
            found |= {f"{tail}{head}"}
    bracketed = re.fullmatch(r"([^()]+) \(([^()]+ of(?: the)?)\)", name)
    if bracketed:
        found |= {f"{bracketed[2]} {bracketed[1]}", f"{bracketed[1]}, {bracketed[2]}"}
    return found
