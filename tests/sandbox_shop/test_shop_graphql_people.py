"""Accounts, and whose orders are whose."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from factories.shop import (
    shop_app,
    shop_checkout,
    shop_customer,
    shop_customer_token,
    shop_product,
    shop_staff,
)
from shop_api import ask, ask_refused

from saleor_coaching_plugin.commerce.port import Customer, Order, Product
from saleor_coaching_plugin.sandbox.shop import models
from saleor_coaching_plugin.sandbox.shop.adapter import SandboxCommerce

pytestmark = pytest.mark.django_db

REGISTER = """
mutation($input: AccountRegisterInput!) {
  accountRegister(input: $input) {
    user { email firstName languageCode isStaff } requiresConfirmation
    errors { field message code }
  }
}
"""
TOKEN = """
mutation($email: String!, $password: String!) {
  tokenCreate(email: $email, password: $password) {
    token user { id email } errors { field message code }
  }
}
"""
ME = (
    "{ me { id email isStaff languageCode orders(first: 9) { totalCount edges { node { id } } } } }"
)
ORDER = """
query($id: ID!) {
  order(id: $id) {
    id number created isPaid chargeStatus userEmail languageCodeEnum checkoutId voucherCode
    externalReference metadata { key value }
    channel { slug } billingAddress { city country { code } }
    total { gross { amount currency } } totalCharged { amount } totalBalance { amount }
    lines {
      id productName variantName productVariantId quantity
      unitPrice { gross { amount } } totalPrice { gross { amount } }
      variant { id product { name } }
    }
  }
}
"""
OWNERS = "query($id: ID!) { order(id: $id) { %s } }"
USER = OWNERS % "user { id email }"
INVOICES = OWNERS % "invoices { id number url createdAt }"
ORDERS = """
{ orders(first: 50) {
  totalCount
  edges { node {
    number billingAddress { city } user { email isStaff } invoices { number } channel { slug }
    metadata { key } voucherCode
    lines { variantName variant { product { name category { name } } } }
  } }
} }
"""


def free_order(customer: Customer | None = None) -> Order:
    checkout = shop_checkout(shop_product("First talk", 0), customer_id=customer and customer.id)
    return SandboxCommerce().checkout_complete(checkout.id)


def register(**changes: Any) -> dict[str, Any]:
    values = {"email": "Ada@client.example", "password": "correct horse", **changes}
    payload: dict[str, Any] = ask(REGISTER, input=values)["accountRegister"]
    return payload


def log_in(email: str, password: str) -> dict[str, Any]:
    payload: dict[str, Any] = ask(TOKEN, email=email, password=password)["tokenCreate"]
    return payload


def test_who_registers_can_log_in() -> None:
    registered = register(firstName="Ada", languageCode="PT_BR")
    assert registered["errors"] == []
    assert registered["user"] == {
        "email": "ada@client.example",
        "firstName": "Ada",
        "languageCode": "PT_BR",
        "isStaff": False,
    }
    answer = log_in("ADA@client.example ", "correct horse")
    assert answer["errors"] == []
    me = ask(ME, token=answer["token"])["me"]
    assert (me["id"], me["email"]) == (answer["user"]["id"], "ada@client.example")
    assert "correct horse" not in models.User.objects.get().password


def test_a_registered_address_opens_nothing_before_it_is_confirmed(rf: RequestFactory) -> None:
    register()
    token = log_in("ada@client.example", "correct horse")["token"]
    request = rf.post("/graphql/", HTTP_AUTHORIZATION=f"Bearer {token}")
    assert SandboxCommerce().requestor(request).email is None
    models.User.objects.update(is_confirmed=True)
    assert SandboxCommerce().requestor(request).email == "ada@client.example"


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("ada@client.example", "wrong horse"),
        ("nobody@client.example", "correct horse"),
        ("no address", "correct horse"),
        ("passwordless@client.example", ""),
    ],
)
def test_a_refused_login_does_not_say_why(email: str, password: str) -> None:
    register()
    shop_customer("passwordless@client.example")
    answer = log_in(email, password)
    assert answer == {
        "token": None,
        "user": None,
        "errors": [
            {
                "field": "email",
                "message": "Please enter valid credentials.",
                "code": "INVALID_CREDENTIALS",
            }
        ],
    }


def test_a_deactivated_user_cannot_log_in() -> None:
    register()
    models.User.objects.update(is_active=False)
    assert log_in("ada@client.example", "correct horse")["token"] is None


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"email": "ADA@CLIENT.example"}, "email", "UNIQUE"),
        ({"email": "no address"}, "email", "INVALID"),
        ({"email": "eve@client.example", "password": "1234567"}, "password", "PASSWORD_TOO_SHORT"),
        ({"email": "eve@client.example", "firstName": "A\nB"}, "firstName", "INVALID"),
    ],
)
def test_bad_input_registers_nobody(changes: dict[str, Any], field: str, code: str) -> None:
    shop_customer("ada@client.example")
    (error,) = register(**changes)["errors"]
    assert (error["field"], error["code"]) == (field, code)
    assert models.User.objects.count() == 1


def test_registering_does_not_claim_an_account_without_a_password() -> None:
    shop_customer("ada@client.example")
    register()
    assert log_in("ada@client.example", "correct horse")["token"] is None


def test_me_is_nobody_for_strangers_and_apps() -> None:
    assert ask(ME)["me"] is None
    assert ask(ME, token=shop_app()[1])["me"] is None
    assert ask(ME, token="malformed")["me"] is None


def test_a_person_sees_their_own_orders() -> None:
    ada, eve = shop_customer(), shop_customer("eve@client.example")
    order = free_order(ada)
    free_order(eve)
    me = ask(ME, token=shop_customer_token(ada))["me"]
    assert [edge["node"]["id"] for edge in me["orders"]["edges"]] == [order.id]
    assert me["orders"]["totalCount"] == 1


def test_an_order_shows_what_was_bought(db: None) -> None:
    order = free_order()
    shown = ask(ORDER, id=order.id)["order"]
    assert (shown["id"], shown["number"]) == (order.id, order.number)
    assert (shown["isPaid"], shown["chargeStatus"]) == (True, "FULL")
    assert shown["userEmail"] == "ada@client.example"
    assert shown["billingAddress"] == {"city": "London", "country": {"code": "GB"}}
    assert shown["checkoutId"] == order.checkout_id
    assert shown["total"]["gross"] == {"amount": 0.0, "currency": "EUR"}
    (line,) = shown["lines"]
    assert (line["productName"], line["variantName"]) == ("First talk", "First talk")
    assert line["variant"]["id"] == line["productVariantId"] == order.lines[0].variant_id


def test_what_is_no_longer_published_is_hidden_from_customers_in_old_orders() -> None:
    order = free_order()
    models.ProductChannelListing.objects.update(is_published=False)
    shown = ask(ORDER, id=order.id)["order"]
    assert [line["variant"] for line in shown["lines"]] == [None]
    _, coach = shop_staff(["MANAGE_PRODUCTS"])
    shown = ask(ORDER, token=coach, id=order.id)["order"]
    assert shown["lines"][0]["variant"]["product"]["name"] == "First talk"


def test_user_and_invoices_are_the_owners_and_the_staffs() -> None:
    ada, eve = shop_customer(), shop_customer("eve@client.example")
    order = free_order(ada)
    SandboxCommerce().order_attach_invoice(order.id, number="2026-1", url="https://c.example/1")
    insiders = [shop_customer_token(ada), shop_staff(["MANAGE_ORDERS"])[1]]
    outsiders = [None, shop_customer_token(eve), shop_app(["MANAGE_PRODUCTS"])[1]]
    for token in insiders:
        assert ask(USER, token=token, id=order.id)["order"]["user"]["email"] == ada.email
        (invoice,) = ask(INVOICES, token=token, id=order.id)["order"]["invoices"]
        assert (invoice["number"], invoice["url"]) == ("2026-1", "https://c.example/1")
    for token in outsiders:
        ask_refused(USER, token=token, id=order.id)
        ask_refused(INVOICES, token=token, id=order.id)


def test_a_strangers_order_has_nobodys_invoices() -> None:
    """No customer on the order must not match nobody being logged in."""
    ask_refused(INVOICES, id=free_order().id)


def test_an_unknown_order_is_none_and_a_malformed_id_is_refused(product: Product) -> None:
    checkout = shop_checkout(product)
    assert ask(ORDER, id=free_order().id)["order"]
    assert "No Order" in ask_refused(ORDER, id=checkout.id)
    assert "No Order" in ask_refused(ORDER, id="malformed")


def test_all_orders_are_for_who_manages_them() -> None:
    free_order()
    tokens = [None, shop_customer_token(shop_customer()), shop_staff(["MANAGE_USERS"])[1]]
    for token in tokens:
        assert "MANAGE_ORDERS" in ask_refused(ORDERS, token=token)
    assert ask(ORDERS, token=shop_app(["MANAGE_ORDERS"])[1])["orders"]["totalCount"] == 1


def test_a_list_of_six_orders_costs_as_many_queries_as_one() -> None:
    _, token = shop_staff(["MANAGE_ORDERS"])
    costs = []
    for number in range(6):
        order = free_order(shop_customer(f"client-{number}@client.example"))
        SandboxCommerce().order_attach_invoice(order.id, number="1", url="https://c.example/1")
        with CaptureQueriesContext(connection) as queries:
            assert ask(ORDERS, token=token)["orders"]["totalCount"] == number + 1
        costs.append(len(queries))
    assert costs[0] == costs[-1]
