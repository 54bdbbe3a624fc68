"""Our invoices, shown on Saleor's orders."""

from __future__ import annotations

from django.db import transaction
from saleor.invoice.models import Invoice

from .api import mutate
from .ids import Kind, pk_of
from .order_payments import order_locked
from .refusals import refusals_translated

_CREATE = """
mutation ($order: ID!, $number: String!, $url: String!) {
  invoiceCreate(orderId: $order, input: {number: $number, url: $url}) {
    errors { code field message }
  }
}"""


@transaction.atomic
def order_invoice_attach(order_id: str, *, number: str, url: str) -> None:
    row = order_locked(pk_of(order_id, Kind.ORDER))
    if Invoice.objects.filter(order=row, number=number).exists():
        return
    with refusals_translated():
        mutate(_CREATE, order=order_id, number=number, url=url)
