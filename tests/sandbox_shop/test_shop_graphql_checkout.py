"""A storefront written for Saleor, from the catalogue to the order."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from factories.shop import (
    shop_app,
    shop_checkout,
    shop_customer,
    shop_customer_token,
    shop_product,
    shop_product_unpublish,
    shop_staff,
    shop_voucher,
)
from shop_api import ask, ask_refused

from saleor_coaching_plugin.commerce.errors import CommerceError, CommerceErrorCode
from saleor_coaching_plugin.commerce.port import Checkout, Product
from saleor_coaching_plugin.sandbox.shop import models
from saleor_coaching_plugin.sandbox.shop.hooks import NoHooks, ShopHooks

pytestmark = pytest.mark.django_db

Install = Callable[[ShopHooks], None]

CREATE = """
mutation Create($input: CheckoutCreateInput!) {
  checkoutCreate(input: $input) {
    checkout {
      id email quantity voucherCode languageCode chargeStatus isShippingRequired
      channel { slug currencyCode }
      billingAddress { firstName streetAddress1 country { code country } }
      lines {
        id quantity
        unitPrice { gross { amount currency } net { amount } tax { amount } }
        totalPrice { gross { amount } }
        variant { id name sku product { id name slug } pricing { price { gross { amount } } } }
      }
      subtotalPrice { gross { amount } } totalPrice { gross { amount } } totalBalance { amount }
    }
    errors { field message code }
  }
}
"""
CHANGED = "{ checkout { id email quantity totalPrice { gross { amount } } } errors { field code } }"
LINES_ADD = (
    "mutation($id: ID!, $lines: [CheckoutLineInput!]!) "
    f"{{ done: checkoutLinesAdd(id: $id, lines: $lines) {CHANGED} }}"
)
LINES_UPDATE = (
    "mutation($id: ID!, $lines: [CheckoutLineUpdateInput!]!) "
    f"{{ done: checkoutLinesUpdate(id: $id, lines: $lines) {CHANGED} }}"
)
EMAIL = (
    "mutation($id: ID!, $email: String!) "
    f"{{ done: checkoutEmailUpdate(id: $id, email: $email) {CHANGED} }}"
)
ADDRESS_UPDATE = (
    "mutation($id: ID!, $address: AddressInput!) "
    f"{{ done: checkoutBillingAddressUpdate(id: $id, billingAddress: $address) {CHANGED} }}"
)
PROMO = (
    "mutation($id: ID!, $code: String!) "
    f"{{ done: checkoutAddPromoCode(id: $id, promoCode: $code) {CHANGED} }}"
)
ATTACH = (
    "mutation($id: ID!, $customer: ID) "
    f"{{ done: checkoutCustomerAttach(id: $id, customerId: $customer) {CHANGED} }}"
)
PAY = """
mutation($id: ID!, $transaction: TransactionCreateInput!) {
  transactionCreate(id: $id, transaction: $transaction) {
    transaction {
      pspReference chargedAmount { amount currency }
      checkout { chargeStatus totalBalance { amount } } order { isPaid }
    }
    errors { field message code }
  }
}
"""
COMPLETE = """
mutation($id: ID!) {
  checkoutComplete(id: $id) {
    order { id number isPaid chargeStatus total { gross { amount } } lines { productName } }
    confirmationNeeded
    errors { field message code }
  }
}
"""
ADA = {
    "firstName": "Ada",
    "lastName": "Lovelace",
    "streetAddress1": "12 St James's Square",
    "city": "London",
    "postalCode": "SW1Y 4JH",
    "country": "GB",
}


def line(product: Product, quantity: int = 1) -> dict[str, Any]:
    return {"variantId": product.variants[0].id, "quantity": quantity}


def create(product: Product, *, token: str | None = None, **changes: Any) -> dict[str, Any]:
    values = {"channel": product.channel, "lines": [line(product)], **changes}
    payload: dict[str, Any] = ask(CREATE, token=token, input=values)["checkoutCreate"]
    return payload


def charge(amount: float | str, reference: str = "pi_1", currency: str = "EUR") -> dict[str, Any]:
    return {
        "pspReference": reference,
        "amountCharged": {"amount": amount, "currency": currency},
    }


@pytest.fixture
def payments() -> str:
    return shop_app(["HANDLE_PAYMENTS"])[1]


@pytest.fixture
def checkout(product: Product) -> Checkout:
    return shop_checkout(product)


def test_a_checkout_shows_what_was_put_in(product: Product) -> None:
    payload = create(
        product,
        email="ADA@client.example",
        billingAddress=ADA,
        languageCode="DE",
        lines=[line(product, 2)],
    )
    assert payload["errors"] == []
    checkout = payload["checkout"]
    assert (checkout["email"], checkout["languageCode"]) == ("ada@client.example", "DE")
    assert checkout["channel"] == {"slug": product.channel, "currencyCode": "EUR"}
    assert checkout["billingAddress"]["country"] == {"code": "GB", "country": "United Kingdom"}
    assert checkout["billingAddress"]["streetAddress1"] == ADA["streetAddress1"]
    (shown,) = checkout["lines"]
    assert shown["variant"]["id"] == product.variants[0].id
    assert shown["variant"]["product"]["name"] == product.name
    assert shown["unitPrice"]["gross"] == {"amount": 120.0, "currency": "EUR"}
    assert (shown["unitPrice"]["net"], shown["unitPrice"]["tax"]) == (
        {"amount": 120.0},
        {"amount": 0.0},
    )
    assert checkout["totalPrice"]["gross"]["amount"] == 240.0
    assert checkout["totalBalance"]["amount"] == -240.0
    assert (checkout["quantity"], checkout["chargeStatus"]) == (2, "NONE")
    assert checkout["isShippingRequired"] is False


def test_it_belongs_to_who_is_logged_in(product: Product) -> None:
    ada = shop_customer()
    payload = create(product, token=shop_customer_token(ada))
    assert payload["checkout"]["email"] == ada.email
    assert models.Checkout.objects.get().user.email == ada.email


@pytest.mark.parametrize(
    ("quantity", "code"), [(0, "ZERO_QUANTITY"), (51, "QUANTITY_GREATER_THAN_LIMIT")]
)
def test_a_quantity_outside_1_to_50_makes_no_checkout(
    product: Product, quantity: int, code: str
) -> None:
    payload = create(product, lines=[line(product, quantity)])
    assert payload["checkout"] is None
    assert [(error["field"], error["code"]) for error in payload["errors"]] == [("quantity", code)]
    assert not models.Checkout.objects.exists()


def test_two_lines_of_one_variant_are_one(product: Product) -> None:
    payload = create(product, lines=[line(product, 2), line(product, 3)])
    assert [one["quantity"] for one in payload["checkout"]["lines"]] == [5]


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"channel": "no-such-channel"}, "channel", "NOT_FOUND"),
        ({"email": "no address"}, "email", "INVALID"),
        ({"lines": [{"variantId": "malformed", "quantity": 1}]}, "variantId", "NOT_FOUND"),
        ({"billingAddress": {**ADA, "country": None}}, "country", "INVALID"),
        ({"billingAddress": {**ADA, "streetAddress1": " "}}, "streetAddress1", "INVALID"),
    ],
)
def test_bad_input_makes_no_checkout(
    product: Product, changes: dict[str, Any], field: str, code: str
) -> None:
    payload = create(product, **changes)
    assert [(error["field"], error["code"]) for error in payload["errors"]] == [(field, code)]
    assert not models.Checkout.objects.exists()


def test_an_unpublished_product_makes_no_checkout(product: Product) -> None:
    shop_product_unpublish(product.id)
    payload = create(product)
    assert [error["code"] for error in payload["errors"]] == ["PRODUCT_NOT_PUBLISHED"]
    assert not models.Checkout.objects.exists()


def test_lines_are_added_to_what_is_there(product: Product, checkout: Checkout) -> None:
    other = shop_product("First talk", 10_00)
    done = ask(LINES_ADD, id=checkout.id, lines=[line(product), line(other, 2)])["done"]
    assert done["checkout"]["quantity"] == 4
    assert done["checkout"]["totalPrice"]["gross"]["amount"] == 260.0


def test_adding_beyond_the_limit_changes_nothing(product: Product, checkout: Checkout) -> None:
    done = ask(LINES_ADD, id=checkout.id, lines=[line(product, 50)])["done"]
    assert [error["code"] for error in done["errors"]] == ["QUANTITY_GREATER_THAN_LIMIT"]
    assert models.CheckoutLine.objects.get().quantity == 1


def test_an_update_sets_the_quantity_and_0_takes_the_line_out(
    product: Product, checkout: Checkout
) -> None:
    done = ask(LINES_UPDATE, id=checkout.id, lines=[line(product, 7)])["done"]
    assert done["checkout"]["quantity"] == 7
    by_line = {"lineId": checkout.lines[0].id, "quantity": 0}
    done = ask(LINES_UPDATE, id=checkout.id, lines=[by_line])["done"]
    assert done["checkout"]["quantity"] == 0


def test_another_checkouts_line_is_not_found(product: Product, checkout: Checkout) -> None:
    other = shop_checkout(product)
    lines = [{"lineId": other.lines[0].id, "quantity": 9}]
    done = ask(LINES_UPDATE, id=checkout.id, lines=lines)["done"]
    assert done["errors"] == [{"field": "lineId", "code": "NOT_FOUND"}]
    assert set(models.CheckoutLine.objects.values_list("quantity", flat=True)) == {1}


@pytest.mark.parametrize(
    ("given", "field", "code"),
    [({"quantity": 1}, "lineId", "REQUIRED"), ({"quantity": -1}, "quantity", "ZERO_QUANTITY")],
)
def test_an_update_needs_a_line_and_a_quantity(
    product: Product, checkout: Checkout, given: dict[str, Any], field: str, code: str
) -> None:
    lines = [{"variantId": product.variants[0].id, **given}] if field == "quantity" else [given]
    done = ask(LINES_UPDATE, id=checkout.id, lines=lines)["done"]
    assert done["errors"] == [{"field": field, "code": code}]


def test_email_address_and_promo_code_can_be_set(checkout: Checkout) -> None:
    done = ask(EMAIL, id=checkout.id, email="New@Client.Example")["done"]
    assert done["checkout"]["email"] == "new@client.example"
    ask(ADDRESS_UPDATE, id=checkout.id, address={**ADA, "city": "Paris", "country": "FR"})
    assert models.Checkout.objects.get().billing_address["country"] == "FR"
    done = ask(PROMO, id=checkout.id, code=shop_voucher(percent=10))["done"]
    assert done["checkout"]["totalPrice"]["gross"]["amount"] == 108.0


def test_an_unknown_promo_code_is_not_applicable(checkout: Checkout) -> None:
    done = ask(PROMO, id=checkout.id, code="nothing")["done"]
    assert done["errors"] == [{"field": "promoCode", "code": "VOUCHER_NOT_APPLICABLE"}]


def test_a_customer_attaches_a_checkout_once(checkout: Checkout) -> None:
    eve = shop_customer("eve@client.example")
    done = ask(ATTACH, token=shop_customer_token(eve), id=checkout.id)["done"]
    assert done["checkout"]["email"] == eve.email
    mallory = shop_customer_token(shop_customer("mallory@client.example"))
    assert "belongs to a customer" in ask_refused(ATTACH, token=mallory, id=checkout.id)
    assert models.Checkout.objects.get().user.email == eve.email


def test_nobody_attaches_a_checkout_to_somebody_else(checkout: Checkout) -> None:
    ada = shop_customer()
    mallory = shop_customer_token(shop_customer("mallory@client.example"))
    ask_refused(ATTACH, token=mallory, id=checkout.id, customer=ada.id)
    ask_refused(ATTACH, id=checkout.id)
    assert models.Checkout.objects.get().user is None


def test_paid_by_an_app_it_becomes_an_order(checkout: Checkout, payments: str) -> None:
    paid = ask(PAY, token=payments, id=checkout.id, transaction=charge("120.00"))
    transaction = paid["transactionCreate"]["transaction"]
    assert transaction["chargedAmount"] == {"amount": 120.0, "currency": "EUR"}
    assert transaction["checkout"]["chargeStatus"] == "FULL"
    first = ask(COMPLETE, id=checkout.id)["checkoutComplete"]
    assert (first["errors"], first["confirmationNeeded"]) == ([], False)
    assert (first["order"]["isPaid"], first["order"]["chargeStatus"]) == (True, "FULL")
    assert ask(COMPLETE, id=checkout.id)["checkoutComplete"] == first
    assert ask("query($id: ID!) { checkout(id: $id) { id } }", id=checkout.id)["checkout"] is None


def test_a_transaction_on_an_order_pays_it(checkout: Checkout, payments: str) -> None:
    models.Checkout.objects.update(paid_minor=120_00)
    order = ask(COMPLETE, id=checkout.id)["checkoutComplete"]["order"]
    models.Order.objects.update(paid_minor=0)
    part = ask(PAY, token=payments, id=order["id"], transaction=charge("20"))["transactionCreate"]
    assert part["transaction"]["order"]["isPaid"] is False
    over = ask(PAY, token=payments, id=order["id"], transaction=charge("101", "pi_2"))
    assert [error["code"] for error in over["transactionCreate"]["errors"]] == ["INVALID"]
    rest = ask(PAY, token=payments, id=order["id"], transaction=charge("100", "pi_2"))
    assert rest["transactionCreate"]["transaction"]["order"]["isPaid"] is True


def test_only_who_handles_payments_may_say_that_something_was_paid(checkout: Checkout) -> None:
    outsiders = [
        None,
        shop_customer_token(shop_customer()),
        shop_staff(["MANAGE_ORDERS", "MANAGE_PRODUCTS", "MANAGE_USERS"])[1],
        shop_app(["MANAGE_ORDERS"])[1],
    ]
    for token in outsiders:
        message = ask_refused(PAY, token=token, id=checkout.id, transaction=charge(120))
        assert "HANDLE_PAYMENTS" in message
    assert not models.CheckoutPayment.objects.exists()


@pytest.mark.parametrize(
    ("transaction", "field", "code"),
    [
        (charge("120", currency="USD"), "amount", "INCORRECT_CURRENCY"),
        (charge("0"), "amount", "INVALID"),
        (charge("0.001"), "amountCharged", "INVALID"),
        (charge("120", reference=""), "reference", "INVALID"),
        ({"pspReference": "pi_1"}, "amountCharged", "INVALID"),
    ],
)
def test_a_malformed_transaction_records_nothing(
    checkout: Checkout, payments: str, transaction: dict[str, Any], field: str, code: str
) -> None:
    payload = ask(PAY, token=payments, id=checkout.id, transaction=transaction)
    (error,) = payload["transactionCreate"]["errors"]
    assert (error["field"], error["code"]) == (field, code)
    assert not models.CheckoutPayment.objects.exists()


def test_a_reference_reused_for_another_amount_is_not_unique(
    checkout: Checkout, payments: str
) -> None:
    ask(PAY, token=payments, id=checkout.id, transaction=charge(50))
    payload = ask(PAY, token=payments, id=checkout.id, transaction=charge(60))
    assert [error["code"] for error in payload["transactionCreate"]["errors"]] == ["UNIQUE"]


class Gate(NoHooks):
    def preprocess_order_creation(self, checkout: Checkout) -> None:
        raise CommerceError(CommerceErrorCode.TERMS_NOT_ACCEPTED, "Accept the terms first.")

    payment_initialize = preprocess_order_creation


def test_the_gates_message_reaches_the_client_in_a_code_that_saleor_has(
    checkout: Checkout, payments: str, install: Install
) -> None:
    install(Gate())
    refusal = [{"field": None, "message": "Accept the terms first.", "code": "GRAPHQL_ERROR"}]
    paid = ask(PAY, token=payments, id=checkout.id, transaction=charge(120))["transactionCreate"]
    assert paid == {"transaction": None, "errors": refusal}
    assert not models.CheckoutPayment.objects.exists()
    models.Checkout.objects.update(paid_minor=120_00)
    completed = ask(COMPLETE, id=checkout.id)["checkoutComplete"]
    assert (completed["order"], completed["errors"]) == (None, refusal)
    assert not models.Order.objects.exists()


def test_what_is_missing_is_said(product: Product) -> None:
    bare = create(product)["checkout"]["id"]
    steps = [
        ("EMAIL_NOT_SET", lambda: ask(EMAIL, id=bare, email="ada@client.example")),
        ("BILLING_ADDRESS_NOT_SET", lambda: ask(ADDRESS_UPDATE, id=bare, address=ADA)),
        ("CHECKOUT_NOT_FULLY_PAID", lambda: models.Checkout.objects.update(paid_minor=120_00)),
    ]
    for code, mend in steps:
        payload = ask(COMPLETE, id=bare)["checkoutComplete"]
        assert [error["code"] for error in payload["errors"]] == [code]
        mend()
    assert ask(COMPLETE, id=bare)["checkoutComplete"]["order"]


def test_a_completed_checkout_cannot_be_changed(product: Product, checkout: Checkout) -> None:
    models.Checkout.objects.update(paid_minor=120_00)
    ask(COMPLETE, id=checkout.id)
    done = ask(LINES_ADD, id=checkout.id, lines=[line(product)])["done"]
    assert [error["code"] for error in done["errors"]] == ["NOT_FOUND"]
    assert models.CheckoutLine.objects.get().quantity == 1
