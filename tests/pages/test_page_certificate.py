"""What clients and buyers accepted: text and proof, as a page and a PDF, for them alone."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from factories.agreements import agreement_accepted
from factories.contracts import SAM
from factories.late_terms import accept_late, order_terms_asked, ordered, token_queued, under_terms
from factories.ledger import acceptance_entry
from factories.pdf import needs_pdf, pdf_text
from factories.shop import shop_product
from page_browser import logged_in
from page_examples import PREFIX
from page_rows import rows

from saleor_coaching_plugin.checkout.models import CheckoutAcceptance, Purchase
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.core.outbox.relay import relay_due
from saleor_coaching_plugin.evidence.models import Certificate
from saleor_coaching_plugin.evidence.numbers import certificate_number

pytestmark = pytest.mark.django_db
PORTAL = f"{PREFIX}portal/"


@pytest.fixture
def sam(db: None) -> Client:
    return logged_in(SAM.email)


def agreement_page() -> str:
    agreement, _ = agreement_accepted(now=utc_now() - timedelta(minutes=1))
    relay_due()
    return f"{PORTAL}agreements/{agreement.parties.get().id}/"


def purchase_made() -> Purchase:
    """By ada, with terms that she accepted."""
    order = ordered(under_terms(shop_product("Workbook", 49_00)))
    accept_late(order_terms_asked(order), token=token_queued())
    relay_due()
    return Purchase.objects.get()


def purchase_page(purchase: Purchase) -> str:
    return f"{PORTAL}purchases/{purchase.id}/"


@needs_pdf
def test_an_agreements_certificate_is_downloaded_as_it_was_mailed(sam: Client) -> None:
    page = agreement_page()
    assert f'href="{page}certificate.pdf"' in sam.get(page).content.decode()
    response = sam.get(f"{page}certificate.pdf")
    assert response["Content-Type"] == "application/pdf"
    number = certificate_number(acceptance_entry().hash)
    assert response["Content-Disposition"] == f'attachment; filename="certificate-{number}.pdf"'
    assert response.content == bytes(Certificate.objects.get().content or b"")


def test_without_its_pdf_the_page_says_so_and_shows_all_the_same(sam: Client) -> None:
    page = agreement_page()
    Certificate.objects.update(content=None, made_at=None)
    html = sam.get(page).content.decode()
    assert "is not there yet" in html
    assert "certificate.pdf" not in html
    assert acceptance_entry().hash in html
    assert sam.get(f"{page}certificate.pdf").status_code == 404


@needs_pdf
def test_a_buyer_finds_the_terms_that_were_accepted() -> None:
    purchase = purchase_made()
    page = purchase_page(purchase)
    buyer = logged_in(purchase.email)
    assert f'href="{page}"' in buyer.get(PORTAL).content.decode()
    response = buyer.get(page)
    articles = re.findall(rb"<article[^>]*>(.*?)</article>", response.content, re.DOTALL)
    acceptance = CheckoutAcceptance.objects.get()
    assert articles == [text["html"].encode() for text in acceptance.texts]
    assert acceptance_entry().hash in response.content.decode()
    pdf = buyer.get(f"{page}certificate.pdf").content
    assert f"Order {purchase.order_number}" in pdf_text(pdf)


def test_a_purchase_without_terms_has_no_such_page(sam: Client) -> None:
    purchase = Purchase.objects.create(
        order_id="1",
        order_number="17",
        order_line_id="1",
        product_id="1",
        product_name="Workbook",
        quantity=1,
        total_minor=49_00,
        currency="EUR",
        email=SAM.email,
    )
    assert purchase_page(purchase) not in sam.get(PORTAL).content.decode()
    assert sam.get(purchase_page(purchase)).status_code == 404


def test_anothers_agreement_and_purchase_are_not_found(grace: Client) -> None:
    for page in (agreement_page(), purchase_page(purchase_made())):
        before = rows()
        assert grace.get(page).status_code == 404
        assert grace.get(f"{page}certificate.pdf").status_code == 404
        assert Client().get(f"{page}certificate.pdf").status_code == 303
        assert rows() == before


def test_what_another_person_accepted_is_not_the_buyers_to_read() -> None:
    purchase = purchase_made()
    CheckoutAcceptance.objects.update(email="other@client.example")
    buyer = logged_in(purchase.email)
    assert purchase_page(purchase) not in buyer.get(PORTAL).content.decode()
    for path in ("", "certificate.pdf"):
        assert buyer.get(purchase_page(purchase) + path).status_code == 404


def test_a_download_changes_nothing(sam: Client) -> None:
    page = agreement_page()
    before = rows()
    sam.get(f"{page}certificate.pdf")
    assert rows() == before
