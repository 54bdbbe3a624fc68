"""The payer finds on an invoice what went back of it."""

from __future__ import annotations

import pytest
from django.test import Client
from factories.contracts import token_of
from factories.refunds import refund_owed
from page_examples import PREFIX, acceptance_typed, agreement_sent, invoice_issued

from saleor_coaching_plugin.billing.models import Invoice, Refund
from saleor_coaching_plugin.billing.services.seat_refund import refund_mark_sent
from saleor_coaching_plugin.core.clock import utc_now

pytestmark = pytest.mark.django_db


@pytest.fixture
def invoice() -> Invoice:
    agreement = agreement_sent()
    Client().post(f"{PREFIX}a/{token_of(agreement)}/accept/", acceptance_typed(agreement))
    agreement.refresh_from_db()
    return invoice_issued(agreement)


def shown(ada: Client, invoice: Invoice) -> str:
    response = ada.get(f"{PREFIX}portal/invoices/{invoice.id}/")
    assert response.status_code == 200
    return response.content.decode()


def test_invoice_shows_what_goes_back_and_when_it_went(ada: Client, invoice: Invoice) -> None:
    refund = refund_owed(invoice)
    html = shown(ada, invoice)
    for fact in ("Refunds", refund.number, "Family coaching, seat 1", "Not yet", "€750.00"):
        assert fact in html
    sent = refund_mark_sent(refund_id=refund.id, reference="transfer-7", now=utc_now())
    html = shown(ada, invoice)
    assert "Not yet" not in html
    assert f"{sent.sent_at:%-d %B %Y}</td><td>€750.00" in html


def test_invoice_without_refunds_has_no_word_of_them(ada: Client, invoice: Invoice) -> None:
    assert "Refund" not in shown(ada, invoice)
    assert not Refund.objects.exists()
