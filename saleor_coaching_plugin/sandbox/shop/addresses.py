"""Postal addresses: in the database as JSON, checked the way in."""

from __future__ import annotations

from dataclasses import asdict

from saleor_coaching_plugin.commerce.port import Address
from saleor_coaching_plugin.core.countries import COUNTRIES
from saleor_coaching_plugin.core.errors import InvalidInput


def address_to_json(address: Address) -> dict[str, str]:
    """Raises InvalidInput when the country is none or the street is missing."""
    if address.country not in COUNTRIES:
        raise InvalidInput("This is not a country's two-letter code.", "country")
    if not address.street.strip():
        raise InvalidInput("The street must not be empty.", "street_address_1")
    return asdict(address)


def address_from_json(stored: dict[str, str] | None) -> Address | None:
    return Address(**stored) if stored else None
