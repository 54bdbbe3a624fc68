"""Addresses, in and out."""

from __future__ import annotations

from typing import Any

import graphene
from graphql.execution.base import ResolveInfo

from saleor_coaching_plugin.commerce import port
from saleor_coaching_plugin.core.countries import COUNTRIES

from .enums import CountryCode


class CountryDisplay(graphene.ObjectType):
    code = graphene.String(required=True)
    country = graphene.String(required=True)


class Address(graphene.ObjectType):
    first_name = graphene.String(required=True)
    last_name = graphene.String(required=True)
    street_address_1 = graphene.String(required=True)
    city = graphene.String(required=True)
    postal_code = graphene.String(required=True)
    country = graphene.Field(CountryDisplay, required=True)

    @staticmethod
    def resolve_street_address_1(root: port.Address, info: ResolveInfo) -> str:
        return root.street

    @staticmethod
    def resolve_country(root: port.Address, info: ResolveInfo) -> dict[str, str]:
        return {"code": root.country, "country": COUNTRIES[root.country]}


class AddressInput(graphene.InputObjectType):
    first_name = graphene.String()
    last_name = graphene.String()
    street_address_1 = graphene.String()
    city = graphene.String()
    postal_code = graphene.String()
    country = CountryCode()


def address_of(given: Any) -> port.Address:
    """From an AddressInput; what is left out is empty, and refused further in if needed."""
    return port.Address(
        first_name=given.get("first_name") or "",
        last_name=given.get("last_name") or "",
        street=given.get("street_address_1") or "",
        city=given.get("city") or "",
        postal_code=given.get("postal_code") or "",
        country=given.get("country") or "",
    )
