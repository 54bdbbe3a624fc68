"""A buyer says, before the payment, who shall have the seats in the cart."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from saleor_coaching_plugin.checkout.errors import CheckoutError, CheckoutErrorCode
from saleor_coaching_plugin.checkout.seats import CheckoutSeats, checkout_seats
from saleor_coaching_plugin.commerce.current import commerce
from saleor_coaching_plugin.commerce.port import Checkout
from saleor_coaching_plugin.seats.errors import SeatError, SeatErrorCode
from saleor_coaching_plugin.seats.plan import PlannedSeat, plan_subject_of
from saleor_coaching_plugin.seats.services.plan import seat_plan_save


@transaction.atomic
def checkout_seats_plan(
    *,
    checkout_id: str,
    product_id: str,
    people: Sequence[PlannedSeat],
    shared_name: str,
    now: datetime,
) -> CheckoutSeats:
    """Name them, in place of whoever was named before; the rest can be named after the purchase.

    Raises CheckoutError (NO_SEATS), CommerceError (NOT_FOUND), SeatError (TOO_MANY_SEATS), and
    what `seat_plan_save` does.
    """
    checkout = commerce().checkout_get(checkout_id)
    seats = _seats_of(checkout, product_id)
    if len(people) > seats.quantity:
        raise SeatError(
            SeatErrorCode.TOO_MANY_SEATS,
            f"The cart has no more than {seats.quantity} seats for them.",
            "people",
        )
    seat_plan_save(
        subject=plan_subject_of(checkout.id, product_id),
        people=people,
        shared_name=shared_name,
        now=now,
    )
    return _seats_of(checkout, product_id)


def _seats_of(checkout: Checkout, product_id: str) -> CheckoutSeats:
    for seats in checkout_seats(checkout):
        if seats.product_id == product_id:
            return seats
    raise CheckoutError(
        CheckoutErrorCode.NO_SEATS,
        "No product in this cart with this id has seats for participants.",
        "product_id",
    )
