"""Saleor behind the commerce port: what the files beside this one do, as one class."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.http import HttpRequest

from saleor_coaching_plugin.commerce.port import (
    Address,
    Checkout,
    Commerce,
    Order,
    OrderChange,
    OrderPayment,
    OrderRequest,
    Requestor,
)
from saleor_coaching_plugin.core.money import Money

from .catalogue import SaleorCatalogue
from .checkout_edit import checkout_complete, checkout_create
from .checkout_payments import checkout_payment_record
from .checkouts import checkout_read, checkout_row, checkouts_paid
from .ids import Kind, pk_of
from .invoices import order_invoice_attach
from .order_create import order_create
from .order_payments import order_payment_record, order_refund_record
from .order_payments_read import order_payments
from .orders import (
    order_numbered,
    order_of_checkout,
    order_read,
    orders_changed,
    orders_of,
)
from .people import SaleorPeople
from .requestor import requestor_of
from .switch import plugin_is_on


class SaleorCommerce(SaleorPeople, SaleorCatalogue):
    """`commerce.port.Commerce` on the Saleor that this process is."""

    def is_switched_on(self) -> bool:
        return plugin_is_on()

    def requestor(self, request: HttpRequest) -> Requestor:
        return requestor_of(request)

    def checkout_get(self, checkout_id: str) -> Checkout:
        return checkout_read(checkout_row(pk_of(checkout_id, Kind.CHECKOUT)))

    def checkout_create(
        self,
        *,
        channel: str,
        language: str,
        email: str,
        customer_id: str | None,
        billing_address: Address | None,
        lines: Mapping[str, int],
    ) -> Checkout:
        return checkout_create(
            channel=channel,
            language=language,
            email=email,
            customer_id=customer_id,
            billing_address=billing_address,
            lines=lines,
        )

    def checkouts_paid(self, *, since: datetime, until: datetime, limit: int) -> list[Checkout]:
        return checkouts_paid(since=since, until=until, limit=limit)

    def checkout_record_payment(
        self, checkout_id: str, *, amount: Money, reference: str
    ) -> Checkout:
        return checkout_payment_record(checkout_id, amount=amount, reference=reference)

    def checkout_complete(self, checkout_id: str) -> Order:
        return checkout_complete(checkout_id)

    def order_get(self, order_id: str) -> Order:
        return order_read(pk_of(order_id, Kind.ORDER))

    def order_find(self, *, checkout_id: str) -> Order | None:
        return order_of_checkout(pk_of(checkout_id, Kind.CHECKOUT, "checkout_id"))

    def order_numbered(self, number: str) -> Order | None:
        return order_numbered(number)

    def orders_of(self, customer_id: str) -> list[Order]:
        return orders_of(customer_id)

    def orders_changed(self, *, since: datetime, limit: int) -> list[OrderChange]:
        return orders_changed(since=since, limit=limit)

    def order_create(self, request: OrderRequest) -> Order:
        return order_create(request)

    def order_record_payment(self, order_id: str, *, amount: Money, reference: str) -> Order:
        return order_payment_record(order_id, amount=amount, reference=reference)

    def order_record_refund(self, order_id: str, *, amount: Money, reference: str) -> Order:
        return order_refund_record(order_id, amount=amount, reference=reference)

    def order_payments(self, order_id: str) -> list[OrderPayment]:
        return order_payments(order_id)

    def order_attach_invoice(self, order_id: str, *, number: str, url: str) -> None:
        order_invoice_attach(order_id, number=number, url=url)


_conforms: type[Commerce] = SaleorCommerce  # so that mypy holds the class to the port
