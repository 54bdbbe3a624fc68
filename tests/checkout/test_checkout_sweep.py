"""What the shop's hooks miss the sweep finds; what they told costs it next to nothing."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Any

import celery
import pytest
from checkout_examples import accept, cart, pay
from django.db import connection
from django.test.utils import CaptureQueriesContext
from factories.agreements import agreement_accepted
from factories.late_terms import (
    DAY,
    MINUTE,
    hooked,
    installed,
    no_hooks,
    order_changed_at,
    ordered,
    pay_for,
    that_starts_something,
    under_terms,
    workbook,
)
from factories.shop import shop_product
from factories.threads import at_once

from saleor_coaching_plugin import tasks
from saleor_coaching_plugin.checkout.models import OrderRecord, Purchase, SweepMark, TermsRequest
from saleor_coaching_plugin.checkout.services.marks import sweep_mark
from saleor_coaching_plugin.checkout.services.order import order_created_note, order_paid_note
from saleor_coaching_plugin.checkout.services.sweep import BATCH, orders_sweep
from saleor_coaching_plugin.commerce.current import commerce, commerce_install
from saleor_coaching_plugin.commerce.errors import CommerceError, CommerceErrorCode
from saleor_coaching_plugin.commerce.port import Commerce, Order
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.core.outbox.models import OutboxMessage, OutboxStatus
from saleor_coaching_plugin.core.outbox.relay import relay_due
from saleor_coaching_plugin.mail.models import MailMessage
from saleor_coaching_plugin.portal.models import PacketAssignment
from saleor_coaching_plugin.sandbox.shop import models
from saleor_coaching_plugin.sandbox.shop.adapter import SandboxCommerce
from saleor_coaching_plugin.sandbox.shop_hooks import PluginHooks
from saleor_coaching_plugin.sequences.dispatcher import dispatch_due
from saleor_coaching_plugin.sequences.models import Enrolment

pytestmark = pytest.mark.usefixtures("committed_db")  # the shop tells its hooks after commit


@pytest.fixture(autouse=True)
def _installed(committed_db: None) -> None:
    installed()


def swept() -> int:
    """A sweep, and all that follows it; how many orders it had looked at."""
    found = orders_sweep(now=utc_now())
    relay_due()
    return found


def told_of_orders() -> int:
    """How often a handler was promised an order: by the hooks, or by a look that led to it."""
    return OutboxMessage.objects.filter(event__in=["OrderCreated", "OrderPaid"]).count()


def assert_bought_once(order: Order) -> None:
    """One purchase, one run through its sequence with one mail, one packet."""
    purchase = Purchase.objects.get(order_id=order.id)
    dispatch_due()
    enrolment = Enrolment.objects.get(trigger=f"purchase:{purchase.id}")
    assert enrolment.messages.count() == 1
    assert MailMessage.objects.filter(about=str(enrolment.id)).count() == 1
    assert PacketAssignment.objects.get().trigger == f"purchase:{purchase.id}"


def test_an_order_made_and_paid_while_the_hooks_were_off_is_found() -> None:
    product = that_starts_something(workbook())
    with no_hooks():
        order = ordered(product)
    relay_due()
    assert not Purchase.objects.exists()
    assert swept() == 1
    assert_bought_once(order)
    assert swept() == 0
    assert_bought_once(order)


def test_a_checkout_completed_while_the_hooks_were_off_is_found_with_its_acceptance() -> None:
    product = under_terms(that_starts_something(workbook()))
    checkout = cart(product)
    acceptance = accept(checkout)
    pay(checkout)
    with no_hooks():
        order = commerce().checkout_complete(checkout.id)
    swept()
    acceptance.refresh_from_db()
    assert acceptance.order_id == order.id
    assert Purchase.objects.get().acceptance == acceptance
    assert not TermsRequest.objects.exists()
    assert_bought_once(order)


class Raising(PluginHooks):
    """As a plugin with a fault: in Saleor the hooks after it are lost as well."""

    def order_created(self, order: Order) -> None:
        raise RuntimeError("a fault")


def test_hooks_that_raise_lose_nothing() -> None:
    checkout = cart(that_starts_something(workbook()))
    pay(checkout)
    with hooked(Raising()):
        order = commerce().checkout_complete(checkout.id)
    relay_due()
    assert not OutboxMessage.objects.exists()
    swept()
    assert_bought_once(order)


def test_a_payment_that_no_hook_told_of_is_found() -> None:
    order = ordered(that_starts_something(workbook()), paid=False)
    relay_due()
    before = told_of_orders()
    assert swept() == 1  # unpaid, so it may still move: a look, and nothing more
    assert told_of_orders() == before
    assert not Purchase.objects.exists()
    with no_hooks():
        pay_for(order)
    assert swept() == 1
    assert_bought_once(order)
    assert swept() == 0


def test_a_payment_of_an_order_that_was_created_unseen_settles_its_terms_too() -> None:
    product = under_terms(that_starts_something(workbook()))
    with no_hooks():
        order = ordered(product, paid=False)
    pay_for(order)
    relay_due()
    assert_bought_once(order)
    assert not TermsRequest.objects.exists()
    swept()
    assert TermsRequest.objects.get().subject_id == order.id


@pytest.mark.parametrize("paid", [True, False])
def test_what_the_hooks_told_runs_no_handler_again(paid: bool) -> None:
    ordered(that_starts_something(workbook()), paid=paid)
    relay_due()
    before = told_of_orders()
    assert [swept(), swept(), swept()] == [0 if paid else 1, 0, 0]
    assert told_of_orders() == before


def test_an_unpaid_order_is_looked_at_once_for_each_change() -> None:
    order = ordered(workbook(), paid=False)
    relay_due()
    assert [swept(), swept()] == [1, 0]
    order_changed_at(order, utc_now())
    assert [swept(), swept()] == [1, 0]


def test_an_exception_in_a_handler_is_tried_again_and_swept_only_once() -> None:
    product = that_starts_something(workbook())
    with no_hooks():
        order = ordered(product)
    usual = commerce()
    commerce_install(Failing(order.id))
    try:
        assert [swept(), swept(), swept()] == [1, 0, 0]
        assert not Purchase.objects.exists()
    finally:
        commerce_install(usual)
    OutboxMessage.objects.update(due_at=utc_now())
    relay_due()
    assert_bought_once(order)


class Failing(SandboxCommerce):
    """One of its orders cannot be read."""

    def __init__(self, poison: str) -> None:
        self.poison = poison

    def order_get(self, order_id: str) -> Order:
        if order_id == self.poison:
            raise CommerceError(CommerceErrorCode.NOT_FOUND, "Cannot be read.", "id")
        return super().order_get(order_id)


def test_an_order_that_cannot_be_read_holds_up_no_other() -> None:
    product = that_starts_something(workbook())
    with no_hooks():
        poison = ordered(product, reference="erp:1")
        order = ordered(product, reference="erp:2")
    usual = commerce()
    commerce_install(Failing(poison.id))
    try:
        swept()
    finally:
        commerce_install(usual)
    assert_bought_once(order)
    (row,) = OutboxMessage.objects.filter(status=OutboxStatus.PENDING, attempts__gt=0)
    assert row.payload == {"order_id": poison.id}


def test_two_sweeps_at_once_find_an_order_once() -> None:
    product = that_starts_something(workbook())
    with no_hooks():
        orders = [ordered(product, reference=f"erp:{number}") for number in range(5)]
    found = at_once(8, lambda _: orders_sweep(now=utc_now()))
    assert all(isinstance(each, int) for each in found), found
    assert sum(found) == len(orders)
    relay_due()
    assert Purchase.objects.count() == Enrolment.objects.count() == len(orders)


def test_an_order_changed_at_the_very_mark_is_found() -> None:
    with no_hooks():
        first = ordered(workbook())
    swept()
    at = sweep_mark("orders", now=utc_now()).reached
    assert commerce().orders_changed(since=at, limit=10)[0].order_id == first.id
    with no_hooks():
        second = ordered(workbook(), reference="erp:2")
    order_changed_at(second, at)
    assert swept() == 1
    assert OrderRecord.objects.filter(order_id=second.id, handled_at__isnull=False).exists()


def test_an_order_that_committed_late_is_found() -> None:
    """Its change has the time at which its long transaction began."""
    with no_hooks():
        ordered(workbook())
    swept()
    mark = sweep_mark("orders", now=utc_now()).reached
    with no_hooks():
        late = ordered(workbook(), reference="erp:2")
    order_changed_at(late, mark - 3 * MINUTE)
    assert swept() == 1


def test_a_clock_that_is_ahead_hides_no_later_order() -> None:
    with no_hooks():
        order = ordered(workbook())
    order_changed_at(order, utc_now() + DAY)
    assert swept() == 1
    assert sweep_mark("orders", now=utc_now()).reached <= utc_now()
    with no_hooks():
        ordered(workbook(), reference="erp:2")
    assert swept() == 1


def test_a_shops_history_is_not_touched() -> None:
    product = under_terms(that_starts_something(workbook()))
    with no_hooks():
        order = ordered(product)
    order_changed_at(order, utc_now(), created_at=utc_now() - DAY)
    assert swept() == 1
    assert not Purchase.objects.exists()
    order_changed_at(order, utc_now())
    assert swept() == 0
    assert not Purchase.objects.exists()
    assert not TermsRequest.objects.exists()


def test_an_old_order_that_is_paid_now_is_a_purchase() -> None:
    with no_hooks():
        order = ordered(that_starts_something(workbook()), paid=False)
    order_changed_at(order, utc_now(), created_at=utc_now() - DAY)
    swept()
    with no_hooks():
        pay_for(order)
    swept()
    assert_bought_once(order)


def test_the_first_sweep_of_an_emptied_database_begins_now() -> None:
    SweepMark.objects.all().delete()
    with no_hooks():
        order = ordered(that_starts_something(workbook()))
    order_changed_at(order, utc_now() - DAY, created_at=utc_now() - DAY)
    assert swept() == 0
    assert SweepMark.objects.get(name="orders").created_at <= utc_now()


def test_an_agreements_order_is_recorded_and_starts_nothing() -> None:
    agreement, _ = agreement_accepted(now=utc_now())
    with no_hooks():
        relay_due()
    order = commerce().orders_of(agreement.parties.get().customer_id)[0]
    with no_hooks():
        pay_for(order)
    swept()
    record = OrderRecord.objects.get(order_id=order.id)
    assert (record.paid, record.acceptance) == (True, "not_needed")
    assert not Purchase.objects.exists()


def test_a_note_of_an_order_that_the_sweep_has_found_already_is_harmless() -> None:
    with no_hooks():
        order = ordered(that_starts_something(workbook()))
    swept()
    order_created_note(order_id=order.id)
    order_paid_note(order_id=order.id)
    relay_due()
    assert_bought_once(order)


def orders_many(number: int, *, apart: timedelta) -> datetime:
    """Paid, and changed one after the other until the time that is returned."""
    product = workbook()
    channel = models.Channel.objects.get(slug=product.channel)
    variant = models.Variant.objects.get()
    now = utc_now()
    rows = models.Order.objects.bulk_create(
        models.Order(
            channel=channel,
            language="en",
            email="ada@client.example",
            billing_address={},
            total_minor=49_00,
            paid_minor=49_00,
            created_at=now,
            changed_at=now - apart * each,
        )
        for each in range(number)
    )
    models.OrderLine.objects.bulk_create(
        models.OrderLine(
            order=row,
            variant=variant,
            product_name="Workbook",
            variant_name="",
            quantity=1,
            unit_price_minor=49_00,
            total_minor=49_00,
        )
        for row in rows
    )
    return now


def test_a_thousand_orders_cost_a_few_statements_a_batch(caplog: Any) -> None:
    caplog.set_level(logging.INFO)
    now = orders_many(2 * BATCH, apart=timedelta(milliseconds=1))
    with CaptureQueriesContext(connection) as when_missed:
        assert orders_sweep(now=now) == 2 * BATCH
    assert OutboxMessage.objects.filter(event="OrderChangeFound").count() == 2 * BATCH
    OrderRecord.objects.update(handled_at=now, paid=True, acceptance="not_needed")
    with CaptureQueriesContext(connection) as when_known:
        assert orders_sweep(now=now) == 0
    # Three batches, as each begins with the last order of the one before: BEGIN, the shop's
    # changes, what is unknown among them, what to do about it, the mark, COMMIT.
    for captured in (when_missed, when_known):
        statements = [each["sql"] for each in captured]
        assert len(statements) <= 1 + 3 * 6, statements
    assert sweep_mark("orders", now=now).reached == now
    assert "The order sweep has seen 1000 changes" in caplog.text
    assert "ada@client.example" not in caplog.text


def test_more_orders_than_a_batch_that_changed_at_one_moment_are_all_found() -> None:
    now = orders_many(3 * BATCH, apart=timedelta(0))
    assert orders_sweep(now=now) == 3 * BATCH
    assert OrderRecord.objects.count() == 3 * BATCH
    assert orders_sweep(now=now) == 0


def test_a_sweep_that_fails_keeps_no_other_from_its_work(caplog: Any) -> None:
    class Silent(SandboxCommerce):
        def orders_changed(self, **window: Any) -> Any:
            raise RuntimeError("ada@client.example")

    usual: Commerce = commerce()
    request_due = under_terms(workbook())
    order = ordered(request_due)
    relay_due()
    TermsRequest.objects.update(expires_at=utc_now() - DAY)
    commerce_install(Silent())
    try:
        tasks.sweep()
    finally:
        commerce_install(usual)
    assert TermsRequest.objects.get(subject_id=order.id).status == "expired"
    assert "orders_sweep failed: RuntimeError" in caplog.text
    assert "ada@client.example" not in caplog.text


def test_the_tasks_are_plain_tasks_whatever_class_the_application_prefers() -> None:
    for task in (tasks.work, tasks.sweep):
        assert type(task._get_current_object()).__mro__[1] is celery.Task


def test_whoever_has_no_customer_account_is_recorded_as_well() -> None:
    with no_hooks():
        order = ordered(that_starts_something(shop_product("Pen", 1_00)))
    models.User.objects.all().delete()
    swept()
    assert_bought_once(order)
