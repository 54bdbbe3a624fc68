"""A refusal leaves Saleor as it was: vouchers, stock, reservations, payments, the checkout."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from gate_scene import (
    answered,
    legacy_payment,
    order_from_checkout,
    refused,
)
from saleor.checkout.models import Checkout
from saleor.discount.models import VoucherCode, VoucherCustomer
from saleor.order.models import Order
from saleor.payment.models import Payment, TransactionItem
from saleor.product.models import Product
from saleor.warehouse.models import Allocation, Reservation, Stock
from saleor_checkout import accept, cart, complete, pay, voucher_add, voucher_made
from saleor_shop import SaleorShop, variant_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("payments")]


def by_transaction(saleor: SaleorShop, checkout_id: str, amount: str) -> Callable[[], Any]:
    pay(saleor, checkout_id, amount, checkout_id)
    return lambda: complete(checkout_id)


def by_legacy_payment(saleor: SaleorShop, checkout_id: str, amount: str) -> Callable[[], Any]:
    legacy_payment(checkout_id, amount)
    return lambda: complete(checkout_id)


def by_app(saleor: SaleorShop, checkout_id: str, amount: str) -> Callable[[], Any]:
    return lambda: order_from_checkout(saleor, checkout_id)


FLOWS = [by_transaction, by_legacy_payment, by_app]
Flow = Callable[[SaleorShop, str, str], Callable[[], Any]]


def state() -> dict[str, Any]:
    """What a refusal could leak."""
    return {
        "codes": list(VoucherCode.objects.values("code", "used", "is_active")),
        "customers": list(VoucherCustomer.objects.values("customer_email")),
        "stock": list(Stock.objects.values("quantity", "quantity_allocated").order_by("pk")),
        "allocations": list(Allocation.objects.values()),
        "reservations": list(Reservation.objects.values()),
        "checkouts": list(
            Checkout.objects.values(
                "pk", "voucher_code", "is_voucher_usage_increased", "completing_started_at"
            )
        ),
        "payments": list(Payment.objects.values("pk", "charge_status", "is_active")),
        "transactions": list(TransactionItem.objects.values("pk", "charged_value")),
        "orders": list(Order.objects.values()),
    }


@pytest.mark.parametrize("flow", FLOWS, ids=lambda flow: flow.__name__)
@pytest.mark.parametrize(
    "limits",
    [
        {"usage_limit": 1},
        {"single_use": True},
        {"apply_once_per_customer": True},
        {"usage_limit": 1, "single_use": True, "apply_once_per_customer": True},
    ],
    ids=lambda limits: "+".join(limits),
)
def test_a_refusal_changes_nothing_and_the_voucher_still_works(
    saleor: SaleorShop, product: Product, flow: Flow, limits: dict[str, Any]
) -> None:
    code = voucher_made(saleor.channel, **limits).code
    checkout_id = cart(saleor, product)
    voucher_add(checkout_id, code)
    run = flow(saleor, checkout_id, "110")
    before = state()
    for _ in range(2):
        refused(run())
        assert state() == before
    accept(checkout_id)
    answered(run())
    assert Order.objects.get().voucher_code == code
    assert VoucherCode.objects.get().used == (1 if "usage_limit" in limits else 0)


@pytest.mark.parametrize("flow", FLOWS, ids=lambda flow: flow.__name__)
def test_another_buyer_can_use_the_voucher_after_a_refusal(
    saleor: SaleorShop, product: Product, flow: Flow
) -> None:
    code = voucher_made(saleor.channel, usage_limit=1).code
    checkout_id = cart(saleor, product)
    voucher_add(checkout_id, code)
    refused(flow(saleor, checkout_id, "110")())
    other = cart(saleor, saleor.product("Pen", "30.00"), email="grace@client.example")
    voucher_add(other, code)
    pay(saleor, other, "20")
    answered(complete(other))
    assert Order.objects.get().voucher_code == code


def test_the_last_one_in_stock_is_not_kept_by_a_refusal(
    saleor: SaleorShop, product: Product
) -> None:
    Stock.objects.filter(product_variant=variant_of(product)).update(quantity=1)
    waiting, other = cart(saleor, product), cart(saleor, product, email="grace@client.example")
    legacy_payment(waiting, "120")
    refused(complete(waiting))
    accept(other)
    pay(saleor, other, "120")
    answered(complete(other))
