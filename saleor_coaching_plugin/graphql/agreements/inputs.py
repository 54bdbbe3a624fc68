"""What staff write into one client's agreement."""

from __future__ import annotations

from typing import Any

import graphene

from saleor_coaching_plugin.agreements.models import ClientAgreement
from saleor_coaching_plugin.agreements.services.prepare import AgreementDetails, Client
from saleor_coaching_plugin.core.errors import InvalidInput
from saleor_coaching_plugin.graphql.core.addresses import ClientAddressInput, address_of
from saleor_coaching_plugin.graphql.core.money import CoachingMoneyInput, money_of
from saleor_coaching_plugin.graphql.core.scalars import Date

MAX_CUSTOM_VALUE = 2000


class ClientAgreementCustomValueInput(graphene.InputObjectType):
    class Meta:
        description = "The value of a template's custom field."

    name = graphene.String(required=True)
    value = graphene.String(required=True)


class ClientAgreementInput(graphene.InputObjectType):
    class Meta:
        description = "The whole agreement; what is left out is as the template says."

    first_name = graphene.String(required=True)
    last_name = graphene.String(required=True)
    email = graphene.String(required=True)
    billing_address = ClientAddressInput(description="The client gives it if it is left out.")
    language = graphene.String(default_value="en", description="BCP 47 tag, `en` by default.")
    fee = CoachingMoneyInput(description="In the template's currency.")
    sessions = graphene.Int()
    instalments = graphene.Int(description="How many equal monthly parts.")
    seats = graphene.Int(
        description="How many take part besides paying; only where the terms have a rendering "
        "for participants."
    )
    start_on = Date()
    custom_values = graphene.List(
        graphene.NonNull(ClientAgreementCustomValueInput), default_value=[]
    )
    copy_emails = graphene.List(
        graphene.NonNull(graphene.String),
        default_value=[],
        description="Who else gets a copy of what the client accepts, amounts and all.",
    )


class ClientAgreementCreateInput(ClientAgreementInput):
    class Meta:
        description = "A new agreement; what is left out is as the template says."

    template_id = graphene.ID(required=True)


def client_of(given: dict[str, Any]) -> Client:
    """Raises InvalidInput."""
    address = given.get("billing_address")
    return Client(
        first_name=given["first_name"],
        last_name=given["last_name"],
        email=given["email"],
        billing_address=address_of(address, "billing_address") if address else None,
    )


def details_of(given: dict[str, Any]) -> AgreementDetails:
    """Raises InvalidInput."""
    fee = given.get("fee")
    return AgreementDetails(
        language=given["language"],
        fee_minor=money_of(fee, "fee").minor if fee else None,
        sessions=given.get("sessions"),
        instalments=given.get("instalments"),
        seats=given.get("seats"),
        start_on=given.get("start_on"),
        custom_values=_custom_values(given["custom_values"]),
        copy_emails=given["copy_emails"],
    )


def fee_currency_check(agreement: ClientAgreement, given: dict[str, Any]) -> None:
    """Raises InvalidInput when the fee was given in another currency than the agreement's."""
    fee = given.get("fee")
    if fee and fee["currency"] != agreement.currency:
        raise InvalidInput(f"This agreement is in {agreement.currency}.", "fee")


def _custom_values(given: list[dict[str, str]]) -> dict[str, str]:
    values = {each["name"]: each["value"] for each in given}
    if len(values) < len(given):
        raise InvalidInput("Give each custom field once.", "custom_values")
    if any(len(value) > MAX_CUSTOM_VALUE for value in values.values()):
        raise InvalidInput(f"Please write at most {MAX_CUSTOM_VALUE} characters.", "custom_values")
    return values
