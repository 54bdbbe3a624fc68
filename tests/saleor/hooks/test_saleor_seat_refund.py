"""A seat of an order in Saleor is given back: order, payer and coach know."""

from __future__ import annotations

from decimal import Decimal

import pytest
from factories.refunds import seats_bought
from order_paths import Office
from saleor.order.models import Order as OrderRow
from saleor_checkout import cart, complete, pay
from saleor_shop import SaleorShop

from saleor_coaching_plugin import tasks
from saleor_coaching_plugin.billing.models import Refund
from saleor_coaching_plugin.billing.services.seat_refund import refund_mark_sent, seat_refund
from saleor_coaching_plugin.commerce.current import commerce
from saleor_coaching_plugin.commerce.port import Order
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.core.money import Money
from saleor_coaching_plugin.core.outbox.models import OutboxMessage
from saleor_coaching_plugin.mail.models import MailMessage

pytestmark = pytest.mark.django_db

ORDER = """query ($id: ID!) { order(id: $id) {
  chargeStatus isPaid totalCharged { amount } totalRefunded { amount } } }"""


@pytest.fixture
def office(saleor: SaleorShop) -> Office:
    return Office(saleor)


def bought(saleor: SaleorShop, *, ours: str = "", theirs: str = "") -> Order:
    """Five at 120.00 EUR, paid by us or by another app under this reference."""
    checkout_id = cart(saleor, saleor.product(price="120.00"), quantity=5)
    if ours:
        amount = Money(600_00, "EUR")
        commerce().checkout_record_payment(checkout_id, amount=amount, reference=ours)
    else:
        pay(saleor, checkout_id, "600.00", theirs)
    answer = complete(checkout_id)
    assert answer["errors"] == []
    return commerce().order_get(answer["order"]["id"])


def worked() -> None:
    tasks.work()
    assert not OutboxMessage.objects.exclude(status="done").exists()


def test_a_seat_that_is_sent_back_lowers_what_the_order_was_charged(
    saleor: SaleorShop, office: Office
) -> None:
    order = bought(saleor, theirs="psp-1")
    (refund,) = seat_refund(seat_id=seats_bought(order)[1].id, now=utc_now())
    assert refund.amount == Money(120_00, "EUR")
    assert (refund.payment_reference, refund.gateway) == ("psp-1", "")
    worked()
    assert "psp-1" in MailMessage.objects.get(kind="coach_refund").text
    assert commerce().order_get(order.id).paid == Money(600_00, "EUR")
    refund_mark_sent(refund_id=refund.id, reference="back-1", now=utc_now())
    worked()
    seen = office.api.data(ORDER, id=order.id)["order"]
    assert (seen["chargeStatus"], seen["isPaid"]) == ("FULL", False)
    assert seen["totalCharged"]["amount"] == 480
    assert seen["totalRefunded"]["amount"] == 120
    assert MailMessage.objects.filter(kind="refund").count() == 1


def test_refund_that_the_payment_app_reported_itself_counts_once(
    saleor: SaleorShop, office: Office
) -> None:
    order = bought(saleor, ours="cs-1")
    (refund,) = seat_refund(seat_id=seats_bought(order)[0].id, now=utc_now())
    commerce().order_record_refund(order.id, amount=refund.amount, reference="re_1")
    refund_mark_sent(refund_id=refund.id, reference="re_1", now=utc_now())
    worked()
    assert OrderRow.objects.get().total_charged_amount == Decimal(480)


def test_all_five_seats_are_what_was_paid_and_not_more(saleor: SaleorShop) -> None:
    order = bought(saleor, ours="pi_1")
    refunds = [seat_refund(seat_id=seat.id, now=utc_now())[0] for seat in seats_bought(order)]
    assert {(each.payment_reference, each.gateway) for each in refunds} == {("pi_1", "stripe")}
    assert sum(each.amount_minor for each in refunds) == 600_00
    assert seat_refund(seat_id=seats_bought(order)[0].id, now=utc_now()) == []
    assert Refund.objects.count() == 5
