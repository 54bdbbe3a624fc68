"""A buyer names participants before the payment."""

from __future__ import annotations

from typing import Any

import graphene
from graphql import ResolveInfo

from saleor_coaching_plugin.checkout.services.seats import checkout_seats_plan
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.graphql.checkout.errors import CheckoutSeatsError
from saleor_coaching_plugin.graphql.checkout.types import CheckoutSeats
from saleor_coaching_plugin.graphql.checkout.whose import checkout_for
from saleor_coaching_plugin.graphql.core.access import ANYONE
from saleor_coaching_plugin.graphql.core.context import requestor_of
from saleor_coaching_plugin.graphql.core.mutation import BaseMutation
from saleor_coaching_plugin.graphql.seats.inputs import SeatParticipantInput, planned_of


class CheckoutSeatsPlan(BaseMutation):
    class Meta:
        description = (
            "Say who shall have the seats of a product in the cart, as gifts or not, in place of "
            "whoever was named before. They are invited once it is paid; the rest can be named "
            "after the purchase."
        )
        access = ANYONE
        error_type = CheckoutSeatsError
        error_fields = {"id": "checkout_id", "people": "participants"}

    class Arguments:
        checkout_id = graphene.ID(required=True, description="The shop's id.")
        product_id = graphene.ID(required=True, description="The shop's id.")
        participants = graphene.List(
            graphene.NonNull(SeatParticipantInput),
            required=True,
            description="In the order of the seats; none takes back what was said.",
        )
        shared_name = graphene.String(
            default_value="",
            description="By which participants are told who invites them; nothing, if left out.",
        )

    seats = graphene.Field(CheckoutSeats)

    @classmethod
    def perform(
        cls,
        info: ResolveInfo,
        checkout_id: str,
        product_id: str,
        participants: list[dict[str, Any]],
        shared_name: str,
    ) -> CheckoutSeatsPlan:
        checkout = checkout_for(requestor_of(info.context), checkout_id)
        seats = checkout_seats_plan(
            checkout_id=checkout.id,
            product_id=product_id,
            people=[planned_of(each) for each in participants],
            shared_name=shared_name,
            now=utc_now(),
        )
        return cls(seats=seats)
