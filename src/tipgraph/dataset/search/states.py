"""The names of States in the six official languages of the United Nations, from libraries."""

import gettext
from functools import cache
from typing import Final

LANGUAGES: Final = {"ar": "ar", "en": "", "es": "es", "fr": "fr", "ru": "ru", "zh": "zh_CN"}
"""The official languages, each with what pycountry calls its translations (English is what it translates from)."""
RIGHT_TO_LEFT: Final = frozenset({"ar"})
"""Those of them that are written from right to left."""


@cache
def names(alpha3: str) -> tuple[tuple[str, str], ...]:
    """Return what a State is called.

    Args:
        alpha3: Its code in ISO 3166-1.

    Returns:
        Pairs of language and name, by language, the usual name of each before the official one; nothing for a code
        that is none.

    Source: the Unicode Common Locale Data Repository, by Babel; ISO 3166-1 and its translations, by pycountry.
    """
    import pycountry  # noqa: PLC0415 - slow to load, and only needed where an index is written
    from babel import Locale  # noqa: PLC0415

    country = pycountry.countries.get(alpha_3=alpha3)
    if country is None:
        return ()
    forms = [getattr(country, kind, "") for kind in ("common_name", "name", "official_name")]
    found = []
    for language, folder in LANGUAGES.items():
        usual = Locale(language).territories.get(country.alpha_2, "")
        translated = [_translate(folder, form) if folder else form for form in forms if form]
        found += [(language, name) for name in dict.fromkeys([usual, *translated]) if name]
    return tuple(found)


def _translate(folder: str, name: str) -> str:
    """Return a name in another language; nothing where there is no translation."""
    translated = _translations(folder).gettext(name)
    return "" if translated == name else translated


@cache
def _translations(folder: str) -> gettext.NullTranslations:
    import pycountry  # noqa: PLC0415

    return gettext.translation("iso3166-1", pycountry.LOCALES_DIR, languages=[folder], fallback=True)
