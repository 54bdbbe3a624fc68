"""Webhooks whose subscription selects our fields, by Saleor's own generator of payloads."""

from __future__ import annotations

from typing import Any

import pytest
from saleor.app.models import App
from saleor.graphql.webhook.subscription_payload import (
    generate_payload_from_subscription,
    generate_payload_promise_from_subscription,
    initialize_request,
)
from saleor.order.models import Order
from saleor_agreements import agreed, agreement_sent, office, terms_on
from saleor_checkout import accept, cart, complete, pay
from saleor_seats import GRACE, PAYER, bought, course, worked
from saleor_shop import SaleorShop, global_id

from saleor_coaching_plugin.core.outbox.relay import relay_due

ORDER = """subscription { event { ... on OrderCreated { order { number
    acceptedTerms { texts { title } } clientAgreement { number }
    clientInvoices { status } } } } }"""
PRODUCT = """subscription { event { ... on ProductUpdated { product { name
    contractTerms { title } } } } }"""
USER = """subscription { event { ... on CustomerUpdated { user { email
    clientAgreements { number } productPurchases { productName } } } } }"""
SEATS = """subscription { event { ... on OrderFullyPaid { order {
    seatGroups { title payerEmail seats { status participant { email } } } } } } }"""


def payloads(app: App, event: str, row: Any, query: str) -> dict[str, Any]:
    """What the app is sent, in both of Saleor's ways to make it."""
    made = generate_payload_from_subscription(
        event, row, query, initialize_request(app=app, event_type=event)
    )
    promised = generate_payload_promise_from_subscription(
        event, row, query, initialize_request(app=app, event_type=event)
    ).get()
    assert made == promised
    assert made
    return made


@pytest.fixture
def shop_app(saleor: SaleorShop) -> App:
    return saleor.app(["MANAGE_ORDERS", "MANAGE_PRODUCTS", "MANAGE_USERS"])


def test_a_new_order_tells_what_its_buyer_agreed_to(saleor: SaleorShop, shop_app: App) -> None:
    product = saleor.product("Workbook")
    terms_on(office(saleor), global_id(product))
    checkout_id = cart(saleor, product)
    accept(checkout_id)
    pay(saleor, checkout_id, "120.00")
    number = complete(checkout_id)["order"]["number"]
    relay_due()
    order = Order.objects.get(number=number)
    assert payloads(shop_app, "order_created", order, ORDER)["order"] == {
        "number": number,
        "acceptedTerms": {"texts": [{"title": "Terms of purchase"}]},
        "clientAgreement": None,
        "clientInvoices": [],
    }


def test_a_new_order_tells_the_agreement_that_it_comes_from(
    saleor: SaleorShop, shop_app: App
) -> None:
    sent, _ = agreed(saleor, office(saleor), "sam@client.example")
    payload = payloads(shop_app, "order_created", Order.objects.get(), ORDER)
    assert payload["order"]["clientAgreement"] == {"number": sent.number}
    assert payload["order"]["clientInvoices"] == [{"status": "OPEN"}, {"status": "PLANNED"}]


def test_a_paid_order_tells_its_seats_to_who_may_see_them(
    saleor: SaleorShop, shop_app: App
) -> None:
    bought(saleor, course(saleor), quantity=2, people=[GRACE])
    order = Order.objects.get()
    before = payloads(shop_app, "order_fully_paid", order, SEATS)
    assert before["order"] == {"seatGroups": []}  # they open a moment later
    worked()
    (group,) = payloads(shop_app, "order_fully_paid", order, SEATS)["order"]["seatGroups"]
    assert (group["title"], group["payerEmail"]) == ("Team course", PAYER)
    assert group["seats"] == [
        {"status": "INVITED", "participant": {"email": GRACE["email"]}},
        {"status": "FREE", "participant": None},
    ]
    other = payloads(saleor.app(["MANAGE_PRODUCTS"]), "order_fully_paid", order, SEATS)
    assert other["order"] == {"seatGroups": None}


def test_an_app_is_told_only_what_it_may_see(saleor: SaleorShop) -> None:
    order = Order.objects.create(
        channel=saleor.channel, status="unfulfilled", lines_count=0, currency="EUR"
    )
    payload = payloads(saleor.app(["MANAGE_PRODUCTS"]), "order_created", order, ORDER)
    assert payload["order"]["acceptedTerms"] is None
    codes = {error["extensions"]["exception"]["code"] for error in payload["errors"]}
    assert codes == {"PermissionDenied"}


def test_a_changed_product_tells_its_terms(
    saleor: SaleorShop, shop_app: App, settings: Any
) -> None:
    """Such an event is of no channel, so the default one counts."""
    settings.COACHING_DEFAULT_CHANNEL = saleor.channel.slug
    product = saleor.product("Workbook")
    terms_on(office(saleor), saleor.channel.slug, "CHANNEL")
    assert payloads(shop_app, "product_updated", product, PRODUCT)["product"] == {
        "name": "Workbook",
        "contractTerms": [{"title": "Terms of purchase"}],
    }


def test_a_changed_customer_tells_what_they_have(saleor: SaleorShop, shop_app: App) -> None:
    customer = saleor.customer()
    sent = agreement_sent(saleor, office(saleor), saleor.product(), customer.email)
    assert payloads(shop_app, "customer_updated", customer, USER)["user"] == {
        "email": customer.email,
        "clientAgreements": [{"number": sent.number}],
        "productPurchases": [],
    }
