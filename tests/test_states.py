"""Names of States: every member and observer under every form of its name, and nothing else."""

import pycountry
import pytest

from tests.extraction import names
from tipgraph.extract.countries import foreign_state_names, state_names, stateless_names, states
from tipgraph.extract.lists import split_list
from tipgraph.namespaces import ID

STATES = states()


def code(printed: str) -> str | None:
    found = names().resolve(printed, "state", "body")
    return found.key if found else None


def found_in(words: str) -> list[str]:
    return [name.key for name in names().find(words, "state")]


def test_who_is_a_state() -> None:
    assert len(STATES) == 193 + 2 + 2
    assert {"VAT", "PSE", "COK", "NIU"} < set(STATES)
    assert not {"ABW", "GLP", "HKG", "MAC", "TWN", "ESH", "PRI", "GRL", "ASM"} & set(STATES)
    assert len({state.m49 for state in STATES.values()}) == len(STATES)


@pytest.mark.parametrize("alpha3", sorted(STATES))
def test_each_state_is_found_under_its_names(alpha3: str) -> None:
    country = pycountry.countries.get(alpha_3=alpha3)
    forms = {STATES[alpha3].name, country.name, getattr(country, "official_name", country.name)}
    for form in forms:
        assert code(form) == alpha3, form
        assert code(form.upper()) == alpha3, form
        assert found_in(f"heard the delegation from {form}, which spoke.") == [alpha3], form
    assert split_list(f"Unknownia, {STATES[alpha3].name} and Elsewhere", names(), "state")[1][1] is not None


@pytest.mark.parametrize(
    ("printed", "alpha3"),
    [
        ("Côte d'Ivoire", "CIV"), ("Côte d’Ivoire", "CIV"), ("Cote d'Ivoire", "CIV"), ("Ivory Coast", "CIV"),
        ("Türkiye", "TUR"), ("Turkiye", "TUR"), ("Turkey", "TUR"), ("Republic of Turkey", "TUR"),
        ("Eswatini", "SWZ"), ("Swaziland", "SWZ"), ("Kingdom of Eswatini", "SWZ"),
        ("Czechia", "CZE"), ("Czech Republic", "CZE"), ("the Czech Republic", "CZE"),
        ("Cabo Verde", "CPV"), ("Cape Verde", "CPV"), ("Myanmar", "MMR"), ("Burma", "MMR"),
        ("North Macedonia", "MKD"), ("the former Yugoslav Republic of Macedonia", "MKD"),
        ("Republic of Korea", "KOR"), ("Korea, Republic of", "KOR"), ("Korea (Republic of)", "KOR"), ("South Korea", "KOR"),
        ("Democratic People's Republic of Korea", "PRK"), ("Democratic People’s Republic of Korea", "PRK"),
        ("Congo", "COG"), ("Republic of the Congo", "COG"), ("Democratic Republic of the Congo", "COD"),
        ("Congo, Democratic Republic of the", "COD"), ("Niger", "NER"), ("Nigeria", "NGA"),
        ("Dominica", "DMA"), ("Dominican Republic", "DOM"), ("Guinea", "GIN"), ("Guinea-Bissau", "GNB"),
        ("Guinea Bissau", "GNB"), ("Equatorial Guinea", "GNQ"), ("Papua New Guinea", "PNG"),
        ("Iran (Islamic Republic of)", "IRN"), ("Iran, Islamic Republic of", "IRN"), ("Islamic Republic of Iran", "IRN"),
        ("Bolivia (Plurinational State of)", "BOL"), ("Bolivia", "BOL"), ("Venezuela (Bolivarian Republic of)", "VEN"),
        ("Micronesia (Federated States of)", "FSM"), ("Netherlands (Kingdom of the)", "NLD"), ("Netherlands", "NLD"),
        ("United Kingdom of Great Britain and Northern Ireland", "GBR"), ("United Kingdom", "GBR"),
        ("United States of America", "USA"), ("United States", "USA"), ("Russian Federation", "RUS"),
        ("Republic of Moldova", "MDA"), ("Moldova, Republic of", "MDA"), ("United Republic of Tanzania", "TZA"),
        ("Syrian Arab Republic", "SYR"), ("Libyan Arab Jamahiriya", "LBY"), ("Lao People's Democratic Republic", "LAO"),
        ("Viet Nam", "VNM"), ("Vietnam", "VNM"), ("Saint Lucia", "LCA"), ("St. Lucia", "LCA"),
        ("St. Kitts & Nevis", "KNA"), ("Trinidad & Tobago", "TTO"), ("São Tomé and Príncipe", "STP"),
        ("Sao Tome and Principe", "STP"), ("Timor-Leste", "TLS"), ("Timor‑Leste", "TLS"), ("The Gambia", "GMB"),
        ("Holy See", "VAT"), ("State of Palestine", "PSE"), ("Palestine", "PSE"), ("Cook Islands", "COK"), ("Niue", "NIU"),
        ("Allemagne", "DEU"), ("République de Corée", "KOR"), ("España", "ESP"), ("Российская Федерация", "RUS"),
        ("中国", "CHN"), ("مصر", "EGY"), ("Нигер", "NER"), ("Нигерия", "NGA"),
    ],
)  # fmt: skip
def test_a_name_stands_for_a_state(printed: str, alpha3: str) -> None:
    assert code(printed) == alpha3


@pytest.mark.parametrize(
    "printed",
    [
        "Hong Kong, China", "Hong Kong", "Macao, China", "Macao", "Taiwan Province of China", "Taiwan, Province of China",
        "Serbia and Montenegro", "Yugoslavia", "Czechoslovakia", "Korea", "Kosovo", "Aruba", "Guadeloupe", "Greenland",
        "American Samoa", "Puerto Rico", "Western Sahara", "Northern Ireland", "Occupied Palestinian Territory",
        "European Union", "Bank of Austria", "University of Jordan", "Jordan University", "Caritas Austria", "turkey", "chad",
    ],
)  # fmt: skip
def test_a_name_stands_for_no_state(printed: str) -> None:
    found = names().resolve(printed, "state")
    assert found is None
    assert found_in(f"heard by {printed}, which spoke") == []


def test_a_name_that_holds_another_is_one_entry_of_a_list() -> None:
    words = "Australia, Hong Kong, China, Serbia and Montenegro, the Bahamas, Bank of Austria and Nigeria"
    assert [(printed, name.key if name else None) for printed, name in split_list(words, names(), "state", "body")] == [
        ("Australia", "AUS"),
        ("Hong Kong, China", None),
        ("Serbia and Montenegro", None),
        ("Bahamas", "BHS"),
        ("Bank of Austria", None),
        ("Nigeria", "NGA"),
    ]


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("The Government of Austria and the Bank of Austria spoke.", ["AUT"]),
        ("Ms. Georgia Smith of the University of Jordan", []),
        ("the Georgia Institute, Mr. Chad Miller and South Georgia", []),
        ("the representative of Georgia, Mr. Miller", ["GEO"]),
        ("held in Equatorial Guinea, Guinea-Bissau and Guinea", ["GNQ", "GNB", "GIN"]),
        ("from Niger and Nigeria", ["NER", "NGA"]),
        ("the Democratic Republic of the Congo and the Congo", ["COD", "COG"]),
        ("an Austria-based centre", []),
        ("States parties: Côte d’Ivoire, Turkey and Viet Nam", ["CIV", "TUR", "VNM"]),
    ],
)
def test_a_state_is_not_found_within_another_name(words: str, codes: list[str]) -> None:
    assert found_in(words) == codes


def test_no_name_is_both_a_states_and_nobodys() -> None:
    assert not set(state_names()) & stateless_names()
    assert not set(foreign_state_names()) & stateless_names()
    assert set(foreign_state_names().values()) == set(STATES) - {"PSE"} or set(foreign_state_names().values()) == set(
        STATES
    )


def test_every_state_has_its_iri() -> None:
    found = names().resolve("Austria")
    assert found
    assert found.iri == f"{ID}state/AUT"
