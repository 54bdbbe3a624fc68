"""Seats in a cart: what a storefront is told of them, and who may name people for them."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from factories.seat_shop import product_with_seats, seat_terms
from factories.shop import shop_checkout, shop_customer, shop_customer_token, shop_product
from graphql_api import ask, do, errors_of, everything
from graphql_cases import CASES, checkout_seats_typed, participant_typed

from saleor_coaching_plugin.sandbox.shop.adapter import SandboxCommerce
from saleor_coaching_plugin.sandbox.shop.models import CheckoutLine
from saleor_coaching_plugin.seats.models import SeatPlan
from saleor_coaching_plugin.seats.plan import planned_read

SEATS = """query($id: ID!) { checkoutTerms(checkoutId: $id) {
    accepted seats { productId productName quantity planned } } }"""
PLAN = CASES["checkoutSeatsPlan"].query

pytestmark = pytest.mark.django_db


def seats_of(checkout_id: str, by: str | None = None) -> Any:
    return ask(SEATS, by=by, id=checkout_id)["seats"]


def test_a_storefront_sees_which_products_have_seats() -> None:
    course, book = product_with_seats(), shop_product("Book", 20_00)
    checkout = SandboxCommerce().checkout_create(
        channel=course.channel,
        language="en",
        email="ada@client.example",
        customer_id=None,
        billing_address=None,
        lines={course.variants[0].id: 3, book.variants[0].id: 2},
    )
    whole = {"productId": course.id, "productName": "Team course", "quantity": 3, "planned": 0}
    assert seats_of(checkout.id) == [whole]
    assert seats_of(shop_checkout(book).id) == []


def test_who_is_named_is_kept_as_it_was_typed() -> None:
    typed = checkout_seats_typed(
        participants=[
            participant_typed(email=" Grace@Friend.example ", language="de"),
            participant_typed(guardianName="Mary Hopper", guardianEmail="mary@friend.example"),
        ]
    )
    answer = do(PLAN, **typed)["seats"]
    assert (answer["quantity"], answer["planned"]) == (2, 2)
    assert seats_of(typed["checkoutId"]) == [answer]
    plan = SeatPlan.objects.get()
    grace, child = (planned_read(each) for each in plan.people)
    assert plan.shared_name == "Ada"
    assert (grace.person.email, grace.person.language) == ("grace@friend.example", "de")
    assert (child.person.guardian_name, child.person.guardian_email) == (
        "Mary Hopper",
        "mary@friend.example",
    )


def test_naming_again_replaces_and_nobody_takes_it_back() -> None:
    typed = checkout_seats_typed()
    do(PLAN, **typed)
    again = typed | {"participants": [participant_typed(firstName="Edith")], "sharedName": ""}
    do(PLAN, **again)
    plan = SeatPlan.objects.get()
    assert [each["person"]["first_name"] for each in plan.people] == ["Edith"]
    assert plan.shared_name == ""
    assert do(PLAN, **typed | {"participants": []})["seats"]["planned"] == 0


def test_a_cart_that_grew_smaller_tells_that_too_many_are_named() -> None:
    typed = checkout_seats_typed(
        participants=[participant_typed(), participant_typed(email="edith@friend.example")]
    )
    do(PLAN, **typed)
    CheckoutLine.objects.update(quantity=1)
    (seats,) = seats_of(typed["checkoutId"])
    assert (seats["quantity"], seats["planned"]) == (1, 2)


def test_nobody_names_people_for_another_customers_cart(grace: str) -> None:
    ada = shop_customer("ada@client.example")
    product = product_with_seats()
    checkout = shop_checkout(product, customer_id=ada.id)
    typed = {
        "checkoutId": checkout.id,
        "productId": product.id,
        "participants": [participant_typed()],
    }
    before = everything()
    for other in (grace, None, "no token at all"):
        assert errors_of(PLAN, by=other, **typed) == [("CLIENT_ONLY", "checkoutId")]
    assert everything() == before
    assert do(PLAN, by=shop_customer_token(ada), **typed)["seats"]["planned"] == 1


def test_seats_cost_the_same_however_many_products_have_them() -> None:
    terms = seat_terms()
    products = [product_with_seats(f"Course {number}", terms=terms) for number in range(10)]

    def asked(*chosen: Any) -> int:
        checkout = SandboxCommerce().checkout_create(
            channel=chosen[0].channel,
            language="en",
            email="ada@client.example",
            customer_id=None,
            billing_address=None,
            lines={product.variants[0].id: 1 for product in chosen},
        )
        for product in chosen:
            do(
                PLAN,
                checkoutId=checkout.id,
                productId=product.id,
                participants=[participant_typed()],
            )
        with CaptureQueriesContext(connection) as captured:
            assert len(seats_of(checkout.id)) == len(chosen)
        return len(captured)

    assert asked(*products) == asked(products[0])
