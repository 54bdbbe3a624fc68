"""A minor version of the terms leaves an acceptance standing; what it says is what was shown."""

from __future__ import annotations

from dataclasses import replace

import pytest
from checkout_examples import accept, bought, cart, fingerprint, now_of, product_with_terms
from django.db import connection
from django.test.utils import CaptureQueriesContext
from factories.agreements import version_published
from factories.contracts import PRODUCT_BODY, terms_published
from factories.database import refused
from factories.ledger import acceptance_entry, personal_of
from factories.shop import shop_product

from saleor_coaching_plugin.checkout.errors import CheckoutErrorCode
from saleor_coaching_plugin.checkout.fingerprint import fingerprint_of
from saleor_coaching_plugin.checkout.gate import checkout_gate
from saleor_coaching_plugin.checkout.required import terms_required
from saleor_coaching_plugin.checkout.selectors import acceptance_of
from saleor_coaching_plugin.commerce.port import Checkout
from saleor_coaching_plugin.terms.models import AssignmentKind, ContractTerms
from saleor_coaching_plugin.terms.services import terms_assign

pytestmark = pytest.mark.django_db
TOUCHED_UP = PRODUCT_BODY + " Spelled right."


@pytest.fixture
def terms() -> ContractTerms:
    return terms_published(PRODUCT_BODY)


@pytest.fixture
def checkout(terms: ContractTerms) -> Checkout:
    return cart(product_with_terms(terms=terms))


def renamed(checkout: Checkout, name: str) -> Checkout:
    lines = tuple(replace(line, product_name=name) for line in checkout.lines)
    return replace(checkout, lines=lines)


@pytest.mark.usefixtures("committed_db")  # the shop tells its hooks after commit
def test_a_minor_version_between_acceptance_and_payment_does_not_ask_again(
    checkout: Checkout, terms: ContractTerms
) -> None:
    shown = terms_required(checkout).texts[0].html
    acceptance = accept(checkout)
    version_published(terms, TOUCHED_UP, material=False)
    checkout_gate(now_of(checkout))
    order = bought(checkout)
    acceptance.refresh_from_db()
    assert acceptance.order_id == order.id
    assert [text["html"] for text in acceptance.texts] == [shown]
    assert [text["text"] for text in personal_of(acceptance_entry())["texts"]] == [shown]


def test_a_minor_version_of_a_minor_version_counts_for_the_same(
    checkout: Checkout, terms: ContractTerms
) -> None:
    version_published(terms, TOUCHED_UP, material=False)
    accept(checkout)
    version_published(terms, TOUCHED_UP + "!", material=False)
    checkout_gate(now_of(checkout))


def test_a_material_version_after_a_minor_one_asks_again(
    checkout: Checkout, terms: ContractTerms
) -> None:
    accept(checkout)
    version_published(terms, TOUCHED_UP, material=False)
    version_published(terms, TOUCHED_UP, material=True)
    with refused(CheckoutErrorCode.TERMS_STALE, None):
        checkout_gate(now_of(checkout))


@pytest.mark.parametrize("later", [False, True])
def test_a_changed_value_voids_it_whatever_version_it_was(
    checkout: Checkout, terms: ContractTerms, later: bool
) -> None:
    accept(checkout)
    if later:
        version_published(terms, "This text names no product.", material=False)
    with refused(CheckoutErrorCode.TERMS_STALE, None):
        checkout_gate(renamed(now_of(checkout), "Another book"))


def test_the_newest_text_is_shown_and_only_that_can_be_accepted(
    checkout: Checkout, terms: ContractTerms
) -> None:
    seen = fingerprint(checkout)
    version_published(terms, TOUCHED_UP, material=False)
    with refused(CheckoutErrorCode.TERMS_STALE, "fingerprint", saying="as they are now"):
        accept(checkout, fingerprint=seen)
    acceptance = accept(checkout)
    assert "Spelled right." in acceptance.texts[0]["html"]


def test_what_was_accepted_before_a_minor_version_is_told_as_accepted(
    checkout: Checkout, terms: ContractTerms
) -> None:
    acceptance = accept(checkout)
    version_published(terms, TOUCHED_UP, material=False)
    required = terms_required(now_of(checkout))
    assert required.fingerprint != acceptance.fingerprint
    assert acceptance_of(checkout.id, required.binding) == acceptance


@pytest.mark.parametrize(
    ("before", "after"), [(PRODUCT_BODY, "The same for all."), ("The same for all.", PRODUCT_BODY)]
)
def test_texts_that_now_read_the_same_or_no_longer_do_count_as_before(
    before: str, after: str
) -> None:
    terms = terms_published(before)
    products = [product_with_terms("Workbook", terms=terms), shop_product("Pen", 1_00)]
    terms_assign(terms_id=terms.id, kind=AssignmentKind.PRODUCT, object_id=products[1].id)
    checkout = cart(*products)
    accept(checkout)
    version_published(terms, after, material=False)
    checkout_gate(now_of(checkout))


def test_the_gate_asks_no_more_of_the_database_for_a_minor_version(
    checkout: Checkout, terms: ContractTerms
) -> None:
    accept(checkout)
    with CaptureQueriesContext(connection) as before:
        checkout_gate(checkout)
    version_published(terms, TOUCHED_UP, material=False)
    with CaptureQueriesContext(connection) as after:
        checkout_gate(checkout)
    assert len(after) == len(before)


def test_what_was_accepted_while_every_version_was_material_counts_on(checkout: Checkout) -> None:
    """Migration 0006 takes over the fingerprints of that time: of the cart with its texts."""
    acceptance = accept(checkout)
    cart_then = {name: value for name, value in acceptance.cart.items() if name != "words"}
    assert acceptance.binding == fingerprint_of(cart_then)
