"""Certificates: staff read them by entry, clients learn the number and where the PDF is."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from factories.late_terms import accept_late, order_terms_asked, ordered, token_queued, under_terms
from factories.ledger import acceptance_entry
from factories.pdf import needs_pdf
from factories.shop import shop_product
from graphql_api import ask, code_of
from graphql_examples import agreement_accepted

from saleor_coaching_plugin.checkout.models import Purchase
from saleor_coaching_plugin.core.links import page_url
from saleor_coaching_plugin.core.outbox.relay import relay_due
from saleor_coaching_plugin.evidence.models import Certificate
from saleor_coaching_plugin.evidence.numbers import certificate_number

pytestmark = pytest.mark.django_db
STAFF = """query($chain: String!, $position: Int!) {
    evidenceCertificate(chain: $chain, position: $position) {
        number owedAt madeAt sha256 lacks lastError attempts dueAt pdf } }"""
CLIENT = "{ clientPortal { agreements { certificateNumber certificateUrl } } }"
BUYER = "{ clientPortal { purchases { certificateNumber certificateUrl } } }"


def of_entry(**changes: Any) -> dict[str, Any]:
    entry = acceptance_entry()
    return {"chain": entry.chain, "position": entry.position} | changes


@needs_pdf
def test_staff_read_the_certificate_of_an_entry(orders: str) -> None:
    agreement_accepted()
    relay_due()
    certificate = Certificate.objects.get()
    shown = ask(STAFF, by=orders, **of_entry())
    assert base64.b64decode(shown.pop("pdf")) == bytes(certificate.content or b"")
    assert shown.pop("owedAt")
    assert shown.pop("madeAt")
    assert shown == {
        "number": certificate_number(acceptance_entry().hash),
        "sha256": certificate.sha256,
        "lacks": ["time_stamp"],
        "lastError": None,
        "attempts": 0,
        "dueAt": None,
    }


def test_staff_see_why_one_is_not_made(orders: str, settings: Any) -> None:
    agreement_accepted()
    settings.COACHING_PUBLIC_URL = f"https://coach.example/{'x' * 4000}"
    relay_due()
    shown = ask(STAFF, by=orders, **of_entry())
    assert (shown["madeAt"], shown["pdf"], shown["sha256"]) == (None, None, None)
    assert shown["lastError"]
    assert (shown["attempts"], shown["dueAt"] is None) == (1, False)


@pytest.mark.parametrize("changes", [{"position": 99}, {"position": -1}, {"chain": "none:1"}])
def test_what_has_no_certificate_is_not_found(changes: dict[str, Any], orders: str) -> None:
    agreement_accepted()
    relay_due()
    assert code_of(STAFF, by=orders, **of_entry(**changes)) == "NOT_FOUND"


@needs_pdf
def test_a_client_learns_number_and_address_once_it_is_made(ada: str) -> None:
    agreement = agreement_accepted()
    nothing = {"certificateNumber": None, "certificateUrl": None}
    assert ask(CLIENT, by=ada) == {"agreements": [nothing]}
    relay_due()
    party = agreement.parties.get()
    [shown] = ask(CLIENT, by=ada)["agreements"]
    assert shown == {
        "certificateNumber": certificate_number(acceptance_entry().hash),
        "certificateUrl": page_url(f"portal/agreements/{party.id}/certificate.pdf"),
    }


@needs_pdf
def test_a_buyer_does_too(ada: str) -> None:
    order = ordered(under_terms(shop_product("Workbook", 49_00)))
    accept_late(order_terms_asked(order), token=token_queued())
    relay_due()
    purchase = Purchase.objects.get()
    [shown] = ask(BUYER, by=ada)["purchases"]
    assert shown == {
        "certificateNumber": certificate_number(acceptance_entry().hash),
        "certificateUrl": page_url(f"portal/purchases/{purchase.id}/certificate.pdf"),
    }


def test_a_purchase_without_terms_has_none(ada: str) -> None:
    Purchase.objects.create(
        order_id="1",
        order_number="17",
        order_line_id="1",
        product_id="1",
        product_name="Workbook",
        quantity=1,
        total_minor=49_00,
        currency="EUR",
        email="ada@client.example",
    )
    nothing = {"certificateNumber": None, "certificateUrl": None}
    assert ask(BUYER, by=ada) == {"purchases": [nothing]}
