"""Staff saw a bank transfer."""

from __future__ import annotations

from typing import Any

import graphene
from graphql import ResolveInfo

from saleor_coaching_plugin.billing.models import Invoice
from saleor_coaching_plugin.billing.services.payment import invoice_mark_paid_offline
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.graphql.billing.errors import ClientInvoiceError
from saleor_coaching_plugin.graphql.billing.types import ClientInvoice, ClientInvoicePayment
from saleor_coaching_plugin.graphql.core.access import ORDERS
from saleor_coaching_plugin.graphql.core.ids import uuid_of
from saleor_coaching_plugin.graphql.core.money import CoachingMoneyInput, money_of
from saleor_coaching_plugin.graphql.core.mutation import BaseMutation


class ClientInvoiceMarkPaid(BaseMutation):
    class Meta:
        description = "Record a bank transfer; the same reference counts once."
        access = ORDERS
        error_type = ClientInvoiceError

    class Arguments:
        id = graphene.ID(required=True)
        reference = graphene.String(required=True, description="As on the bank statement.")
        amount = CoachingMoneyInput(description="All that is open, if left out.")

    client_invoice = graphene.Field(ClientInvoice)
    payment = graphene.Field(ClientInvoicePayment)

    @classmethod
    def perform(
        cls, info: ResolveInfo, id: str, reference: str, amount: dict[str, Any] | None = None
    ) -> ClientInvoiceMarkPaid:
        payment = invoice_mark_paid_offline(
            invoice_id=uuid_of(ClientInvoice, id),
            reference=reference,
            amount=money_of(amount, "amount") if amount else None,
            now=utc_now(),
        )
        return cls(client_invoice=Invoice.objects.get(id=payment.invoice_id), payment=payment)
