"""Whose cart it is, and where the invoice goes."""

from __future__ import annotations

from typing import Any

import graphene
from graphql.execution.base import ResolveInfo

from saleor_coaching_plugin.core.errors import PermissionDenied
from saleor_coaching_plugin.sandbox.shop import cart_edit
from saleor_coaching_plugin.sandbox.shop.ids import PrimaryKey
from saleor_coaching_plugin.sandbox.shop.schema.addresses import AddressInput, address_of
from saleor_coaching_plugin.sandbox.shop.schema.context import person_of, requestor_of

from .checkout_base import CheckoutMutation


class CheckoutEmailUpdate(CheckoutMutation):
    class Arguments:
        id = graphene.ID(required=True)
        email = graphene.String(required=True)

    @classmethod
    def change(cls, info: ResolveInfo, pk: PrimaryKey, **arguments: Any) -> None:
        cart_edit.cart_email_set(pk, arguments["email"])


class CheckoutBillingAddressUpdate(CheckoutMutation):
    class Arguments:
        id = graphene.ID(required=True)
        billing_address = AddressInput(required=True)

    @classmethod
    def change(cls, info: ResolveInfo, pk: PrimaryKey, **arguments: Any) -> None:
        cart_edit.cart_billing_address_set(pk, address_of(arguments["billing_address"]))


class CheckoutCustomerAttach(CheckoutMutation):
    """To oneself only: nobody acts for another person in this shop."""

    class Arguments:
        id = graphene.ID(required=True)
        customer_id = graphene.ID()

    @classmethod
    def change(cls, info: ResolveInfo, pk: PrimaryKey, **arguments: Any) -> None:
        user = person_of(info)
        wanted = arguments.get("customer_id")
        if user is None or (wanted and wanted != requestor_of(info).id):
            raise PermissionDenied()
        cart_edit.cart_customer_attach(pk, user)


class CheckoutAddPromoCode(CheckoutMutation):
    class Arguments:
        id = graphene.ID(required=True)
        promo_code = graphene.String(required=True)

    @classmethod
    def change(cls, info: ResolveInfo, pk: PrimaryKey, **arguments: Any) -> None:
        cart_edit.cart_voucher_set(pk, arguments["promo_code"])
