"""Which paper a document is printed on.

Source: Unicode CLDR, supplemental data, `measurementData/paperSize`.
"""

from __future__ import annotations

from typing import Literal

Paper = Literal["A4", "letter"]

_LETTER = frozenset(
    {
        *("BZ", "CA", "CL", "CO", "CR", "GT", "MX", "NI"),
        *("PA", "PH", "PR", "SV", "US", "VE"),
    }
)


def paper_of(country: str, language: str) -> Paper:
    """By ISO 3166-1 country; where it is empty, by the region in the language tag."""
    region = country or language.rpartition("-")[2]
    return "letter" if region.upper() in _LETTER else "A4"
