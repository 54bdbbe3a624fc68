"""Invoices of agreements, payments and refunds of invoices."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet

from saleor_coaching_plugin.billing.models import Invoice, Payment, Refund
from saleor_coaching_plugin.billing.selectors import refunds_of_invoices
from saleor_coaching_plugin.graphql.core.dataloaders import Loader, RowsLoader


class InvoicesOfAgreementLoader(RowsLoader):
    key = "agreement_id"

    @classmethod
    def rows(cls) -> QuerySet[Invoice]:
        return Invoice.objects.order_by("instalment")


class PaymentsOfInvoiceLoader(RowsLoader):
    key = "invoice_id"

    @classmethod
    def rows(cls) -> QuerySet[Payment]:
        return Payment.objects.select_related("invoice").order_by("received_at", "id")


class RefundsOfInvoiceLoader(Loader):
    """The key is the invoice itself."""

    def values_of(self, keys: Sequence[Invoice]) -> list[list[Refund]]:
        found = refunds_of_invoices(keys)
        return [found[invoice.id] for invoice in keys]
