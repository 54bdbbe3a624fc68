"""Seats bought in the shop: several units of a product with seats, or one that is given away."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from checkout_examples import accept, bought, cart, pay
from factories.contracts import ADDRESS, PRODUCT_BODY, terms_published
from factories.database import refused
from factories.late_terms import (
    accept_late,
    asked_about,
    installed,
    no_hooks,
    ordered,
    that_starts_something,
    under_terms,
)
from factories.seat_shop import planned, product_with_seats, seat_terms
from factories.shop import shop_customer, shop_product, shop_variant

from saleor_coaching_plugin.billing.models import Refund
from saleor_coaching_plugin.checkout.errors import CheckoutErrorCode
from saleor_coaching_plugin.checkout.models import CheckoutAcceptance, Purchase, TermsRequest
from saleor_coaching_plugin.checkout.seats import checkout_seats, order_seats
from saleor_coaching_plugin.checkout.services.block import PATIENCE
from saleor_coaching_plugin.checkout.services.order import order_created_note, order_paid_note
from saleor_coaching_plugin.checkout.services.seats import checkout_seats_plan
from saleor_coaching_plugin.checkout.services.sweep import orders_sweep
from saleor_coaching_plugin.checkout.services.sweep_checkouts import paid_checkouts_sweep
from saleor_coaching_plugin.commerce.current import commerce
from saleor_coaching_plugin.commerce.errors import CommerceErrorCode
from saleor_coaching_plugin.commerce.port import Checkout, Product
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.core.errors import CoreErrorCode
from saleor_coaching_plugin.core.outbox.models import OutboxMessage, OutboxStatus
from saleor_coaching_plugin.core.outbox.relay import relay_due
from saleor_coaching_plugin.mail.models import MailMessage
from saleor_coaching_plugin.portal.models import PacketAssignment
from saleor_coaching_plugin.sandbox.shop import cart_edit
from saleor_coaching_plugin.sandbox.shop.ids import Kind, pk_of
from saleor_coaching_plugin.sandbox.shop.order_cancel import order_cancel
from saleor_coaching_plugin.seats.errors import SeatErrorCode
from saleor_coaching_plugin.seats.models import ParticipantLink, Seat, SeatGroup
from saleor_coaching_plugin.seats.plan import PlannedSeat
from saleor_coaching_plugin.seats.services.sweep import seats_invite_due
from saleor_coaching_plugin.sequences.models import Enrolment
from saleor_coaching_plugin.terms.errors import TermsErrorCode
from saleor_coaching_plugin.terms.models import AssignmentKind, TermsAssignment
from saleor_coaching_plugin.terms.services import terms_assign

pytestmark = pytest.mark.usefixtures("committed_db")  # the shop tells its hooks after commit


def plan(checkout: Checkout, product: Product, *people: PlannedSeat, shared_name: str = "") -> None:
    checkout_seats_plan(
        checkout_id=checkout.id,
        product_id=product.id,
        people=people,
        shared_name=shared_name,
        now=utc_now(),
    )


def quantity_set(checkout: Checkout, product: Product, quantity: int) -> None:
    cart_edit.cart_lines_update(
        pk_of(checkout.id, Kind.CHECKOUT), {product.variants[0].id: quantity}
    )


def bought_for_oneself() -> set[str]:
    """Names of the products whose buyers take part themselves."""
    told = OutboxMessage.objects.filter(event="ProductPurchased")
    return {message.payload["product_name"] for message in told}


def names_of(group: SeatGroup) -> list[str]:
    """Who holds each seat, in order."""
    seats = group.seats.select_related("participant").order_by("position")
    return [seat.participant.first_name if seat.participant else "" for seat in seats]


def statuses() -> list[str]:
    """Of all seats, in order."""
    return list(Seat.objects.order_by("position").values_list("status", flat=True))


def groups() -> dict[str, list[str]]:
    """Title -> who holds the seats."""
    return {group.title: names_of(group) for group in SeatGroup.objects.all()}


def test_each_of_several_units_is_a_seat_and_the_buyer_takes_no_part() -> None:
    customer = shop_customer()
    product = that_starts_something(product_with_seats())
    checkout = cart(product, quantity=3)
    acceptance = accept(checkout)
    order = bought(checkout)
    purchase = Purchase.objects.get()
    group = SeatGroup.objects.get()
    assert (purchase.quantity, purchase.total_minor, purchase.is_held) == (3, 180_00, False)
    assert purchase.acceptance_id == acceptance.id
    assert group.subject == f"purchase:{purchase.id}"
    assert (group.order_id, group.order_line_id) == (order.id, order.lines[0].id)
    assert (group.payer_email, group.payer_name) == ("ada@client.example", "Ada Lovelace")
    assert (group.payer_name, group.title) == (
        f"{customer.first_name} {customer.last_name}",
        "Team course",
    )
    assert group.terms_id == TermsAssignment.objects.get(object_id=product.id).terms_id
    assert names_of(group) == ["", "", ""]
    assert bought_for_oneself() == set()
    assert not Enrolment.objects.exists()
    assert not PacketAssignment.objects.exists()


def test_what_the_product_starts_is_kept_for_the_participants() -> None:
    product = that_starts_something(product_with_seats())
    checkout = cart(product, quantity=2)
    accept(checkout)
    bought(checkout)
    group = SeatGroup.objects.get()
    assert group.sequence_id
    assert group.packet_id


def test_the_payers_chain_says_that_seats_were_opened() -> None:
    checkout = cart(product_with_seats(), quantity=2)
    acceptance = accept(checkout)
    bought(checkout)
    sold = OutboxMessage.objects.get(event="SeatsBought").payload
    assert sold["chain"] == acceptance.chain == f"checkout:{checkout.id}"


def test_hooks_that_tell_it_again_open_no_seats_again() -> None:
    checkout = cart(product_with_seats(), quantity=2)
    accept(checkout)
    order = bought(checkout)
    order_created_note(order_id=order.id)
    order_paid_note(order_id=order.id)
    relay_due()
    assert not OutboxMessage.objects.exclude(status=OutboxStatus.DONE).exists()
    assert OutboxMessage.objects.filter(event="SeatsBought").count() == 1
    assert groups() == {"Team course": ["", ""]}


def test_whoever_buys_one_and_names_nobody_takes_part_himself() -> None:
    product = that_starts_something(product_with_seats())
    checkout = cart(product)
    accept(checkout)
    bought(checkout)
    assert bought_for_oneself() == {"Team course"}
    assert Enrolment.objects.get().recipient_email == "ada@client.example"
    assert not SeatGroup.objects.exists()


def test_one_that_is_given_away_is_a_seat() -> None:
    product = that_starts_something(product_with_seats())
    checkout = cart(product)
    plan(checkout, product, planned("Grace", message="Enjoy it."), shared_name="Ada")
    accept(checkout)
    bought(checkout)
    group = SeatGroup.objects.get()
    assert (names_of(group), group.shared_name) == (["Grace"], "Ada")
    assert group.seats.get().participant.gift_message == "Enjoy it."
    assert not Enrolment.objects.exists()
    assert bought_for_oneself() == set()


def test_a_gift_that_was_taken_back_is_the_buyers_own() -> None:
    product = product_with_seats()
    checkout = cart(product)
    plan(checkout, product, planned())
    plan(checkout, product)
    accept(checkout)
    bought(checkout)
    assert bought_for_oneself() == {"Team course"}
    assert not SeatGroup.objects.exists()


def test_a_plan_needs_no_new_acceptance() -> None:
    product = product_with_seats()
    checkout = cart(product, quantity=2)
    accept(checkout)
    plan(checkout, product, planned())
    bought(checkout)
    assert CheckoutAcceptance.objects.get().order_id
    assert groups() == {"Team course": ["Grace", ""]}


@pytest.mark.parametrize(("quantity", "seated"), [(1, ["Grace"]), (2, ["Grace", "Edith"])])
def test_a_cart_that_grew_smaller_seats_those_who_were_named_first(
    quantity: int, seated: list[str]
) -> None:
    product = product_with_seats()
    checkout = cart(product, quantity=3)
    plan(checkout, product, planned("Grace"), planned("Edith"), planned("Emmy"))
    quantity_set(checkout, product, quantity)
    accept(checkout)
    bought(checkout)
    assert groups() == {"Team course": seated}


def test_a_cart_that_grew_has_free_seats() -> None:
    product = product_with_seats()
    checkout = cart(product)
    plan(checkout, product, planned("Grace"))
    quantity_set(checkout, product, 3)
    accept(checkout)
    bought(checkout)
    assert groups() == {"Team course": ["Grace", "", ""]}


def test_a_product_that_left_the_cart_opens_nothing() -> None:
    product, other = product_with_seats(), shop_product("Pen", 1_00)
    checkout = cart(product, other)
    plan(checkout, product, planned())
    quantity_set(checkout, product, 0)
    bought(checkout)
    assert not SeatGroup.objects.exists()


def test_in_one_cart_each_product_is_what_it_is() -> None:
    team, family = product_with_seats("Team course"), product_with_seats("Family course")
    book = that_starts_something(shop_product("Book", 20_00))
    checkout = cart(team, family, book, quantity=2)
    plan(checkout, family, planned("Grace"), planned("Edith"))
    accept(checkout)
    bought(checkout)
    assert groups() == {"Team course": ["", ""], "Family course": ["Grace", "Edith"]}
    assert bought_for_oneself() == {"Book"}


def test_of_two_variants_the_plan_is_for_the_one_of_which_more_are_bought() -> None:
    product = product_with_seats()
    evening = shop_variant(product, "Evenings", 70_00)
    checkout = commerce().checkout_create(
        channel=product.channel,
        language="en",
        email="ada@client.example",
        customer_id=None,
        billing_address=ADDRESS,
        lines={product.variants[0].id: 1, evening: 2},
    )
    with refused(SeatErrorCode.TOO_MANY_SEATS, "people"):
        plan(checkout, product, planned("Grace"), planned("Edith"), planned("Emmy"))
    plan(checkout, product, planned("Grace"), planned("Edith"))
    accept(checkout)
    bought(checkout)
    assert [names_of(group) for group in SeatGroup.objects.all()] == [["Grace", "Edith"]]
    assert bought_for_oneself() == {"Team course"}


def test_bought_again_it_is_another_group_and_the_old_plan_is_no_part_of_it() -> None:
    product = product_with_seats()
    first, second = cart(product, quantity=2), cart(product, quantity=2)
    plan(first, product, planned("Grace"))
    for checkout in (first, second):
        accept(checkout)
        commerce().checkout_record_payment(
            checkout.id, amount=checkout.total, reference=checkout.id
        )
        commerce().checkout_complete(checkout.id)
        relay_due()
    made = SeatGroup.objects.order_by("created_at")
    assert [names_of(group) for group in made] == [["Grace", ""], ["", ""]]
    assert {group.payer_email for group in made} == {"ada@client.example"}


def test_a_guest_without_an_account_pays_without_a_name() -> None:
    checkout = cart(product_with_seats(), quantity=2)
    assert checkout.customer_id is None
    accept(checkout)
    bought(checkout)
    group = SeatGroup.objects.get()
    assert (group.payer_email, group.payer_name) == ("ada@client.example", "")


def test_terms_that_came_after_the_order_make_no_seats_of_it() -> None:
    product = that_starts_something(shop_product("Course", 49_00))
    order = ordered(product, paid=False)
    terms_assign(terms_id=seat_terms().id, kind=AssignmentKind.PRODUCT, object_id=product.id)
    commerce().order_record_payment(order.id, amount=order.total, reference="bank-1")
    relay_due()
    assert bought_for_oneself() == {"Course"}


def test_terms_without_a_participants_part_make_no_seats() -> None:
    product = shop_product("Book", 20_00)
    terms = terms_published(PRODUCT_BODY)
    terms_assign(terms_id=terms.id, kind=AssignmentKind.PRODUCT, object_id=product.id)
    checkout = cart(product, quantity=5)
    accept(checkout)
    bought(checkout)
    assert bought_for_oneself() == {"Book"}
    another = cart(product)
    with refused(CheckoutErrorCode.NO_SEATS, "product_id"):
        plan(another, product, planned())


def test_one_of_several_terms_with_seats_is_enough() -> None:
    product = under_terms(shop_product("Course", 49_00))
    terms = seat_terms()
    terms_assign(terms_id=terms.id, kind=AssignmentKind.PRODUCT, object_id=product.id)
    checkout = cart(product, quantity=2)
    accept(checkout)
    bought(checkout)
    assert SeatGroup.objects.get().terms_id == terms.id


def test_seats_of_an_order_made_elsewhere_open_once_its_terms_are_accepted(settings: Any) -> None:
    settings.COACHING_HOLD_UNTIL_ACCEPTED = True
    order = ordered(product_with_seats(), quantity=2)
    request = asked_about(order)
    assert Purchase.objects.get().is_held
    assert not SeatGroup.objects.exists()
    accept_late(request)
    relay_due()
    assert groups() == {"Team course": ["", ""]}
    sold = OutboxMessage.objects.get(event="SeatsBought").payload
    assert (sold["chain"], sold["plan_subject"]) == (f"order:{order.id}", "")


def test_seats_of_an_order_made_elsewhere_open_at_once_where_nothing_is_held() -> None:
    order = ordered(product_with_seats(), quantity=2)
    relay_due()
    assert groups() == {"Team course": ["", ""]}
    assert OutboxMessage.objects.get(event="SeatsBought").payload["chain"] == ""
    assert order.is_paid


def test_an_order_that_no_hook_told_of_opens_its_seats() -> None:
    installed()
    product = product_with_seats()
    checkout = cart(product, quantity=2)
    plan(checkout, product, planned("Grace"))
    accept(checkout)
    with no_hooks():
        bought(checkout)
    assert not SeatGroup.objects.exists()
    orders_sweep(now=utc_now())
    relay_due()
    assert groups() == {"Team course": ["Grace", ""]}


def test_a_paid_checkout_that_waited_for_its_terms_keeps_its_plan() -> None:
    installed()
    product = product_with_seats()
    checkout = cart(product, quantity=2)
    plan(checkout, product, planned("Grace"))
    pay(checkout)
    paid_checkouts_sweep(now=utc_now() + PATIENCE * 2)
    relay_due()
    assert not SeatGroup.objects.exists()
    accept_late(TermsRequest.objects.get())
    relay_due()
    assert groups() == {"Team course": ["Grace", ""]}


def test_a_cart_tells_which_products_have_seats_and_who_is_planned() -> None:
    team, book = product_with_seats(), shop_product("Book", 20_00)
    checkout = cart(team, book, quantity=3)
    plan(checkout, team, planned("Grace"))
    (seats,) = checkout_seats(checkout)
    assert (seats.product_id, seats.product_name) == (team.id, "Team course")
    assert (seats.quantity, len(seats.planned), seats.unnamed) == (3, 1, 2)
    quantity_set(checkout, team, 1)
    (seats,) = checkout_seats(commerce().checkout_get(checkout.id))
    assert (seats.quantity, seats.unnamed) == (1, 0)


@pytest.mark.parametrize(
    ("wrong", "code", "field"),
    [
        (planned(email="no address"), CoreErrorCode.INVALID, "people.1.email"),
        (
            planned(first_name=" ", email="a@b.example"),
            CoreErrorCode.INVALID,
            "people.1.first_name",
        ),
        (planned(guardian_name="Mary"), CoreErrorCode.INVALID, "people.1.guardian_email"),
        (
            planned(message="It cost me €60."),
            TermsErrorCode.AMOUNT_FOR_PARTICIPANTS,
            "people.1.gift_message",
        ),
    ],
)
def test_somebody_who_cannot_be_invited_is_refused_and_the_plan_stays(
    wrong: PlannedSeat, code: Any, field: str
) -> None:
    product = product_with_seats()
    checkout = cart(product, quantity=2)
    plan(checkout, product, planned("Edith"))
    with refused(code, field):
        plan(checkout, product, planned("Grace"), wrong)


def test_more_people_than_seats_are_refused() -> None:
    product = product_with_seats()
    checkout = cart(product)
    with refused(SeatErrorCode.TOO_MANY_SEATS, "people"):
        plan(checkout, product, planned("Grace"), planned("Edith"))


def test_nobody_is_planned_for_what_is_not_in_the_cart_or_bought_already() -> None:
    product, other = product_with_seats(), product_with_seats("Family course")
    checkout = cart(product)
    with refused(CheckoutErrorCode.NO_SEATS, "product_id"):
        plan(checkout, other, planned())
    accept(checkout)
    bought(checkout)
    with refused(CommerceErrorCode.NOT_FOUND, "id"):
        plan(checkout, product, planned())


def test_a_cancelled_order_closes_the_seats_that_nobody_has_accepted() -> None:
    installed()
    product = product_with_seats()
    checkout = cart(product, quantity=4)
    now, on = utc_now(), utc_now().date() + timedelta(days=30)
    plan(checkout, product, planned("Grace"), planned("Edith", on=on), planned("Emmy"))
    accept(checkout)
    order = bought(checkout)
    emmy = Seat.objects.get(participant__first_name="Emmy")
    Seat.objects.filter(id=emmy.id).update(status="active")
    ParticipantLink.objects.filter(text__participant=emmy.participant).delete()
    orders_sweep(now=now)
    relay_due()
    assert statuses() == ["invited", "planned", "active", "free"]
    order_cancel(order.id)
    orders_sweep(now=now)
    relay_due()
    assert statuses() == ["refunded", "refunded", "active", "refunded"]
    assert not ParticipantLink.objects.filter(revoked_at=None).exists()
    assert seats_invite_due(now=now + timedelta(days=31)) == 0
    assert not Refund.objects.exists()
    assert orders_sweep(now=now) == 0


@pytest.mark.parametrize("quantity", [1, 2])
def test_for_an_order_that_cost_nothing_nobody_is_mailed_before_the_payer_names_them(
    quantity: int,
) -> None:
    product = product_with_seats("Open evening", 0)
    checkout = cart(product, quantity=quantity)
    plan(checkout, product, planned("Grace", message="Buy this at http://spam.example"))
    accept(checkout)
    order = commerce().checkout_complete(checkout.id)
    assert order_seats(order)[order.lines[0].id].planned == 0
    relay_due()
    assert groups() == {"Open evening": [""] * quantity}
    mailed = MailMessage.objects.exclude(to_email="ada@client.example")
    assert not mailed.exclude(kind__startswith="coach").exists()
    told = MailMessage.objects.get(kind="seats_opened")
    assert "These people of your list have no seat yet:\n\n- Grace Hopper" in told.text
