"""What goes back for a seat: its share, out of the newest payments, never more than was paid."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from billing_examples import (
    agreement_accepted,
    order_bought,
    order_placed,
    outbox_run,
)
from factories.refunds import seats_bought, seats_of
from factories.shop import shop_checkout, shop_product

from saleor_coaching_plugin.billing.errors import BillingError, BillingErrorCode
from saleor_coaching_plugin.billing.models import Invoice, Refund
from saleor_coaching_plugin.billing.services.payment import invoice_mark_paid_offline
from saleor_coaching_plugin.billing.services.seat_refund import seat_refund
from saleor_coaching_plugin.commerce.current import commerce
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.core.errors import DomainError, NotFound
from saleor_coaching_plugin.core.money import Money
from saleor_coaching_plugin.core.outbox.models import OutboxMessage
from saleor_coaching_plugin.sandbox.shop.checkouts import checkout_payment_record
from saleor_coaching_plugin.sandbox.shop.models import OrderLine
from saleor_coaching_plugin.seats.errors import SeatErrorCode
from saleor_coaching_plugin.seats.models import Participant, Seat, SeatGroup

pytestmark = pytest.mark.django_db


def refund(seat: Seat) -> list[tuple[str, int]]:
    """(payment, minor units) of each part."""
    parts = seat_refund(seat_id=seat.id, now=utc_now())
    return [(part.payment_reference, part.amount_minor) for part in parts]


def paid(minor: int, reference: str, *, of: int = 0) -> None:
    """By bank transfer, for the invoice with this index."""
    invoice = Invoice.objects.order_by("instalment")[of]
    amount = Money(minor, invoice.currency)
    invoice_mark_paid_offline(
        invoice_id=invoice.id, amount=amount, reference=reference, now=utc_now()
    )


def family(**changes: Any) -> list[Seat]:
    """Seven seats for 1000.00 EUR, which do not divide evenly; the first invoice is open."""
    agreement = agreement_accepted(**{"fee_minor": 1000_00} | changes)
    seats = seats_of(agreement, 7)
    order_placed(agreement)
    outbox_run()
    return seats


def refused_for_too_little(seat: Seat) -> None:
    before = OutboxMessage.objects.count()
    with pytest.raises(BillingError) as refusal:
        seat_refund(seat_id=seat.id, now=utc_now())
    assert refusal.value.code == BillingErrorCode.PAID_TOO_LITTLE
    seat.refresh_from_db()
    assert (seat.status, seat.refunded_at) == ("free", None)
    assert OutboxMessage.objects.count() == before


def test_share_of_an_agreements_seat_goes_back_and_the_seat_is_closed() -> None:
    seats = family()
    paid(1000_00, "bank-1")
    (part,) = seat_refund(seat_id=seats[0].id, now=utc_now())
    assert part.amount == Money(142_86, "EUR")
    assert (part.payment_reference, part.gateway, part.status) == ("bank-1", "", "owed")
    assert (part.payer_name, part.payer_email) == ("Ada Lovelace", "ada@client.example")
    assert part.description == "Family coaching, seat 1"
    assert part.number == f"CN-{utc_now().year}-0001"
    seats[0].refresh_from_db()
    assert seats[0].status == "refunded"
    told = OutboxMessage.objects.filter(event="RefundOwed").values_list("payload", flat=True)
    assert {row["refund_id"] for row in told} == {str(part.id)}


def test_all_seats_of_an_agreement_add_up_to_its_fee() -> None:
    seats = family()
    paid(1000_00, "bank-1")
    shares = [refund(seat)[0][1] for seat in seats]
    assert shares == [142_86] * 5 + [142_85] * 2
    assert sum(shares) == 1000_00


def test_repeat_returns_the_same_refunds() -> None:
    seat = family()[0]
    paid(1000_00, "bank-1")
    first = seat_refund(seat_id=seat.id, now=utc_now())
    again = seat_refund(seat_id=seat.id, now=utc_now())
    assert [part.id for part in again] == [part.id for part in first]
    assert Refund.objects.count() == 1


def test_newest_payment_is_taken_first_and_the_rest_from_the_one_before() -> None:
    seats = family()
    paid(900_00, "bank-1")
    paid(100_00, "bank-2")
    assert refund(seats[0]) == [("bank-2", 100_00), ("bank-1", 42_86)]
    assert refund(seats[1]) == [("bank-1", 142_86)]
    assert [each.number[-4:] for each in Refund.objects.order_by("number")] == [
        "0001",
        "0002",
        "0003",
    ]


def test_nothing_paid_yet_is_refused_and_the_seat_stays() -> None:
    refused_for_too_little(family()[0])


def test_what_is_left_after_other_refunds_must_be_enough() -> None:
    seats = family(instalments=2)
    paid(200_00, "bank-1")
    assert refund(seats[0]) == [("bank-1", 142_86)]
    refused_for_too_little(seats[1])
    assert Refund.objects.count() == 1


def test_seat_that_costs_nothing_is_closed_and_nothing_is_owed() -> None:
    seat = family(fee_minor=0)[0]
    assert refund(seat) == refund(seat) == []
    seat.refresh_from_db()
    assert seat.status == "refunded"


def test_taken_seat_is_refused_and_nothing_is_owed() -> None:
    seat = family()[0]
    paid(1000_00, "bank-1")
    seat.participant = Participant.objects.create(
        number="PA-1", seat=seat, email="bo@client.example", language="en"
    )
    seat.status = "active"
    seat.save()
    with pytest.raises(DomainError) as refusal:
        seat_refund(seat_id=seat.id, now=utc_now())
    assert refusal.value.code == SeatErrorCode.NOT_REFUNDABLE
    assert not Refund.objects.exists()


def test_unknown_seat_is_not_found() -> None:
    with pytest.raises(NotFound):
        seat_refund(seat_id=uuid.uuid4(), now=utc_now())


def test_seat_of_an_order_goes_back_out_of_what_our_gateway_took() -> None:
    order = order_bought(price_minor=99_99, quantity=3, reference="pi_1")
    seats = seats_bought(order)
    (part,) = seat_refund(seat_id=seats[2].id, now=utc_now())
    assert part.amount == Money(99_99, "EUR")
    assert (part.payment_reference, part.gateway) == ("pi_1", "stripe")
    assert part.order_id == order.id


def test_what_another_app_of_the_shop_took_is_for_a_person_to_send() -> None:
    checkout = shop_checkout(shop_product(price_minor=99_99), quantity=3)
    checkout_payment_record(checkout.id, checkout.total, "pi_theirs", by_plugin=False)
    order = commerce().checkout_complete(checkout.id)
    (part,) = seat_refund(seat_id=seats_bought(order)[0].id, now=utc_now())
    assert (part.payment_reference, part.gateway) == ("pi_theirs", "")


def test_voucher_on_the_whole_order_lowers_what_goes_back() -> None:
    """In the sandbox's shop, as in Saleor with some promotions, lines are without it."""
    order = order_bought(price_minor=100_00, quantity=3, reference="pi_1", discount=50)
    assert [refund(seat) for seat in seats_bought(order)] == [[("pi_1", 50_00)]] * 3


def test_what_staff_of_the_shop_sent_back_cannot_go_back_again() -> None:
    order = order_bought(price_minor=100_00, quantity=3, reference="pi_1")
    commerce().order_record_refund(order.id, amount=Money(150_00, "EUR"), reference="by-hand")
    seats = seats_bought(order)
    assert refund(seats[0]) == [("pi_1", 100_00)]
    refused_for_too_little(seats[1])


def test_seats_of_an_order_that_staff_of_the_shop_sent_back_whole_are_closed() -> None:
    order = order_bought(price_minor=100_00, quantity=2, reference="pi_1")
    seats = seats_bought(order)
    assert refund(seats[0]) == [("pi_1", 100_00)]
    commerce().order_record_refund(order.id, amount=Money(100_00, "EUR"), reference="by-hand")
    assert refund(seats[1]) == []
    seats[1].refresh_from_db()
    assert seats[1].status == "refunded"
    assert Refund.objects.count() == 1


def test_a_whole_instalment_that_went_back_does_not_close_what_is_not_paid_yet() -> None:
    agreement = agreement_accepted(fee_minor=1000_00, instalments=2)
    seats = seats_of(agreement, 2)
    order_placed(agreement)
    outbox_run()
    paid(500_00, "bank-1")
    assert refund(seats[0]) == [("bank-1", 500_00)]
    refused_for_too_little(seats[1])


def test_line_that_is_gone_from_the_order_is_not_found_and_the_seat_stays() -> None:
    seats = seats_bought(order_bought(price_minor=100_00, quantity=2, reference="pi_1"))
    SeatGroup.objects.update(order_line_id="gone")
    with pytest.raises(NotFound):
        refund(seats[0])
    seats[0].refresh_from_db()
    assert seats[0].status == "free"


def test_seats_that_the_line_has_no_longer_still_share_what_it_costs() -> None:
    order = order_bought(price_minor=100_00, quantity=3, reference="pi_1")
    seats = seats_bought(order)
    OrderLine.objects.update(quantity=2, total_minor=200_00)
    assert sum(refund(seat)[0][1] for seat in seats) == sum(
        line.total.minor for line in commerce().order_get(order.id).lines
    )


def test_refund_that_the_shop_knows_by_now_counts_once() -> None:
    order = order_bought(price_minor=100_00, quantity=2, reference="offline-1")
    seats = seats_bought(order)
    (part,) = seat_refund(seat_id=seats[0].id, now=utc_now())
    Refund.objects.filter(id=part.id).update(status="sent", reference="back", sent_at=utc_now())
    commerce().order_record_refund(order.id, amount=part.amount, reference="back")
    assert refund(seats[1]) == [("offline-1", 100_00)]


@pytest.mark.usefixtures("committed_db")
def test_many_refunds_of_one_seat_at_once_are_one(at_once: Callable[..., list[Any]]) -> None:
    seat = family()[0]
    paid(1000_00, "bank-1")
    answers = at_once(
        8, lambda _: [part.id for part in seat_refund(seat_id=seat.id, now=utc_now())]
    )
    assert len({tuple(answer) for answer in answers}) == 1
    assert Refund.objects.count() == 1


@pytest.mark.usefixtures("committed_db")
def test_refunds_of_all_seats_at_once_never_exceed_what_was_paid(
    at_once: Callable[..., list[Any]],
) -> None:
    seats = family(instalments=2)
    paid(500_00, "bank-1")

    def give_back(number: int) -> str:
        try:
            seat_refund(seat_id=seats[number].id, now=utc_now())
        except BillingError as refusal:
            return str(refusal.code)
        return "owed"

    assert sorted(at_once(7, give_back)) == ["owed"] * 3 + ["paid_too_little"] * 4
    assert Seat.objects.filter(status="refunded").count() == 3
    assert sum(each.amount_minor for each in Refund.objects.all()) <= 500_00
