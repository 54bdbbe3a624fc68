"""No order while the terms are not accepted for this very cart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from checkout_examples import accept, cart, fingerprint, now_of, pay, product_with_terms
from django.db import connection
from django.test.utils import CaptureQueriesContext
from factories.agreements import version_published
from factories.contracts import PRODUCT_BODY, terms_published
from factories.database import refused
from factories.shop import shop_product, shop_voucher

from saleor_coaching_plugin.checkout.errors import CheckoutErrorCode
from saleor_coaching_plugin.checkout.fingerprint import cart_of, fingerprint_of
from saleor_coaching_plugin.checkout.gate import checkout_gate
from saleor_coaching_plugin.checkout.required import terms_required
from saleor_coaching_plugin.commerce.current import commerce
from saleor_coaching_plugin.commerce.port import Checkout, Product
from saleor_coaching_plugin.core.money import Money
from saleor_coaching_plugin.sandbox.shop import cart_edit, models
from saleor_coaching_plugin.sandbox.shop.catalogue_edit import variant_price
from saleor_coaching_plugin.sandbox.shop.ids import Kind, global_id, pk_of
from saleor_coaching_plugin.terms.models import AssignmentKind, ContractTerms
from saleor_coaching_plugin.terms.services import terms_assign

pytestmark = pytest.mark.django_db


@pytest.fixture
def terms() -> ContractTerms:
    return terms_published(PRODUCT_BODY)


@pytest.fixture
def product(terms: ContractTerms) -> Product:
    return product_with_terms(terms=terms)


def price_to(product: Product, minor: int) -> None:
    channel = models.Channel.objects.get(slug=product.channel)
    variant_price(
        variant_id=product.variants[0].id,
        prices={global_id(Kind.CHANNEL, channel.pk): Money(minor, "EUR").amount},
    )


CHANGES: dict[str, Callable[[Checkout, Product, ContractTerms], Any]] = {
    "price": lambda checkout, product, terms: price_to(product, 50_00),
    "quantity": lambda checkout, product, terms: cart_edit.cart_lines_update(
        pk_of(checkout.id, Kind.CHECKOUT), {product.variants[0].id: 2}
    ),
    "another line": lambda checkout, product, terms: cart_edit.cart_lines_add(
        pk_of(checkout.id, Kind.CHECKOUT), {shop_product("Pen", 1_00).variants[0].id: 1}
    ),
    "voucher": lambda checkout, product, terms: cart_edit.cart_voucher_set(
        pk_of(checkout.id, Kind.CHECKOUT), shop_voucher()
    ),
    "language": lambda checkout, product, terms: models.Checkout.objects.update(language="de"),
    "a new version of the terms": lambda checkout, product, terms: version_published(
        terms, PRODUCT_BODY
    ),
    "more terms": lambda checkout, product, terms: terms_assign(
        terms_id=terms_published("More").id, kind=AssignmentKind.PRODUCT, object_id=product.id
    ),
}


@pytest.mark.parametrize("what", list(CHANGES))
def test_a_change_voids_the_acceptance_until_it_is_given_anew(
    what: str, product: Product, terms: ContractTerms
) -> None:
    checkout = cart(product)
    accept(checkout)
    checkout_gate(now_of(checkout))
    before = fingerprint(checkout)
    CHANGES[what](checkout, product, terms)
    assert fingerprint(checkout) != before
    with refused(CheckoutErrorCode.TERMS_STALE, None, saying="changed since they were accepted"):
        checkout_gate(now_of(checkout))
    accept(checkout)
    checkout_gate(now_of(checkout))


def test_going_back_to_the_accepted_cart_needs_no_new_acceptance(product: Product) -> None:
    checkout = cart(product)
    accept(checkout)
    price_to(product, 50_00)
    price_to(product, 49_00)
    checkout_gate(now_of(checkout))


def test_currency_channel_and_checkout_are_part_of_the_fingerprint(product: Product) -> None:
    checkout = cart(product)
    digests = {
        fingerprint_of(cart_of(each, [("v", "0")]))
        for each in (
            checkout,
            replace(checkout, id="other"),
            replace(checkout, channel="other"),
            replace(checkout, total=Money(checkout.total.minor, "USD")),
            replace(checkout, total=Money(checkout.total.minor + 1, "EUR")),
        )
    }
    assert len(digests) == 5
    assert fingerprint_of(cart_of(checkout, [("v", "0")])) in digests
    assert fingerprint_of(cart_of(checkout, [("v", "1")])) not in digests


def test_lines_and_texts_in_another_order_are_the_same_cart(product: Product) -> None:
    checkout = cart(product, shop_product("Pen", 1_00))
    turned = replace(checkout, lines=checkout.lines[::-1])
    assert cart_of(checkout, [("a", "1"), ("b", "2")]) == cart_of(turned, [("b", "2"), ("a", "1")])


def test_a_checkout_without_acceptance_makes_no_order_even_when_paid(product: Product) -> None:
    checkout = cart(product)
    pay(checkout)
    with refused(CheckoutErrorCode.TERMS_NOT_ACCEPTED, None, saying="checkoutTermsAccept"):
        commerce().checkout_complete(checkout.id)
    accept(checkout)
    assert commerce().checkout_complete(checkout.id).is_paid


def test_another_checkouts_acceptance_does_not_count(product: Product) -> None:
    accept(cart(product))
    other = cart(product)
    with refused(CheckoutErrorCode.TERMS_NOT_ACCEPTED, None):
        checkout_gate(other)


def test_products_without_terms_pass_freely() -> None:
    checkout = cart(shop_product("Pen", 1_00))
    assert terms_required(checkout).texts == ()
    checkout_gate(checkout)


def test_two_products_with_terms_of_their_own_ask_for_both(product: Product) -> None:
    other = product_with_terms("Course", 10_00, terms=terms_published("Only {{ coach.name }}"))
    required = terms_required(cart(product, other))
    assert sorted(text.product_names for text in required.texts) == [("Course",), ("Workbook",)]
    assert len({consent.key for consent in required.consents}) == 2


def test_one_text_filled_in_differently_is_a_text_for_each_product(
    product: Product, terms: ContractTerms
) -> None:
    required = terms_required(cart(product, product_with_terms("Course", 10_00, terms=terms)))
    assert [text.html for text in required.texts] == [
        "<p>You buy <strong>Workbook</strong> for &#8364;49.00.</p>\n",
        "<p>You buy <strong>Course</strong> for &#8364;10.00.</p>\n",
    ]
    assert [consent.key for consent in required.consents] == ["terms-1", "terms-2"]


def test_one_text_that_reads_alike_is_asked_for_once() -> None:
    terms = terms_published("By {{ coach.name }}")
    products = [product_with_terms(name, 1_00, terms=terms) for name in ("A", "B")]
    [text] = terms_required(cart(*products)).texts
    assert text.product_names == ("A", "B")


def test_a_products_name_is_text_in_the_terms(terms: ContractTerms) -> None:
    product = product_with_terms("# **x** <script>", 1_00, terms=terms)
    [text] = terms_required(cart(product)).texts
    assert "You buy <strong># **x** &lt;script&gt;</strong>" in text.html


def test_text_and_words_come_in_the_language_of_the_checkout(
    product: Product, terms: ContractTerms
) -> None:
    version_published(terms, "Sie kaufen {{ product.name }} für {{ product.price }}", language="de")
    required = terms_required(cart(product, language="de-AT"))
    assert required.wording.language == "de"
    assert "Sie kaufen Workbook f&#252;r &#8364;" in required.texts[0].html
    assert required.texts[0].language == "de"


def test_many_lines_cost_as_many_queries_as_one(terms: ContractTerms) -> None:
    products = [product_with_terms(f"P{number}", 1_00, terms=terms) for number in range(6)]
    counts = []
    for checkout in (cart(products[0]), cart(*products)):
        with CaptureQueriesContext(connection) as queries:
            terms_required(checkout)
        counts.append(len(queries))
    assert counts[0] == counts[1]
