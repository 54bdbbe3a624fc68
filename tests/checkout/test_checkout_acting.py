"""Somebody accepts the terms of a purchase for its buyer."""

from __future__ import annotations

from dataclasses import replace

import pytest
from checkout_examples import accept, cart, product_with_terms
from factories.contracts import BROWSER
from factories.database import refused
from factories.late_terms import accept_late, order_terms_asked, ordered, token_queued, under_terms
from factories.late_terms import workbook as product_new
from factories.ledger import acceptance_entry, facts_of, personal_of

from saleor_coaching_plugin.agreements.acting import ActingFor, Capacity, acting_in
from saleor_coaching_plugin.agreements.errors import AgreementErrorCode
from saleor_coaching_plugin.checkout.gate import checkout_gate
from saleor_coaching_plugin.commerce.port import Requestor, RequestorKind

pytestmark = pytest.mark.django_db
EVE = ActingFor(Capacity.REPRESENTATIVE, "Eve Navy", "Managing director of Example Ltd")
EVE_ACTS = replace(BROWSER, acting_for=EVE)
STAFF = Requestor(RequestorKind.STAFF, "1", "alex@coach.example")


def test_a_cart_accepted_for_its_buyer_passes_the_gate_under_a_kind_of_its_own() -> None:
    checkout = cart(product_with_terms())
    accept(checkout, act=EVE_ACTS)
    checkout_gate(checkout)
    entry = acceptance_entry()
    assert entry.kind == "checkout_terms_accepted_for_another"
    assert facts_of(entry)["acting"] == {"capacity": "representative"}
    assert personal_of(entry)["acting"] == {"name": EVE.name, "basis": EVE.basis}
    assert "Eve" not in entry.facts
    assert acting_in(entry) == EVE


def test_terms_accepted_late_for_the_buyer_are_a_kind_of_their_own() -> None:
    request = order_terms_asked(ordered(under_terms(product_new())))
    accepted = accept_late(request, token=token_queued(), act=EVE_ACTS)
    assert accepted.status == "accepted"
    assert acceptance_entry().kind == "order_terms_accepted_for_another"
    assert acting_in(acceptance_entry()) == EVE


def test_a_buyer_who_accepts_acts_for_nobody_else() -> None:
    accept(cart(product_with_terms()))
    assert acceptance_entry().kind == "checkout_terms_accepted"
    assert acting_in(acceptance_entry()) is None


def test_staff_are_nobodys_representative() -> None:
    checkout = cart(product_with_terms())
    request = order_terms_asked(ordered(under_terms(product_new())))
    act = replace(EVE_ACTS, requestor=STAFF)
    with refused(AgreementErrorCode.CLIENT_ONLY, None):
        accept(checkout, act=act)
    with refused(AgreementErrorCode.CLIENT_ONLY, None):
        accept_late(request, token=token_queued(), act=act)
