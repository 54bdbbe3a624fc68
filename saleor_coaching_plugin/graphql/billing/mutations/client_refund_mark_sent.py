"""Staff sent a refund that no gateway could."""

from __future__ import annotations

import graphene
from graphql import ResolveInfo

from saleor_coaching_plugin.billing.services.seat_refund import refund_mark_sent
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.graphql.billing.errors import ClientRefundError
from saleor_coaching_plugin.graphql.billing.types import ClientRefund
from saleor_coaching_plugin.graphql.core.access import ORDERS
from saleor_coaching_plugin.graphql.core.ids import uuid_of
from saleor_coaching_plugin.graphql.core.mutation import BaseMutation


class ClientRefundMarkSent(BaseMutation):
    class Meta:
        description = "A person has sent the money: the shop's order and the payer are told."
        access = ORDERS
        error_type = ClientRefundError

    class Arguments:
        id = graphene.ID(required=True)
        reference = graphene.String(
            required=True,
            description="As the bank or the payment service calls the refund. What another app "
            "has told the shop of under the same reference is not counted again.",
        )

    client_refund = graphene.Field(ClientRefund)

    @classmethod
    def perform(cls, info: ResolveInfo, id: str, reference: str) -> ClientRefundMarkSent:
        refund = refund_mark_sent(
            refund_id=uuid_of(ClientRefund, id), reference=reference, now=utc_now()
        )
        return cls(client_refund=refund)
