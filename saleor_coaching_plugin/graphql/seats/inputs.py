"""Whom a payer, or the coach, names for a seat."""

from __future__ import annotations

from typing import Any

import graphene

from saleor_coaching_plugin.graphql.core.scalars import Date
from saleor_coaching_plugin.seats.plan import Person, PlannedSeat


class SeatParticipantInput(graphene.InputObjectType):
    class Meta:
        description = "Somebody for a seat; with a message, or a day for the invitation, as a gift."

    first_name = graphene.String(required=True)
    last_name = graphene.String(required=True)
    email = graphene.String(
        required=True, description="Of a minor without an address of their own: the guardian's."
    )
    language = graphene.String(
        default_value="", description="BCP 47 tag; that of the purchase, if left out."
    )
    guardian_name = graphene.String(
        default_value="", description="Of a minor: who is invited and accepts in their stead."
    )
    guardian_email = graphene.String(default_value="")
    gift_message = graphene.String(
        default_value="", description="From the payer to the participant; without any amount."
    )
    invite_on = Date(description="Day (UTC) on which the invitation leaves; at once, if left out.")


def planned_of(given: dict[str, Any]) -> PlannedSeat:
    """As it was given; the service looks at it."""
    return PlannedSeat(
        person=Person(
            first_name=given["first_name"],
            last_name=given["last_name"],
            email=given["email"],
            language=given["language"],
            guardian_name=given["guardian_name"],
            guardian_email=given["guardian_email"],
        ),
        gift_message=given["gift_message"],
        invite_on=given.get("invite_on"),
    )
