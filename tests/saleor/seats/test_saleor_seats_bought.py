"""A product bought in quantity in Saleor: each unit is a seat, once the order is paid."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from html import unescape

import pytest
from saleor.order.models import OrderLine
from saleor.product.models import Product
from saleor_agreements import done
from saleor_checkout import accept_in_storefront, cart, complete, pay, voucher_add, voucher_made
from saleor_seats import (
    EDITH,
    GRACE,
    PAYER,
    SEATS_IN_CART,
    assert_nothing_of_the_payer,
    bought,
    course,
    groups_of,
    mail_to,
    paid_for,
    seats_plan,
    states_of,
    worked,
)
from saleor_shop import Api, SaleorShop, global_id, variant_of

from saleor_coaching_plugin.billing.services.seat_refund import seat_refund
from saleor_coaching_plugin.checkout.models import CheckoutAcceptance, Purchase
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.evidence.models import LedgerEntry
from saleor_coaching_plugin.seats.models import Seat, SeatGroup

pytestmark = pytest.mark.django_db

LINE_ID = "query ($id: ID!) { checkout(id: $id) { lines { id } } }"
LINES_UPDATE = """mutation ($id: ID!, $lines: [CheckoutLineUpdateInput!]!) {
  checkoutLinesUpdate(id: $id, lines: $lines) {
    checkout { id } errors { field code message } } }"""


@pytest.fixture
def product(saleor: SaleorShop) -> Product:
    """For 60 euros a place."""
    return course(saleor)


def quantity_changed(checkout_id: str, quantity: int) -> None:
    (line,) = Api().data(LINE_ID, id=checkout_id)["checkout"]["lines"]
    changed = [{"lineId": line["id"], "quantity": quantity}]
    done(Api(), LINES_UPDATE, id=checkout_id, lines=changed)


def test_five_units_are_five_seats_once_they_are_paid(saleor: SaleorShop, product: Product) -> None:
    checkout_id = cart(saleor, product, quantity=5, email=PAYER)
    shown = accept_in_storefront(checkout_id)
    (text,) = shown["texts"]
    assert "You buy 5 for €60.00 each" in unescape(text["html"])
    assert "is yours alone" not in text["html"]
    pay(saleor, checkout_id, "300")
    order_id = str(complete(checkout_id)["order"]["id"])
    worked()

    purchase = Purchase.objects.get()
    line_id = global_id(OrderLine.objects.get())
    assert (purchase.quantity, purchase.order_line_id) == (5, line_id)
    (group,) = groups_of(saleor, order_id)
    assert (group["title"], group["payerEmail"]) == ("Team course", PAYER)
    assert group["orderId"] == order_id
    assert [seat["status"] for seat in group["seats"]] == ["FREE"] * 5
    row = SeatGroup.objects.get()
    assert (row.subject, row.order_line_id) == (f"purchase:{purchase.id}", line_id)
    assert f"/portal/seats/{row.id}/" in str(mail_to(PAYER, "Team course").body)
    entries = LedgerEntry.objects.filter(chain=CheckoutAcceptance.objects.get().chain)
    assert entries.filter(kind="seats_opened").count() == 1


def test_nothing_opens_before_the_money_is_there(saleor: SaleorShop, product: Product) -> None:
    saleor.channel.allow_unpaid_orders = True
    saleor.channel.save()
    checkout_id = cart(saleor, product, quantity=5, email=PAYER)
    accept_in_storefront(checkout_id)
    order_id = str(complete(checkout_id)["order"]["id"])
    pay(saleor, order_id, "299.99", "nearly")
    worked()
    assert groups_of(saleor, order_id) == []
    pay(saleor, order_id, "0.01", "the rest")
    worked()
    assert states_of(saleor, order_id) == [("FREE", "")] * 5


def test_who_was_named_before_the_payment_is_invited(saleor: SaleorShop, product: Product) -> None:
    order_id = bought(saleor, product, people=[GRACE, EDITH])
    worked()
    assert states_of(saleor, order_id) == [
        ("INVITED", "grace@friend.example"),
        ("INVITED", "edith@friend.example"),
        *[("FREE", "")] * 3,
    ]
    body = str(mail_to("grace@friend.example").body)
    assert "Pia" in body
    assert_nothing_of_the_payer(body, order_id)


@pytest.mark.parametrize(
    ("quantity", "states", "is_left_over"),
    [(2, ["INVITED"] * 2, True), (6, ["INVITED"] * 3 + ["FREE"] * 3, False)],
)
def test_quantity_that_changed_after_the_plan_is_what_counts(
    saleor: SaleorShop, product: Product, quantity: int, states: list[str], is_left_over: bool
) -> None:
    katherine = {"firstName": "Katherine", "lastName": "Johnson", "email": "k@friend.example"}
    checkout_id = cart(saleor, product, quantity=5, email=PAYER)
    planned = seats_plan(checkout_id, product, [GRACE, EDITH, katherine])
    assert planned == {"productName": "Team course", "quantity": 5, "planned": 3}
    accept_in_storefront(checkout_id)
    quantity_changed(checkout_id, quantity)
    told = Api().data(SEATS_IN_CART, id=checkout_id)["checkoutTerms"]["seats"]
    assert told == [{"quantity": quantity, "planned": 3}]

    order_id = paid_for(saleor, checkout_id, product, quantity)
    worked()
    assert [status for status, _ in states_of(saleor, order_id)] == states
    body = str(mail_to(PAYER, "Team course").body)
    assert ("no seat yet:\n\n- Katherine Johnson" in body) is is_left_over


def test_who_buys_one_takes_part_himself(saleor: SaleorShop, product: Product) -> None:
    order_id = bought(saleor, product, quantity=1)
    worked()
    assert Purchase.objects.get().order_id == order_id
    assert groups_of(saleor, order_id) == []


def test_one_unit_for_somebody_else_is_a_gift(saleor: SaleorShop, product: Product) -> None:
    day = utc_now().date() + timedelta(days=3)
    gift = {**GRACE, "giftMessage": "Enjoy it.", "inviteOn": day.isoformat()}
    order_id = bought(saleor, product, quantity=1, people=[gift])
    worked()
    assert states_of(saleor, order_id) == [("PLANNED", "grace@friend.example")]
    assert Seat.objects.get().invite_on == day


def test_two_lines_of_one_order_are_two_groups(saleor: SaleorShop, product: Product) -> None:
    """As Saleor makes them of one variant with `forceNewLine`, too."""
    checkout_id = cart(
        saleor,
        email=PAYER,
        lines=[
            {"variantId": global_id(variant_of(product)), "quantity": 3},
            {"variantId": global_id(variant_of(product)), "quantity": 2, "forceNewLine": True},
        ],
    )
    assert seats_plan(checkout_id, product, [GRACE])["quantity"] == 3
    order_id = paid_for(saleor, checkout_id, product, 5)
    worked()
    seats = sorted(
        [seat["status"] for seat in group["seats"]] for group in groups_of(saleor, order_id)
    )
    assert seats == [["FREE", "FREE"], ["INVITED", "FREE", "FREE"]]


def test_another_product_of_the_same_order_stays_what_it_was(
    saleor: SaleorShop, product: Product
) -> None:
    book = saleor.product("Book", "0.00")
    checkout_id = cart(saleor, product, book, quantity=2, email=PAYER)
    order_id = paid_for(saleor, checkout_id, product, 2)
    worked()
    assert states_of(saleor, order_id) == [("FREE", "")] * 2


def test_a_seat_is_worth_its_share_of_what_a_voucher_left(
    saleor: SaleorShop, product: Product
) -> None:
    voucher_made(saleor.channel, off=Decimal("0.03"))
    checkout_id = cart(saleor, product, quantity=5, email=PAYER)
    voucher_add(checkout_id, "SPRING")
    accept_in_storefront(checkout_id)
    pay(saleor, checkout_id, "299.97")
    assert complete(checkout_id)["errors"] == []
    worked()
    given_back = [
        [refund.amount.minor for refund in seat_refund(seat_id=seat.id, now=utc_now())]
        for seat in Seat.objects.order_by("position")
    ]
    assert given_back == [[60_00], [60_00], [59_99], [59_99], [59_99]]
