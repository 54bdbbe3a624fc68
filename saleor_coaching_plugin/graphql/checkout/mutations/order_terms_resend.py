"""Staff send a request to accept terms once more."""

from __future__ import annotations

import graphene
from graphql import ResolveInfo

from saleor_coaching_plugin.checkout.services.resend import (
    checkout_terms_resend,
    order_terms_resend,
)
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.graphql.checkout.errors import OrderTermsError
from saleor_coaching_plugin.graphql.checkout.order_terms_types import OrderTermsRequest
from saleor_coaching_plugin.graphql.core.access import ORDERS
from saleor_coaching_plugin.graphql.core.mutation import BaseMutation


class OrderTermsResend(BaseMutation):
    class Meta:
        description = (
            "Mail the buyer of an order the link once more, to the address that the order has "
            "now; the old link dies. Terms that were taken back are not asked for any more."
        )
        access = ORDERS
        error_type = OrderTermsError
        error_fields = {"id": "order_id"}

    class Arguments:
        order_id = graphene.ID(required=True, description="The shop's id.")

    order_terms_request = graphene.Field(OrderTermsRequest)

    @classmethod
    def perform(cls, info: ResolveInfo, order_id: str) -> OrderTermsResend:
        return cls(order_terms_request=order_terms_resend(order_id=order_id, now=utc_now()))


class CheckoutTermsResend(BaseMutation):
    class Meta:
        description = "The same for the buyer of a checkout that is paid but not ordered."
        access = ORDERS
        error_type = OrderTermsError
        error_fields = {"id": "checkout_id"}

    class Arguments:
        checkout_id = graphene.ID(required=True, description="The shop's id.")

    order_terms_request = graphene.Field(OrderTermsRequest)

    @classmethod
    def perform(cls, info: ResolveInfo, checkout_id: str) -> CheckoutTermsResend:
        request = checkout_terms_resend(checkout_id=checkout_id, now=utc_now())
        return cls(order_terms_request=request)
