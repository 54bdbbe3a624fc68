"""Money goes back to the payer of a seat that nobody took."""

from __future__ import annotations

import graphene
from graphql import ResolveInfo

from saleor_coaching_plugin.billing.services.seat_refund import seat_refund
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.graphql.billing.errors import ClientRefundError
from saleor_coaching_plugin.graphql.billing.types import ClientRefund
from saleor_coaching_plugin.graphql.core.access import ORDERS
from saleor_coaching_plugin.graphql.core.ids import uuid_of
from saleor_coaching_plugin.graphql.core.mutation import BaseMutation
from saleor_coaching_plugin.graphql.seats.types import Seat
from saleor_coaching_plugin.seats import models


class SeatRefund(BaseMutation):
    class Meta:
        description = (
            "Close a seat that nobody has accepted, and pay its share of the price back; a repeat "
            "returns the same refunds."
        )
        access = ORDERS
        error_type = ClientRefundError

    class Arguments:
        id = graphene.ID(required=True, description="Of the seat.")

    seat = graphene.Field(Seat)
    client_refunds = graphene.List(
        graphene.NonNull(ClientRefund),
        description="One for each payment that it is taken out of; none for a seat that was free.",
    )

    @classmethod
    def perform(cls, info: ResolveInfo, id: str) -> SeatRefund:
        key = uuid_of(Seat, id)
        refunds = seat_refund(seat_id=key, now=utc_now())
        return cls(seat=models.Seat.objects.get(id=key), client_refunds=refunds)
