"""Invoices to clients, and refunds. Roots are the models' rows.

They hold nothing that the payer may not see.
"""

from __future__ import annotations

from typing import Any

import graphene
from graphql import ResolveInfo
from promise import Promise

from saleor_coaching_plugin.billing import models
from saleor_coaching_plugin.billing.states import InvoiceStatus, RefundStatus
from saleor_coaching_plugin.core.links import page_url
from saleor_coaching_plugin.core.money import Money
from saleor_coaching_plugin.graphql.core.addresses import ClientAddress
from saleor_coaching_plugin.graphql.core.enums import enum_of
from saleor_coaching_plugin.graphql.core.ids import global_id
from saleor_coaching_plugin.graphql.core.money import CoachingMoney
from saleor_coaching_plugin.graphql.core.scalars import Date, DateTime

from .dataloaders import PaymentsOfInvoiceLoader, RefundsOfInvoiceLoader

ClientInvoiceStatusEnum = enum_of("ClientInvoiceStatusEnum", InvoiceStatus)
ClientRefundStatusEnum = enum_of("ClientRefundStatusEnum", RefundStatus)


class ClientInvoiceLine(graphene.ObjectType):
    class Meta:
        description = "A line of an invoice."

    description = graphene.String(required=True)
    quantity = graphene.Int(required=True)
    unit_price = graphene.Field(CoachingMoney, required=True)
    total = graphene.Field(CoachingMoney, required=True)


class ClientInvoicePayment(graphene.ObjectType):
    class Meta:
        description = "Money that arrived for an invoice."
        interfaces = (graphene.relay.Node,)

    reference = graphene.String(required=True)
    amount = graphene.Field(CoachingMoney, required=True)
    method = graphene.String(required=True, description="The gateway that it came through.")
    received_at = DateTime(required=True)


class ClientRefund(graphene.ObjectType):
    class Meta:
        description = "Money that goes back for one seat, out of one payment."
        interfaces = (graphene.relay.Node,)

    number = graphene.String(required=True, description="Of the credit note.")
    status = ClientRefundStatusEnum(required=True)
    seat_id = graphene.ID(required=True)
    order_id = graphene.ID(description="The shop's id of the order.")
    amount = graphene.Field(CoachingMoney, required=True)
    description = graphene.String(required=True)
    payer_name = graphene.String(required=True)
    payer_email = graphene.String(required=True)
    payment_reference = graphene.String(required=True, description="Of the payment that it was.")
    gateway = graphene.String(
        required=True, description="Who sends it by itself; empty where a person has to."
    )
    reference = graphene.String(required=True, description="Empty until it is sent.")
    created_at = DateTime(required=True)
    sent_at = DateTime()

    @staticmethod
    def resolve_seat_id(root: models.Refund, info: ResolveInfo) -> str | None:
        return global_id("Seat", root.seat_id)

    @staticmethod
    def resolve_order_id(root: models.Refund, info: ResolveInfo) -> str | None:
        return root.order_id or None


class ClientInvoice(graphene.ObjectType):
    class Meta:
        description = "One instalment of an agreement's fee."
        interfaces = (graphene.relay.Node,)

    number = graphene.String(description="Null until it is issued.")
    status = ClientInvoiceStatusEnum(required=True)
    agreement_id = graphene.ID(description="Of the client agreement.")
    order_id = graphene.ID(description="The shop's id of the order.")
    payer_first_name = graphene.String(required=True)
    payer_last_name = graphene.String(required=True)
    payer_email = graphene.String(required=True)
    billing_address = graphene.Field(ClientAddress, required=True)
    language = graphene.String(required=True)
    lines = graphene.List(graphene.NonNull(ClientInvoiceLine), required=True)
    total = graphene.Field(CoachingMoney, required=True)
    paid = graphene.Field(CoachingMoney, required=True)
    remaining = graphene.Field(CoachingMoney, required=True)
    instalment = graphene.Int(required=True, description="1, 2, 3 …")
    instalments = graphene.Int(required=True, description="How many there are in all.")
    issue_on = Date(required=True)
    due_on = Date(required=True)
    issued_at = DateTime()
    paid_at = DateTime()
    url = graphene.String(required=True, description="Its page in the client area, to pay it.")
    instructions = graphene.String(required=True, description="How to pay where no page helps.")
    payments = graphene.List(graphene.NonNull(ClientInvoicePayment), required=True)
    refunds = graphene.List(
        graphene.NonNull(ClientRefund),
        required=True,
        description="What went back, or is owed, of its payments.",
    )

    @staticmethod
    def resolve_agreement_id(root: models.Invoice, info: ResolveInfo) -> str | None:
        return global_id("ClientAgreement", root.agreement_id)

    @staticmethod
    def resolve_order_id(root: models.Invoice, info: ResolveInfo) -> str | None:
        return root.order_id or None

    @staticmethod
    def resolve_lines(root: models.Invoice, info: ResolveInfo) -> list[dict[str, Any]]:
        return [
            {
                "description": line["description"],
                "quantity": line["quantity"],
                "unit_price": Money(line["unit_minor"], root.currency),
                "total": Money(line["total_minor"], root.currency),
            }
            for line in root.lines
        ]

    @staticmethod
    def resolve_paid(root: models.Invoice, info: ResolveInfo) -> Money:
        return Money(root.paid_minor, root.currency)

    @staticmethod
    def resolve_url(root: models.Invoice, info: ResolveInfo) -> str:
        return page_url(f"portal/invoices/{root.id}/")

    @staticmethod
    def resolve_payments(root: models.Invoice, info: ResolveInfo) -> Promise:
        return PaymentsOfInvoiceLoader.of(info.context).load(root.id)

    @staticmethod
    def resolve_refunds(root: models.Invoice, info: ResolveInfo) -> Promise:
        return RefundsOfInvoiceLoader.of(info.context).load(root)
