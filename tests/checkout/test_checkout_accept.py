"""Accepting a cart's terms: what counts, and what is written down."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from checkout_examples import accept, cart, fingerprint, product_with_terms
from factories.contracts import BROWSER, PRIVACY, PRODUCT_BODY, answers, terms_published
from factories.database import refused, rows
from factories.shop import shop_product
from factories.threads import at_once

from saleor_coaching_plugin.agreements.errors import AgreementErrorCode
from saleor_coaching_plugin.checkout.errors import CheckoutErrorCode
from saleor_coaching_plugin.checkout.models import CheckoutAcceptance
from saleor_coaching_plugin.checkout.services.accept import checkout_terms_accept
from saleor_coaching_plugin.checkout.services.acceptance import CheckoutConsent
from saleor_coaching_plugin.commerce.errors import CommerceErrorCode
from saleor_coaching_plugin.commerce.port import Checkout, Requestor, RequestorKind
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.evidence.ledger import ledger_export
from saleor_coaching_plugin.evidence.models import LedgerEntry
from saleor_coaching_plugin.evidence.verifier import bundle_faults
from saleor_coaching_plugin.sandbox.shop import models
from saleor_coaching_plugin.terms.consents import ConsentErrorCode

pytestmark = pytest.mark.django_db


@pytest.fixture
def checkout() -> Checkout:
    """Of a product whose terms ask for a box more."""
    return cart(product_with_terms(terms=terms_published(PRODUCT_BODY, consents=[PRIVACY])))


def test_accepting_twice_is_one_row_and_one_entry(checkout: Checkout) -> None:
    first = accept(checkout)
    before = rows()
    assert accept(checkout) == first
    assert rows() == before
    assert (CheckoutAcceptance.objects.count(), LedgerEntry.objects.count()) == (1, 1)


def test_row_and_ledger_say_what_was_agreed_to(checkout: Checkout) -> None:
    acceptance = accept(checkout)
    entry = LedgerEntry.objects.get()
    facts, personal = json.loads(entry.facts), json.loads(entry.personal.data)
    [text] = acceptance.texts
    assert (acceptance.email, acceptance.order_id) == ("ada@client.example", "")
    assert (entry.chain, entry.kind) == (f"checkout:{checkout.id}", "checkout_terms_accepted")
    assert facts["fingerprint"] == acceptance.fingerprint == fingerprint(checkout)
    assert facts["cart"] == acceptance.cart
    assert "By purchasing this product" in facts["statement"]
    assert [(each["key"], each["accepted"]) for each in facts["consents"]] == [
        ("terms-1", True),
        ("privacy-1", True),
    ]
    assert personal["texts"] == [
        {"title": text["title"], "sha256": text["sha256"], "text": text["html"]}
    ]
    assert "ada@client.example" not in entry.facts
    assert bundle_faults(ledger_export()) == []


@pytest.mark.parametrize("digest", ["", "0" * 64])
def test_a_stale_fingerprint_is_refused(checkout: Checkout, digest: str) -> None:
    with refused(CheckoutErrorCode.TERMS_STALE, "fingerprint", saying="as they are now"):
        accept(checkout, fingerprint=digest)


@pytest.mark.parametrize(
    ("consents", "code"),
    [
        ([], ConsentErrorCode.CONSENT_MISSING),
        (answers("terms-1"), ConsentErrorCode.CONSENT_MISSING),
        (answers("terms", "privacy"), ConsentErrorCode.CONSENT_UNKNOWN),
        (answers("terms-1", "privacy-1", pre_ticked=True), ConsentErrorCode.CONSENT_PRE_TICKED),
        (answers("terms-1", "privacy-1", accepted=False), ConsentErrorCode.CONSENT_MISSING),
    ],
)
def test_boxes_that_make_no_consent_are_refused(
    checkout: Checkout, consents: Any, code: Any
) -> None:
    with refused(code, "consents"):
        accept(checkout, consents=consents)


@pytest.mark.parametrize("kind", [RequestorKind.STAFF, RequestorKind.APP])
def test_staff_and_apps_never_act_in_a_buyers_name(checkout: Checkout, kind: RequestorKind) -> None:
    act = replace(BROWSER, requestor=Requestor(kind, "1"))
    with refused(AgreementErrorCode.CLIENT_ONLY, None):
        accept(checkout, act=act)


def test_a_cart_without_terms_has_nothing_to_accept() -> None:
    checkout = cart(shop_product("Pen", 1_00))
    with refused(CheckoutErrorCode.NOTHING_TO_ACCEPT, None):
        accept(checkout)


def test_an_unknown_checkout_is_not_found() -> None:
    with refused(CommerceErrorCode.NOT_FOUND, "id"):
        checkout_terms_accept(
            checkout_id="nothing", consent=CheckoutConsent("", []), act=BROWSER, now=utc_now()
        )


def test_a_checkout_without_an_address_cannot_accept(checkout: Checkout) -> None:
    models.Checkout.objects.update(email="")
    with refused("invalid", "email"):
        accept(checkout)


@pytest.mark.usefixtures("committed_db")
def test_many_clicks_at_once_are_one_acceptance() -> None:
    checkout = cart(product_with_terms())
    answered = at_once(20, lambda _: accept(checkout))
    assert {type(answer) for answer in answered} == {CheckoutAcceptance}, answered
    assert len({answer.id for answer in answered}) == 1
    assert LedgerEntry.objects.count() == 1
