"""Accepting a cart's terms: what counts, and what is written down."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from checkout_examples import accept, cart, fingerprint, product_with_terms
from factories.contracts import BROWSER, PRIVACY, PRODUCT_BODY, answers, terms_published
from factories.database import refused, rows
from factories.ledger import facts_of, personal_of
from factories.shop import shop_product
from factories.threads import at_once

from saleor_coaching_plugin.agreements.errors import AgreementErrorCode
from saleor_coaching_plugin.checkout.errors import CheckoutErrorCode
from saleor_coaching_plugin.checkout.gate import checkout_gate
from saleor_coaching_plugin.checkout.models import CheckoutAcceptance
from saleor_coaching_plugin.checkout.services.accept import checkout_terms_accept
from saleor_coaching_plugin.checkout.services.acceptance import CheckoutConsent
from saleor_coaching_plugin.commerce.errors import CommerceErrorCode
from saleor_coaching_plugin.commerce.port import Checkout, Requestor, RequestorKind
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.evidence.bundle import bundle_make
from saleor_coaching_plugin.evidence.models import LedgerEntry
from saleor_coaching_plugin.evidence.verify.check import bundle_faults
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
    facts, personal = facts_of(entry), personal_of(entry)
    [text] = acceptance.texts
    assert (acceptance.email, acceptance.order_id) == ("ada@client.example", "")
    assert (entry.chain, entry.kind) == (f"checkout:{checkout.id}", "checkout_terms_accepted")
    assert facts["fingerprint"] == acceptance.fingerprint == fingerprint(checkout)
    assert personal["cart"] == acceptance.cart
    assert "By purchasing this product" in facts["statement"]
    assert [(each["key"], each["accepted"]) for each in facts["consents"]] == [
        ("terms", True),
        ("privacy", True),
    ]
    assert [each["key"] for each in facts["presentation"]["boxes"]] == ["terms-1", "privacy-1"]
    assert [each["sha256"] for each in facts["texts"]] == [text["sha256"]]
    assert [(each["title"], each["text"]) for each in personal["texts"]] == [
        (text["title"], text["html"])
    ]
    assert personal["texts"][0]["values"]["product"]["name"] == "Workbook"
    assert "ada@client.example" not in entry.facts
    assert bundle_faults(bundle_make()) == []


@pytest.mark.parametrize("digest", ["", "0" * 64])
def test_a_stale_fingerprint_is_refused(checkout: Checkout, digest: str) -> None:
    with refused(CheckoutErrorCode.TERMS_STALE, "fingerprint", saying="as they are now"):
        accept(checkout, fingerprint=digest)


@pytest.mark.parametrize("key", ["purchase_button", "purchase_statement", "consent_purchase"])
def test_words_that_changed_while_the_buyer_read_are_shown_anew(
    checkout: Checkout, settings: Any, key: str
) -> None:
    shown = fingerprint(checkout)
    settings.COACHING_WORDING = {"en": {key: "Other words"}}
    with refused(CheckoutErrorCode.TERMS_STALE, "fingerprint"):
        accept(checkout, fingerprint=shown)
    accept(checkout)
    facts = facts_of(LedgerEntry.objects.get())
    said = {facts["button"], facts["statement"], facts["consents"][0]["text"]}
    assert "Other words" in said


def test_what_was_accepted_passes_the_gate_whatever_the_words_become(
    checkout: Checkout, settings: Any
) -> None:
    accept(checkout)
    words = facts_of(LedgerEntry.objects.get())
    settings.COACHING_WORDING = {"en": {"purchase_button": "Yes", "consent_purchase": "Yes"}}
    checkout_gate(checkout)
    assert (words["button"], words["consents"][0]["text"]) == (
        "Agree and continue",
        "I have read these terms and agree to them.",
    )


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
