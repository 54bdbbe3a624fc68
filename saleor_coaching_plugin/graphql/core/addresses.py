"""Postal addresses of clients, in and out."""

from __future__ import annotations

from typing import Any

import graphene

from saleor_coaching_plugin.commerce.port import Address
from saleor_coaching_plugin.core.addresses import line_clean
from saleor_coaching_plugin.core.countries import COUNTRIES
from saleor_coaching_plugin.core.errors import InvalidInput

_LINES = {"first_name": 100, "last_name": 100, "street": 250, "city": 250}


class ClientAddress(graphene.ObjectType):
    class Meta:
        description = "Where a client's invoices go to."

    first_name = graphene.String(required=True)
    last_name = graphene.String(required=True)
    street = graphene.String(required=True, description="Street and number.")
    city = graphene.String(required=True)
    postal_code = graphene.String(required=True, description="Empty where there are none.")
    country = graphene.String(required=True, description="ISO 3166-1 alpha-2.")


class ClientAddressInput(graphene.InputObjectType):
    class Meta:
        description = "Where a client's invoices go to."

    first_name = graphene.String(required=True)
    last_name = graphene.String(required=True)
    street = graphene.String(required=True, description="Street and number.")
    city = graphene.String(required=True)
    postal_code = graphene.String(required=True, description="Empty where there are none.")
    country = graphene.String(required=True, description="ISO 3166-1 alpha-2.")


def address_of(given: Any, field: str) -> Address:
    """From a ClientAddressInput. Raises InvalidInput naming `<field>.<part>`."""
    parts = {
        name: line_clean(given[name], field=f"{field}.{name}", max_length=longest)
        for name, longest in _LINES.items()
    }
    if given["country"] not in COUNTRIES:
        raise InvalidInput("This is not a country's two-letter code.", f"{field}.country")
    return Address(**parts, postal_code=_postal_code(given, field), country=given["country"])


def _postal_code(given: Any, field: str) -> str:
    if not given["postal_code"].strip():
        return ""
    return line_clean(given["postal_code"], field=f"{field}.postal_code", max_length=20)
