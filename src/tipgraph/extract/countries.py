"""Names of States: ISO 3166 codes from pycountry, names as the United Nations prints them, then and now."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pycountry

_TABLE = Path(__file__).parent / "tables" / "states.toml"


@dataclass(frozen=True)
class State:
    """A State: ISO 3166-1 alpha-3 code, M49 code of three digits, its name in United Nations usage today."""

    alpha3: str
    m49: str
    name: str


@cache
def _table() -> dict[str, dict[str, str]]:
    return tomllib.loads(_TABLE.read_text(encoding="utf-8"))


@cache
def states() -> dict[str, State]:
    """Return alpha-3 code to State for every country of ISO 3166-1; numeric codes of ISO are those of M49."""
    names = _table()["names"]
    return {
        country.alpha_3: State(country.alpha_3, country.numeric, names.get(country.alpha_3, country.name))
        for country in pycountry.countries
    }


@cache
def state_names() -> dict[str, str]:
    """Return printed name to alpha-3 code: names of ISO, with the part behind the comma in brackets, and variants."""
    table = _table()
    found: dict[str, str] = {}
    for country in pycountry.countries:
        for name in (country.name, getattr(country, "official_name", ""), getattr(country, "common_name", "")):
            if name:
                found[name] = country.alpha_3
                head, comma, tail = name.partition(", ")
                if comma:
                    found[f"{head} ({tail})"] = country.alpha_3
    found.update({name: code for code, name in table["names"].items()})
    found.update(table["variants"])
    return found
