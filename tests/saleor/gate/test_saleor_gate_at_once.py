"""The gate is asked before Saleor locks the checkout: what then happens at the same time.

Each test holds the checkout's lock until all completions wait for it, and so have passed the gate.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, transaction
from gate_scene import answered, bound_to, refused
from saleor.checkout.models import Checkout, CheckoutLine
from saleor.discount.models import VoucherCode
from saleor.order.models import Order
from saleor_checkout import (
    accept,
    cart,
    complete,
    pay,
    terms_put_on,
    voucher_add,
    voucher_made,
)
from saleor_shop import SaleorShop

from saleor_coaching_plugin.checkout.models import CheckoutAcceptance
from saleor_coaching_plugin.checkout.services.order import orders_created_note
from saleor_coaching_plugin.core.outbox.relay import relay_due
from saleor_coaching_plugin.evidence.models import LedgerEntry


@pytest.fixture
def saleor(committed_db: None) -> SaleorShop:
    """A shop whose commits are real."""
    return SaleorShop()


def accepted_and_paid(saleor: SaleorShop) -> str:
    product = saleor.product()
    terms_put_on(product)
    checkout_id = cart(saleor, product)
    accept(checkout_id)
    pay(saleor, checkout_id, "120")
    return checkout_id


@contextmanager
def past_the_gate(count: int, work: Callable[[], Any]) -> Iterator[list[Future[Any]]]:
    """Inside, `count` threads wait for the only checkout's lock, which is held by this one."""

    def one() -> Any:
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        with transaction.atomic():
            Checkout.objects.select_for_update().get()
            futures = [pool.submit(one) for _ in range(count)]
            _wait_for_locks(count)
            yield futures
        for future in futures:
            future.result(timeout=60)


def _wait_for_locks(count: int) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_stat_clear_snapshot()")  # else it stays as at first
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity "
                "WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            if cursor.fetchone()[0] >= count:
                return
        time.sleep(0.02)
    raise AssertionError(f"{count} completions never waited for the checkout")


def test_two_completions_at_once_make_one_order_with_one_bound_acceptance(
    saleor: SaleorShop,
) -> None:
    checkout_id = accepted_and_paid(saleor)
    with past_the_gate(2, lambda: complete(checkout_id)) as futures:
        assert not Order.objects.exists()
    orders = [answered(future.result())["order"]["id"] for future in futures]
    assert orders[0] == orders[1]
    assert Order.objects.count() == 1
    # Told once more, as the sweep does; two workers take it up at the same time.
    orders_created_note(order_ids=[orders[0]])
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda _: _relay(), range(2)))
    assert bound_to(checkout_id) == [orders[0]]
    assert LedgerEntry.objects.filter(kind="acceptance_bound_to_order").count() == 1


def test_a_refused_completion_waits_for_nothing(saleor: SaleorShop) -> None:
    product = saleor.product()
    terms_put_on(product)
    checkout_id = cart(saleor, product)
    pay(saleor, checkout_id, "120")
    refused(complete(checkout_id))
    refused(complete(checkout_id))
    assert Checkout.objects.count() == 1
    assert not Order.objects.exists()


def test_a_refusal_gives_back_no_voucher_that_another_completion_counts(
    saleor: SaleorShop,
) -> None:
    """Saleor counts it in a transaction of its own, before the one that makes the order."""
    product = saleor.product()
    terms_put_on(product)
    checkout_id = cart(saleor, product)
    code = voucher_made(saleor.channel, usage_limit=1)
    voucher_add(checkout_id, code.code)
    pay(saleor, checkout_id, "110")
    Checkout.objects.update(is_voucher_usage_increased=True)
    VoucherCode.objects.update(used=1)
    refused(complete(checkout_id))
    code.refresh_from_db()
    assert code.used == 1
    assert Checkout.objects.get().is_voucher_usage_increased


def test_a_cart_changed_between_gate_and_order_is_not_bound(saleor: SaleorShop) -> None:
    """The one moment that the gate cannot see: the buyer is asked for the terms afterwards."""
    checkout_id = accepted_and_paid(saleor)
    with past_the_gate(1, lambda: complete(checkout_id)) as (future,):
        CheckoutLine.objects.update(quantity=2)
        Checkout.objects.update(price_expiration="2020-01-01T00:00:00Z")
    assert answered(future.result())["order"]
    assert Order.objects.get().lines.get().quantity == 2
    assert bound_to(checkout_id) == [""]
    assert CheckoutAcceptance.objects.count() == 1


def _relay() -> None:
    try:
        relay_due()
    finally:
        connection.close()
