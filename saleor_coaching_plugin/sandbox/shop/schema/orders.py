"""Orders and the people they belong to. Roots are the port's Order and Customer."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import graphene
from graphql.execution.base import ResolveInfo
from promise import Promise

from saleor_coaching_plugin.commerce import port
from saleor_coaching_plugin.commerce.port import Permission
from saleor_coaching_plugin.core.errors import PermissionDenied
from saleor_coaching_plugin.core.money import Money as Amount
from saleor_coaching_plugin.sandbox.shop import models
from saleor_coaching_plugin.sandbox.shop.addresses import address_from_json
from saleor_coaching_plugin.sandbox.shop.ids import Kind, global_id, pk_of
from saleor_coaching_plugin.sandbox.shop.order_rows import orders_of
from saleor_coaching_plugin.sandbox.shop.people import customer_of

from .addresses import Address
from .catalogue import Channel
from .charge_status import ChargeStatus, OrderChargeStatusEnum, charge_status
from .connection import ConnectionField, CountableConnection, page_of
from .context import has_permission, requestor_of
from .enums import LanguageCodeEnum, language_shown
from .loaders import channel_load, row_load
from .money import Money, TaxedMoney
from .order_lines import OrderLine, OrderLineNode


class MetadataItem(graphene.ObjectType):
    key = graphene.String(required=True)
    value = graphene.String(required=True)


class Invoice(graphene.ObjectType):
    id = graphene.ID(required=True)
    number = graphene.String()
    url = graphene.String()
    created_at = graphene.DateTime(required=True)

    @staticmethod
    def resolve_id(root: models.OrderInvoice, info: ResolveInfo) -> str:
        return global_id(Kind.INVOICE, root.pk)


class Order(graphene.ObjectType):
    """Who knows an order's id may read it, as in Saleor; its user and invoices are the owner's."""

    id = graphene.ID(required=True)
    number = graphene.String(required=True)
    created = graphene.DateTime(required=True)
    channel = graphene.Field(Channel, required=True)
    language_code_enum = graphene.Field(LanguageCodeEnum, required=True)
    user = graphene.Field(lambda: User)
    user_email = graphene.String()
    billing_address = graphene.Field(Address)
    lines = graphene.NonNull(graphene.List(graphene.NonNull(OrderLine)))
    total = graphene.Field(TaxedMoney, required=True)
    total_charged = graphene.Field(Money, required=True)
    total_balance = graphene.Field(Money, required=True)
    charge_status = graphene.Field(OrderChargeStatusEnum, required=True)
    is_paid = graphene.Boolean(required=True)
    checkout_id = graphene.ID()
    external_reference = graphene.String()
    voucher_code = graphene.String()
    metadata = graphene.NonNull(graphene.List(graphene.NonNull(MetadataItem)))
    invoices = graphene.NonNull(graphene.List(graphene.NonNull(Invoice)))

    @staticmethod
    def resolve_created(root: port.Order, info: ResolveInfo) -> datetime:
        return root.created_at

    @staticmethod
    def resolve_channel(root: port.Order, info: ResolveInfo) -> Promise:
        return channel_load(info, root.channel)

    @staticmethod
    def resolve_language_code_enum(root: port.Order, info: ResolveInfo) -> str:
        return language_shown(root.language)

    @staticmethod
    def resolve_user(root: port.Order, info: ResolveInfo) -> Promise | None:
        if root.customer_id is None:
            return None
        _require_owner_or(info, root.customer_id, Permission.MANAGE_ORDERS, Permission.MANAGE_USERS)
        return row_load(info, Kind.USER, root.customer_id).then(customer_of)

    @staticmethod
    def resolve_user_email(root: port.Order, info: ResolveInfo) -> str:
        return root.email

    @staticmethod
    def resolve_billing_address(root: port.Order, info: ResolveInfo) -> Promise:
        return _row(info, root).then(lambda row: address_from_json(row.billing_address))

    @staticmethod
    def resolve_lines(root: port.Order, info: ResolveInfo) -> list[OrderLineNode]:
        return [OrderLineNode(line, root.channel) for line in root.lines]

    @staticmethod
    def resolve_total_charged(root: port.Order, info: ResolveInfo) -> Amount:
        return root.paid

    @staticmethod
    def resolve_total_balance(root: port.Order, info: ResolveInfo) -> Amount:
        """What was paid less what is owed: negative until it is paid."""
        return Amount(root.paid.minor - root.total.minor, root.total.currency)

    @staticmethod
    def resolve_charge_status(root: port.Order, info: ResolveInfo) -> ChargeStatus:
        return charge_status(paid=root.paid, total=root.total)

    @staticmethod
    def resolve_voucher_code(root: port.Order, info: ResolveInfo) -> Promise:
        return _row(info, root).then(lambda row: row.voucher_code or None)

    @staticmethod
    def resolve_metadata(root: port.Order, info: ResolveInfo) -> Promise:
        return _row(info, root).then(
            lambda row: [{"key": key, "value": value} for key, value in row.metadata.items()]
        )

    @staticmethod
    def resolve_invoices(root: port.Order, info: ResolveInfo) -> Promise:
        _require_owner_or(info, root.customer_id, Permission.MANAGE_ORDERS)
        return _row(info, root).then(lambda row: list(row.invoices.all()))


class OrderCountableConnection(CountableConnection):
    class Meta:
        node = Order


class User(graphene.ObjectType):
    id = graphene.ID(required=True)
    email = graphene.String(required=True)
    first_name = graphene.String(required=True)
    last_name = graphene.String(required=True)
    is_staff = graphene.Boolean(required=True)
    language_code = graphene.Field(LanguageCodeEnum, required=True)
    orders = ConnectionField(OrderCountableConnection)

    @staticmethod
    def resolve_is_staff(root: port.Customer, info: ResolveInfo) -> Promise:
        return row_load(info, Kind.USER, root.id).then(lambda row: row.is_staff)

    @staticmethod
    def resolve_language_code(root: port.Customer, info: ResolveInfo) -> str:
        return language_shown(root.language)

    @staticmethod
    def resolve_orders(
        root: port.Customer, info: ResolveInfo, **window: Any
    ) -> CountableConnection:
        _require_owner_or(info, root.id, Permission.MANAGE_ORDERS)
        rows = models.Order.objects.filter(user=pk_of(root.id, Kind.USER)).order_by("-number")
        return page_of(OrderCountableConnection, rows, orders_of, **window)


def _row(info: ResolveInfo, order: port.Order) -> Promise:
    return row_load(info, Kind.ORDER, order.id)


def _require_owner_or(info: ResolveInfo, owner_id: str | None, *permissions: Permission) -> None:
    requestor = requestor_of(info)
    is_owner = requestor.id is not None and requestor.id == owner_id
    if not is_owner and not any(has_permission(info, one) for one in permissions):
        raise PermissionDenied()
