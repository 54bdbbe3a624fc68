"""The world's countries, as Babel (CLDR) knows them."""

from __future__ import annotations

from babel import Locale

# CLDR's territories of two letters that are no countries of ISO 3166-1.
_NO_COUNTRIES = {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"}

COUNTRIES: dict[str, str] = {
    code: name
    for code, name in sorted(Locale("en").territories.items())
    if len(code) == 2 and code not in _NO_COUNTRIES
}
"""English names by ISO 3166-1 alpha-2 code."""
