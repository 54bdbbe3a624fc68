"""Checkouts. The root is the port's Checkout."""

from __future__ import annotations

from dataclasses import dataclass

import graphene
from graphql.execution.base import ResolveInfo
from promise import Promise

from saleor_coaching_plugin.commerce import port
from saleor_coaching_plugin.core.money import Money as Amount

from .addresses import Address
from .catalogue import Channel, ProductVariant, VariantNode
from .charge_status import ChargeStatus, CheckoutChargeStatusEnum, charge_status
from .enums import LanguageCodeEnum, language_shown
from .loaders import channel_load, product_load
from .money import Money, TaxedMoney


@dataclass(frozen=True)
class CheckoutLineNode:
    """A line with the channel of its checkout."""

    line: port.Line
    channel: str


class CheckoutLine(graphene.ObjectType):
    id = graphene.ID(required=True)
    quantity = graphene.Int(required=True)
    unit_price = graphene.Field(TaxedMoney, required=True)
    total_price = graphene.Field(TaxedMoney, required=True)
    variant = graphene.Field(ProductVariant, required=True)

    @staticmethod
    def resolve_id(root: CheckoutLineNode, info: ResolveInfo) -> str:
        return root.line.id

    @staticmethod
    def resolve_quantity(root: CheckoutLineNode, info: ResolveInfo) -> int:
        return root.line.quantity

    @staticmethod
    def resolve_unit_price(root: CheckoutLineNode, info: ResolveInfo) -> Amount:
        return root.line.unit_price

    @staticmethod
    def resolve_total_price(root: CheckoutLineNode, info: ResolveInfo) -> Amount:
        return root.line.total

    @staticmethod
    def resolve_variant(root: CheckoutLineNode, info: ResolveInfo) -> Promise:
        return product_load(info, root.channel, root.line.product_id).then(
            lambda product: VariantNode.of(product, root.line.variant_id)
        )


class Checkout(graphene.ObjectType):
    id = graphene.ID(required=True)
    channel = graphene.Field(Channel, required=True)
    language_code = graphene.Field(LanguageCodeEnum, required=True)
    email = graphene.String()
    billing_address = graphene.Field(Address)
    voucher_code = graphene.String()
    quantity = graphene.Int(required=True)
    is_shipping_required = graphene.Boolean(required=True)
    lines = graphene.NonNull(graphene.List(graphene.NonNull(CheckoutLine)))
    subtotal_price = graphene.Field(TaxedMoney, required=True)
    total_price = graphene.Field(TaxedMoney, required=True)
    total_balance = graphene.Field(Money, required=True)
    charge_status = graphene.Field(CheckoutChargeStatusEnum, required=True)

    @staticmethod
    def resolve_channel(root: port.Checkout, info: ResolveInfo) -> Promise:
        return channel_load(info, root.channel)

    @staticmethod
    def resolve_language_code(root: port.Checkout, info: ResolveInfo) -> str:
        return language_shown(root.language)

    @staticmethod
    def resolve_quantity(root: port.Checkout, info: ResolveInfo) -> int:
        return sum(line.quantity for line in root.lines)

    @staticmethod
    def resolve_is_shipping_required(root: port.Checkout, info: ResolveInfo) -> bool:
        """Nothing that a coach sells is shipped."""
        return False

    @staticmethod
    def resolve_lines(root: port.Checkout, info: ResolveInfo) -> list[CheckoutLineNode]:
        return [CheckoutLineNode(line, root.channel) for line in root.lines]

    @staticmethod
    def resolve_subtotal_price(root: port.Checkout, info: ResolveInfo) -> Amount:
        return Amount(sum(line.total.minor for line in root.lines), root.total.currency)

    @staticmethod
    def resolve_total_price(root: port.Checkout, info: ResolveInfo) -> Amount:
        return root.total

    @staticmethod
    def resolve_total_balance(root: port.Checkout, info: ResolveInfo) -> Amount:
        """What was paid less what is owed: negative until it is paid."""
        return Amount(root.paid.minor - root.total.minor, root.total.currency)

    @staticmethod
    def resolve_charge_status(root: port.Checkout, info: ResolveInfo) -> ChargeStatus:
        return charge_status(paid=root.paid, total=root.total)
