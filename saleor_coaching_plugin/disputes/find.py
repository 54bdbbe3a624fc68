"""Which deal a number belongs to."""

from __future__ import annotations

from dataclasses import dataclass

from saleor_coaching_plugin.agreements.models import ClientAgreement
from saleor_coaching_plugin.billing.models import Invoice
from saleor_coaching_plugin.commerce.current import commerce

from .errors import DisputeError


@dataclass(frozen=True)
class Found:
    what: str
    """The number's owner in words: "invoice INV-2027-0001"."""
    agreement: ClientAgreement | None
    order_id: str
    """The shop's; empty for an agreement that has no order yet."""


def deal_find(number: str) -> Found:
    """By the number of an agreement, an invoice or an order, looked for in this order.

    Raises DisputeError.
    """
    number = number.strip().removeprefix("#")
    found = _by_agreement(number) or _by_invoice(number) or _by_order(number)
    if found is None:
        raise DisputeError(
            f"Nothing has the number “{number}”. It was looked for among the numbers of "
            "agreements, of invoices and of the shop's orders."
        )
    return found


def _by_agreement(number: str) -> Found | None:
    agreement = ClientAgreement.objects.filter(number__iexact=number).first()
    return _of_agreement(f"agreement {agreement.number}", agreement) if agreement else None


def _by_invoice(number: str) -> Found | None:
    rows = Invoice.objects.select_related("agreement").filter(number__iexact=number)
    invoice = rows.first()
    if invoice is None:
        return None
    what = f"invoice {invoice.number}"
    if invoice.agreement:
        return _of_agreement(what, invoice.agreement)
    return _of_order(what, invoice.order_id)


def _by_order(number: str) -> Found | None:
    order = commerce().order_numbered(number)
    return _of_order(f"order {order.number}", order.id) if order else None


def _of_agreement(what: str, agreement: ClientAgreement) -> Found:
    return Found(what, agreement, agreement.order_id)


def _of_order(what: str, order_id: str) -> Found:
    agreement = ClientAgreement.objects.filter(order_id=order_id).first()
    return Found(what, agreement, order_id)
