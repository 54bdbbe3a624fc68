"""The schema merged with a shop's own, behind one endpoint."""

from __future__ import annotations

from typing import Any

import pytest
from graphql_api import ask, code_of
from graphql_examples import (
    acceptance_given,
    agreement_accepted,
    checkout_with_terms,
    product_with_terms,
    purchase_made,
)

from saleor_coaching_plugin.checkout.handlers import acceptance_bind
from saleor_coaching_plugin.core.events import OrderCreated
from saleor_coaching_plugin.sandbox.shop.adapter import SandboxCommerce

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _merged_endpoint(_endpoint_alone: None, settings: Any) -> None:
    settings.ROOT_URLCONF = "saleor_coaching_plugin.sandbox.urls"


def test_a_shops_product_has_its_contract_terms() -> None:
    product = product_with_terms()
    query = """query($id: ID, $channel: String) { product(id: $id, channel: $channel) {
        name contractTerms { title versionNumber } } }"""
    assert ask(query, id=product.id, channel=product.channel) == {
        "name": "Workbook",
        "contractTerms": [{"title": "Coaching agreement", "versionNumber": 1}],
    }


def test_both_parts_refuse_in_the_same_way() -> None:
    assert code_of("{ channels { slug } }") == "PermissionDenied"
    assert code_of("{ sequences { totalCount } }") == "PermissionDenied"
    assert code_of("{ product { name } }") == "INVALID"


def test_a_shops_user_has_what_the_plugin_keeps_about_them(ada: str, grace: str) -> None:
    agreement = agreement_accepted()
    purchase_made()
    query = "{ me { email clientAgreements { number } productPurchases { productName } } }"
    assert ask(query, by=ada) == {
        "email": "ada@client.example",
        "clientAgreements": [{"number": agreement.number}],
        "productPurchases": [{"productName": "Workbook"}],
    }
    assert ask(query, by=grace) == {
        "email": "grace@client.example",
        "clientAgreements": [],
        "productPurchases": [],
    }


def test_a_shops_order_has_what_its_buyer_agreed_to(orders: str) -> None:
    checkout, shop = checkout_with_terms(), SandboxCommerce()
    acceptance_given(checkout)
    shop.checkout_record_payment(checkout.id, amount=checkout.total, reference="payment-1")
    order = shop.checkout_complete(checkout.id)
    acceptance_bind(OrderCreated(order_id=order.id))
    query = """query($id: ID!) { order(id: $id) {
        number acceptedTerms { texts { title } } clientAgreement { number } } }"""
    assert ask(query, by=orders, id=order.id) == {
        "number": order.number,
        "acceptedTerms": {"texts": [{"title": "Coaching agreement"}]},
        "clientAgreement": None,
    }
