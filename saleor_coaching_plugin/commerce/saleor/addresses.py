"""Postal addresses, to and from Saleor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saleor_coaching_plugin.commerce.port import Address
from saleor_coaching_plugin.core.countries import COUNTRIES
from saleor_coaching_plugin.core.errors import InvalidInput

if TYPE_CHECKING:
    from saleor.account import models

_INPUT_NAMES = {
    "first_name": "firstName",
    "last_name": "lastName",
    "street_address_1": "streetAddress1",
    "city": "city",
    "postal_code": "postalCode",
    "country": "country",
}


def address_values(address: Address) -> dict[str, str]:
    """By the names of Saleor's columns.

    Raises InvalidInput when the country is none or the street is missing.
    """
    if address.country not in COUNTRIES:
        raise InvalidInput("This is not a country's two-letter code.", "country")
    if not address.street.strip():
        raise InvalidInput("The street must not be empty.", "street_address_1")
    return {
        "first_name": address.first_name,
        "last_name": address.last_name,
        "street_address_1": address.street,
        "city": address.city,
        "postal_code": address.postal_code,
        "country": address.country,
    }


def address_input(address: Address) -> dict[str, str]:
    """Saleor's AddressInput. Raises InvalidInput as `address_values` does."""
    return {_INPUT_NAMES[column]: value for column, value in address_values(address).items()}


def address_of(row: models.Address | None) -> Address | None:
    if row is None:
        return None
    return Address(
        first_name=row.first_name,
        last_name=row.last_name,
        street=", ".join(filter(None, (row.street_address_1, row.street_address_2))),
        city=row.city,
        postal_code=row.postal_code,
        country=row.country.code,
    )
