"""Saleor's `invoiceRequest`: what an invoice takes from the order, and the answer to Saleor."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from saleor.account.models import User
from saleor.app.models import App
from saleor.core import JobStatus
from saleor.invoice.error_codes import InvoiceErrorCode
from saleor.invoice.events import invoice_created_event
from saleor.invoice.models import Invoice
from saleor.order import OrderStatus
from saleor.order.models import Order, OrderLine

from saleor_coaching_plugin.commerce.bill import BillLine, OrderBill
from saleor_coaching_plugin.commerce.port import Address
from saleor_coaching_plugin.core.errors import InvalidInput

from .addresses import address_of
from .amounts import money_of
from .ids import Kind, global_id, order_global_id
from .languages import language_tag
from .order_payments import order_locked


def order_bill(order: Order) -> OrderBill:
    """Saleor asks for no invoice of an order without a billing address."""
    address = order.billing_address
    return OrderBill(
        order_id=order_global_id(order),
        external_reference=order.external_reference or "",
        payer=address_of(address) or Address("", "", "", "", "", ""),
        company=address.company_name if address else "",
        email=order.get_customer_email() or "",
        customer_id=global_id(Kind.USER, order.user_id) if order.user_id else "",
        language=language_tag(order.language_code),
        lines=tuple(_line(line) for line in order.lines.all()),
        shipping=_shipping(order),
        total=money_of(order.total_gross_amount, order.currency),
        tax=money_of(order.total_gross_amount - order.total_net_amount, order.currency),
        paid=money_of(order.total_charged_amount, order.currency),
        is_cancelled=order.status == OrderStatus.CANCELED,
    )


@contextmanager
def invoice_refusals(requested: Invoice) -> Iterator[None]:
    """A refusal becomes one of the mutation's errors, and the row that it made goes again."""
    try:
        yield
    except InvalidInput as refusal:
        requested.delete()
        about_number = refusal.field == "number"
        code = InvoiceErrorCode.NUMBER_NOT_SET if about_number else InvoiceErrorCode.INVALID_STATUS
        field = "number" if about_number else "orderId"
        raise ValidationError({field: ValidationError(refusal.message, code=code.value)}) from None


@transaction.atomic
def invoice_answer(
    requested: Invoice, *, number: str, url_make: Callable[[], str], requestor: Any
) -> Invoice:
    """The order's invoice of that number: the one that it has, else the requested row, filled."""
    order_locked(requested.order_id)  # `order_invoice_attach` does so too
    others = Invoice.objects.filter(order_id=requested.order_id, number=number)
    known: Invoice | None = others.exclude(pk=requested.pk).exclude(external_url=None).first()
    if known is not None:
        requested.delete()
        return known
    requested.number = number
    requested.external_url = url_make()
    requested.created = timezone.now()
    requested.status = JobStatus.SUCCESS
    requested.save()
    invoice_created_event(
        user=requestor if isinstance(requestor, User) else None,
        app=requestor if isinstance(requestor, App) else None,
        invoice=requested,
        number=number,
        url=requested.external_url,
    )
    return requested


def _line(line: OrderLine) -> BillLine:
    names = [name for name in (line.product_name, line.variant_name) if name]
    return BillLine(
        description=", ".join(dict.fromkeys(names)),
        quantity=line.quantity,
        unit_price=money_of(line.unit_price_gross_amount, line.currency),
        total=money_of(line.total_price_gross_amount, line.currency),
    )


def _shipping(order: Order) -> BillLine | None:
    price = money_of(order.shipping_price_gross_amount, order.currency)
    if not price.minor:
        return None
    return BillLine(order.shipping_method_name or "", 1, price, price)
