"""Terms of a checkout, what a product starts, and purchases."""

from __future__ import annotations

from typing import Any

import pytest
from factories.ledger import facts_of
from factories.shop import shop_checkout, shop_customer, shop_customer_token, shop_product
from graphql_api import ask, code_of, do, errors_of, everything, post
from graphql_cases import CASES, setup_typed
from graphql_examples import checkout_with_terms, purchase_made, ticked

from saleor_coaching_plugin.checkout.gate import checkout_gate
from saleor_coaching_plugin.checkout.models import CheckoutAcceptance, ProductSetup
from saleor_coaching_plugin.commerce.port import Checkout
from saleor_coaching_plugin.evidence.models import LedgerEntry
from saleor_coaching_plugin.sandbox.shop.adapter import SandboxCommerce
from saleor_coaching_plugin.sandbox.shop.models import CheckoutLine
from saleor_coaching_plugin.terms.wording import wording_for

TERMS = """query($id: ID!) { checkoutTerms(checkoutId: $id) {
    fingerprint statement button accepted
    texts { title html sha256 language versionNumber productNames
            consents { key text required } } } }"""
ACCEPT = CASES["checkoutTermsAccept"].query

pytestmark = pytest.mark.django_db


def terms_of(checkout: Checkout, by: str | None = None) -> Any:
    return ask(TERMS, by=by, id=checkout.id)


def accept(checkout: Checkout, by: str | None = None) -> Any:
    shown = terms_of(checkout, by)
    keys = [consent["key"] for text in shown["texts"] for consent in text["consents"]]
    return do(
        ACCEPT,
        by=by,
        checkoutId=checkout.id,
        fingerprint=shown["fingerprint"],
        consents=[ticked(key) for key in keys],
        presentation={"component": "storefront", "version": "1.2"},
    )["acceptance"]


def test_a_buyer_sees_every_text_filled_in() -> None:
    shown = terms_of(checkout_with_terms())
    words = wording_for("en")
    (text,) = shown["texts"]
    assert (shown["statement"], shown["button"]) == (
        words.purchase_statement,
        words.purchase_button,
    )
    assert shown["accepted"] is False
    assert "<strong>Workbook</strong>" in text["html"]
    assert "49.00" in text["html"]
    assert text["productNames"] == ["Workbook"]
    assert (text["language"], text["versionNumber"]) == ("en", 1)
    assert [consent["key"] for consent in text["consents"]] == ["terms-1", "recording-1"]


def test_accepting_opens_the_gate_and_is_recorded() -> None:
    checkout = checkout_with_terms()
    acceptance = accept(checkout)
    checkout_gate(checkout)
    assert terms_of(checkout)["accepted"] is True
    stored = CheckoutAcceptance.objects.get()
    assert acceptance["fingerprint"] == stored.fingerprint
    shown_by = facts_of(LedgerEntry.objects.get())["presentation"]
    assert (shown_by["component"], shown_by["version"]) == ("storefront", "1.2")


def test_a_changed_cart_has_to_be_accepted_anew() -> None:
    checkout = checkout_with_terms()
    fingerprint = accept(checkout)["fingerprint"]
    CheckoutLine.objects.update(quantity=2)
    changed = SandboxCommerce().checkout_get(checkout.id)
    shown = terms_of(changed)
    assert shown["accepted"] is False
    assert shown["fingerprint"] != fingerprint
    old = {"checkoutId": checkout.id, "fingerprint": fingerprint, "consents": []}
    assert errors_of(ACCEPT, **old) == [("TERMS_STALE", "fingerprint")]


def test_a_cart_without_terms_has_nothing_to_accept() -> None:
    checkout = shop_checkout(shop_product())
    shown = terms_of(checkout)
    assert (shown["texts"], shown["accepted"]) == ([], True)
    refused = {"checkoutId": checkout.id, "fingerprint": shown["fingerprint"], "consents": []}
    assert errors_of(ACCEPT, **refused) == [("NOTHING_TO_ACCEPT", None)]


def test_an_unknown_checkout_is_not_found() -> None:
    answer = post(TERMS, id="Q2hlY2tvdXQ6MQ==")
    (error,) = answer["errors"]
    assert error["extensions"]["field"] == "checkoutId"
    assert error["extensions"]["exception"]["code"] == "NOT_FOUND"


def test_a_customers_checkout_is_no_other_customers(grace: str) -> None:
    ada = shop_customer("ada@client.example")
    checkout = checkout_with_terms(customer_id=ada.id)
    fingerprint = terms_of(checkout, by=shop_customer_token(ada))["fingerprint"]
    before = everything()
    variables = {"checkoutId": checkout.id, "fingerprint": fingerprint, "consents": []}
    for other in (grace, None):
        assert code_of(TERMS, by=other, id=checkout.id) == "CLIENT_ONLY"
        assert errors_of(ACCEPT, by=other, **variables) == [("CLIENT_ONLY", "checkoutId")]
    assert everything() == before
    assert accept(checkout, by=shop_customer_token(ada))


def test_what_a_product_starts_is_replaced_as_a_whole(products: str) -> None:
    update = CASES["productSetupUpdate"].query
    typed = setup_typed()
    assert do(update, by=products, **typed)["productSetup"] == typed
    query = "query($id: ID!) { productSetup(productId: $id) { sequenceId packetId thankYou } }"
    shown = ask(query, by=products, id=typed["productId"])
    assert shown == {key: typed[key] for key in ("sequenceId", "packetId", "thankYou")}
    do(update, by=products, productId=typed["productId"])
    nothing = {"sequenceId": None, "packetId": None, "thankYou": ""}
    assert ask(query, by=products, id=typed["productId"]) == nothing
    assert ProductSetup.objects.count() == 1
    assert ask(query, by=products, id="another") is None


def test_purchases_are_found_by_person_and_product(users: str) -> None:
    purchase_made(1, "ada@client.example", "product-1")
    purchase_made(2, "ada@client.example", "product-2")
    purchase_made(3, "grace@client.example", "product-1")
    query = """query($email: String, $product: ID) {
        productPurchases(email: $email, productId: $product) {
            edges { node { orderNumber total { amount currency } termsAccepted } } } }"""

    def found(**filters: Any) -> list[str]:
        page = ask(query, by=users, **filters)
        return sorted(edge["node"]["orderNumber"] for edge in page["edges"])

    assert found() == ["1", "2", "3"]
    assert found(email=" Ada@Client.example ") == ["1", "2"]
    assert found(product="product-1") == ["1", "3"]
    assert found(email="grace@client.example", product="product-2") == []
    node = ask(query, by=users, email="grace@client.example")["edges"][0]["node"]
    assert node["total"] == {"amount": "49.00", "currency": "EUR"}
    assert node["termsAccepted"] is False
