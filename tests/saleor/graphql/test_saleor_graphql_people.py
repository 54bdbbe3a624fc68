"""What Saleor's own Order and User get: whose it is, and what a list of them costs."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from saleor.account.models import User
from saleor.order.models import Order
from saleor.product.models import Product
from saleor_agreements import agreed, office, terms_on
from saleor_checkout import accept, cart, complete, pay
from saleor_shop import Api, SaleorShop, global_id

from saleor_coaching_plugin.core.outbox.relay import relay_due

ORDER = """query($id: ID!) { order(id: $id) { number
    acceptedTerms { fingerprint texts { title html versionNumber } }
    clientAgreement { number status title }
    clientInvoices { number status total { amount currency } }
    termsRequest { id } } }"""
ME = """{ me { email clientAgreements { number title }
    productPurchases { productName termsAccepted } } }"""
CUSTOMERS = """{ customers(first: 100) { edges { node { email
    clientAgreements { number title html evidenceHash }
    productPurchases { productName termsAccepted evidenceChain }
    sequenceEnrolments { id sequence { name } } } } } }"""
ORDERS = """{ orders(first: 100) { edges { node { number
    acceptedTerms { fingerprint evidenceChain texts { title } }
    clientAgreement { number evidenceHash }
    clientInvoices { number payments { id } }
    termsRequest { id } } } } }"""
FIELDS = [
    "acceptedTerms { fingerprint }",
    "clientAgreement { number }",
    "clientInvoices { id }",
    "termsRequest { id }",
]


@pytest.fixture
def sam(saleor: SaleorShop) -> User:
    return saleor.customer()


def bought(saleor: SaleorShop, customer: User, product: Product, number: int = 1) -> str:
    """Id of an order whose terms its buyer, who is logged in, accepted."""
    api = saleor.api_of(customer)
    checkout_id = cart(saleor, product, api=api, email=customer.email)
    accept(checkout_id)
    pay(saleor, checkout_id, "120.00", f"pay-{number}")
    order = complete(checkout_id, api)["order"]
    relay_due()
    return str(order["id"])


def test_buyer_staff_and_apps_see_what_was_agreed_to(saleor: SaleorShop, sam: User) -> None:
    product = saleor.product("Workbook")
    terms_on(office(saleor), global_id(product))
    order_id = bought(saleor, sam, product)
    for whom in (sam, saleor.staff(["MANAGE_ORDERS"]), saleor.app(["MANAGE_ORDERS"])):
        order = saleor.api_of(whom).data(ORDER, id=order_id)["order"]
        (text,) = order["acceptedTerms"]["texts"]
        assert (text["title"], text["versionNumber"]) == ("Terms of purchase", 1)
        assert "<strong>Workbook</strong>" in text["html"]
        assert order["clientAgreement"] is None
        assert order["clientInvoices"] == []
        assert order["termsRequest"] is None


def test_an_order_leads_to_its_agreement_and_its_invoices(saleor: SaleorShop, sam: User) -> None:
    api = office(saleor)
    sent, order_id = agreed(saleor, api, sam.email)
    order = api.data(ORDER, id=order_id)["order"]
    assert order["clientAgreement"] == {
        "number": sent.number,
        "status": "ACCEPTED",
        "title": "Contract",
    }
    first, second = order["clientInvoices"]
    assert first["number"]
    assert first["status"] == "OPEN"
    assert first["total"] == {"amount": 750.25, "currency": "EUR"}
    assert (second["number"], second["status"]) == (None, "PLANNED")
    own = saleor.api_of(sam).data(ORDER, id=order_id)["order"]
    assert own == {**order, "clientInvoices": [first]}


def test_another_customer_sees_nothing_of_it(saleor: SaleorShop, sam: User) -> None:
    api, product = office(saleor), saleor.product("Workbook")
    terms_on(api, global_id(product))
    grace = saleor.api_of(saleor.customer("grace@client.example"))
    for order_id in (bought(saleor, sam, product), agreed(saleor, api, sam.email)[1]):
        order = grace.data(ORDER, id=order_id)["order"]
        assert order.pop("number")
        assert order == {
            "acceptedTerms": None,
            "clientAgreement": None,
            "clientInvoices": [],
            "termsRequest": None,
        }


@pytest.mark.parametrize("field", FIELDS)
def test_nobody_else_may_ask(saleor: SaleorShop, sam: User, field: str) -> None:
    order_id = global_id(order_of(saleor, user=sam))
    others = ["MANAGE_PRODUCTS", "MANAGE_USERS"]
    query = f"query($id: ID!) {{ order(id: $id) {{ {field} }} }}"
    for whom in (None, saleor.staff(others), saleor.app(others)):
        answer = saleor.api_of(whom).post(query, id=order_id)
        (error,) = answer["errors"]
        assert error["extensions"]["exception"]["code"] == "PermissionDenied"
        assert list(answer["data"]["order"].values()) == [None]


def test_customers_have_their_own(saleor: SaleorShop, sam: User) -> None:
    api, product = office(saleor), saleor.product("Workbook")
    terms_on(api, global_id(product))
    bought(saleor, sam, product)
    sent, _ = agreed(saleor, api, sam.email)
    assert saleor.api_of(sam).data(ME)["me"] == {
        "email": sam.email,
        "clientAgreements": [{"number": sent.number, "title": "Contract"}],
        "productPurchases": [{"productName": "Workbook", "termsAccepted": True}],
    }
    grace = saleor.customer("grace@client.example")
    assert saleor.api_of(grace).data(ME)["me"] == {
        "email": grace.email,
        "clientAgreements": [],
        "productPurchases": [],
    }


def test_fields_of_a_user_ask_for_their_own_permissions(saleor: SaleorShop, sam: User) -> None:
    """Saleor's MANAGE_USERS lets staff see the user, not yet the agreements."""
    query = "query($id: ID!) { user(id: $id) { email %s } }"
    api = saleor.api_of(saleor.staff(["MANAGE_USERS"]))
    answer = api.post(query % "clientAgreements { number }", id=global_id(sam))
    assert [error["path"] for error in answer["errors"]] == [["user", "clientAgreements"]]
    assert answer["data"]["user"] == {"email": sam.email, "clientAgreements": None}
    allowed = "productPurchases { id } sequenceEnrolments { id }"
    assert api.data(query % allowed, id=global_id(sam))["user"] == {
        "email": sam.email,
        "productPurchases": [],
        "sequenceEnrolments": [],
    }
    (error,) = saleor.api_of(sam).post("{ me { sequenceEnrolments { id } } }")["errors"]
    assert error["extensions"]["exception"]["code"] == "PermissionDenied"


def test_five_of_them_cost_as_many_statements_as_one(saleor: SaleorShop) -> None:
    api, product = office(saleor), saleor.product("Workbook")
    terms_on(api, global_id(product))

    def more(number: int) -> None:
        customer = saleor.customer(f"sam{number}@client.example")
        bought(saleor, customer, product, number)
        agreed(saleor, api, customer.email, f"Coaching {number}")

    # Staff see the orders of their channels alone.
    app = saleor.api_of(saleor.app(["MANAGE_ORDERS", "MANAGE_USERS"]))
    more(1)
    one = [statements(app, query) for query in (ORDERS, CUSTOMERS)]
    for number in range(2, 6):
        more(number)
    five = [statements(app, query) for query in (ORDERS, CUSTOMERS)]
    assert five == one
    orders = app.data(ORDERS)["orders"]["edges"]
    assert sum(bool(edge["node"]["acceptedTerms"]) for edge in orders) == 5
    assert sum(bool(edge["node"]["clientAgreement"]) for edge in orders) == 5
    assert sum(bool(edge["node"]["clientInvoices"]) for edge in orders) == 5
    customers = app.data(CUSTOMERS)["customers"]["edges"]
    assert sum(bool(edge["node"]["clientAgreements"]) for edge in customers) == 5
    assert sum(bool(edge["node"]["productPurchases"]) for edge in customers) == 5


def order_of(saleor: SaleorShop, **values: Any) -> Order:
    """An order that the plugin has nothing to do with."""
    return Order.objects.create(
        **{"channel": saleor.channel, "lines_count": 0, "currency": "EUR", **values}
    )


def statements(api: Api, query: str) -> int:
    api.data(query)  # fills Saleor's caches
    with CaptureQueriesContext(connection) as captured:
        found = api.data(query)
    assert found
    return len(captured)


def test_a_draft_has_none_of_it(saleor: SaleorShop) -> None:
    draft = order_of(saleor, status="draft")
    found: dict[str, Any] = office(saleor).data(ORDER, id=global_id(draft))["order"]
    assert found["clientInvoices"] == []
    assert found["acceptedTerms"] is found["clientAgreement"] is None
