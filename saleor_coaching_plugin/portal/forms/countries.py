"""Countries to choose from, by name."""

from __future__ import annotations

from functools import cache

from babel import Locale

# CLDR's territories of two letters that are no countries of ISO 3166-1.
_NO_COUNTRIES = {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"}


@cache
def country_choices() -> list[tuple[str, str]]:
    """(ISO 3166-1 alpha-2, English name), for a select that starts empty."""
    names = Locale("en").territories
    countries = {c: n for c, n in names.items() if len(c) == 2 and c not in _NO_COUNTRIES}
    return [("", "Please choose"), *sorted(countries.items(), key=lambda item: item[1])]


def country_name(code: str) -> str:
    return str(Locale("en").territories.get(code, code))
