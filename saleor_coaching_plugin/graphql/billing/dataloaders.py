"""Invoices of agreements, and payments of invoices."""

from __future__ import annotations

from django.db.models import QuerySet

from saleor_coaching_plugin.billing.models import Invoice, Payment
from saleor_coaching_plugin.graphql.core.dataloaders import RowsLoader


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
