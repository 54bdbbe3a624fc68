"""Days as people read them."""

from __future__ import annotations

from datetime import date

from babel.dates import format_date

from .money import locale_for


def day_in(day: date, language: str) -> str:
    """E.g. "1 June 2027" or "1. Juni 2027", as the language writes it."""
    return format_date(day, format="long", locale=locale_for(language))
