"""What a client finds in the client area, and that nobody else finds it."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from factories.contracts import token_of
from factories.ledger import acceptance_entry
from page_browser import logged_in
from page_examples import (
    ADA,
    FORM,
    PREFIX,
    acceptance_typed,
    agreement_sent,
    invoice_issued,
    packet_given,
)
from page_rows import rows

from saleor_coaching_plugin.agreements.models import ClientAgreement
from saleor_coaching_plugin.billing.models import Invoice
from saleor_coaching_plugin.billing.services.payment import invoice_record_payment
from saleor_coaching_plugin.checkout.models import Purchase
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.core.money import Money
from saleor_coaching_plugin.portal.models import PacketAssignment, PacketItemKind
from saleor_coaching_plugin.portal.services.packet import ItemContent
from saleor_coaching_plugin.sandbox.stripe_simulator import StripeSimulator

pytestmark = pytest.mark.django_db
HOME = f"{PREFIX}portal/"


@pytest.fixture
def accepted() -> ClientAgreement:
    """By Ada, on the page."""
    return accept(agreement_sent(instalments=3))


@pytest.fixture
def packet() -> PacketAssignment:
    return packet_given()


def accept(agreement: ClientAgreement) -> ClientAgreement:
    response = Client().post(
        f"{PREFIX}a/{token_of(agreement)}/accept/", acceptance_typed(agreement)
    )
    assert response.status_code == 303
    agreement.refresh_from_db()
    return agreement


def certificate_page(agreement: ClientAgreement) -> str:
    return f"{HOME}agreements/{agreement.parties.get().id}/"


def invoice_page(invoice: Invoice) -> str:
    return f"{HOME}invoices/{invoice.id}/"


def packet_page(packet: PacketAssignment) -> str:
    return f"{HOME}packets/{packet.id}/"


def item_page(packet: PacketAssignment, title: str) -> str:
    return f"{packet_page(packet)}items/{packet.packet.items.get(title=title).id}/"


def purchase() -> Purchase:
    return Purchase.objects.create(
        order_id="1",
        order_number="17",
        order_line_id="1",
        product_id="1",
        product_name="Workbook",
        quantity=1,
        total_minor=49_00,
        currency="EUR",
        email=ADA.email,
    )


def test_home_shows_agreements_invoices_packets_and_purchases(
    ada: Client, accepted: ClientAgreement, packet: PacketAssignment
) -> None:
    invoice = invoice_issued(accepted)
    purchase()
    html = ada.get(HOME).content.decode()
    for link in (certificate_page(accepted), invoice_page(invoice), packet_page(packet)):
        assert f'href="{link}"' in html
    for words in ("€500.00", "Open", "0 of 4 done", "Workbook", "€49.00", "Accepted"):
        assert words in html


def test_home_of_a_new_client_is_kindly_empty(grace: Client) -> None:
    assert "There is nothing here yet." in grace.get(HOME).content.decode()


def test_home_asks_to_use_the_mailed_link_for_what_is_not_decided(ada: Client) -> None:
    agreement = agreement_sent()
    html = ada.get(HOME).content.decode()
    assert "please open it with the newest link in your mail" in html
    assert token_of(agreement) not in html


def test_home_costs_the_same_number_of_queries_however_much_there_is(
    ada: Client, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(30) as few:
        ada.get(HOME)
    for _ in range(3):
        invoice_issued(accept(agreement_sent()))
        packet_given(name="Another")
    with django_assert_max_num_queries(30) as first:
        ada.get(HOME)
    for _ in range(3):
        invoice_issued(accept(agreement_sent()))
        packet_given(name="Another")
    with django_assert_max_num_queries(30) as second:
        ada.get(HOME)
    assert len(few) <= len(first) == len(second)


def test_certificate_shows_the_exact_text_and_the_ledgers_entry(
    ada: Client, accepted: ClientAgreement
) -> None:
    response = ada.get(certificate_page(accepted))
    html = response.content.decode()
    text = accepted.parties.get().texts.get()
    articles = re.findall(rb"<article[^>]*>(.*?)</article>", response.content, re.DOTALL)
    assert articles == [text.html.encode()]
    assert text.sha256 in html
    assert acceptance_entry().hash in html
    assert f"{accepted.accepted_at:%-d %B %Y, %H:%M:%S} UTC" in html


def test_agreement_that_is_not_accepted_has_no_certificate(ada: Client) -> None:
    assert ada.get(certificate_page(agreement_sent())).status_code == 404


def test_invoice_shows_parties_lines_total_and_how_to_pay(
    ada: Client, accepted: ClientAgreement
) -> None:
    invoice = invoice_issued(accepted)
    html = ada.get(invoice_page(invoice)).content.decode()
    for words in (
        f"Invoice {invoice.number}",
        "12 Harbour Lane, Bristol",
        "Ada Lovelace",
        "12 St James&#x27;s Square",
        "United Kingdom",
        "Six sessions, instalment 1 of 3",
        "€500.00",
        f"Due on {invoice.due_on:%-d %B %Y}",
        "IBAN GB33 BUKB 2020 1555 5555 55",
        f"Payment reference: {invoice.number}",
    ):
        assert words in html
    assert f"{invoice_page(invoice)}pay/" not in html


def test_paid_invoice_says_so_and_offers_nothing_to_pay(
    ada: Client, accepted: ClientAgreement, simulator: StripeSimulator
) -> None:
    invoice = invoice_issued(accepted)
    record_payment(invoice, 500_00)
    html = ada.get(invoice_page(invoice)).content.decode()
    assert "Paid on" in html
    assert "Still to pay" not in html
    assert f"{invoice_page(invoice)}pay/" not in html


def test_part_of_an_invoice_paid_leaves_the_rest(ada: Client, accepted: ClientAgreement) -> None:
    invoice = invoice_issued(accepted)
    record_payment(invoice, 200_00)
    html = ada.get(invoice_page(invoice)).content.decode()
    assert "€200.00" in html
    assert re.search(r"Still to pay.*€300\.00", html, re.DOTALL)


def record_payment(invoice: Invoice, minor: int) -> None:
    invoice_record_payment(
        invoice_id=invoice.id,
        amount=Money(minor, "EUR"),
        reference="bank 1",
        method="offline",
        now=utc_now(),
    )


def test_overdue_invoice_says_so(ada: Client, accepted: ClientAgreement) -> None:
    month_ago = utc_now() - timedelta(days=30)
    ClientAgreement.objects.filter(id=accepted.id).update(sent_at=month_ago, accepted_at=month_ago)
    invoice = invoice_issued(accepted)
    assert "Overdue since" in ada.get(invoice_page(invoice)).content.decode()
    assert "Overdue" in ada.get(HOME).content.decode()


def test_paying_an_invoice_leads_to_the_gateways_page(
    ada: Client, accepted: ClientAgreement, simulator: StripeSimulator
) -> None:
    invoice = invoice_issued(accepted)
    assert "Pay €500.00" in ada.get(invoice_page(invoice)).content.decode()
    response = ada.post(f"{invoice_page(invoice)}pay/")
    assert response.status_code == 303
    assert response["Location"].startswith(simulator.base_url)


def test_paying_an_invoice_by_transfer_shows_where_to(
    ada: Client, accepted: ClientAgreement
) -> None:
    invoice = invoice_issued(accepted)
    response = ada.post(f"{invoice_page(invoice)}pay/")
    assert response.status_code == 200
    assert "paid by bank transfer, as described below" in response.content.decode()


def test_paying_a_paid_invoice_asks_nobody(ada: Client, accepted: ClientAgreement) -> None:
    invoice = invoice_issued(accepted)
    record_payment(invoice, 500_00)
    response = ada.post(f"{invoice_page(invoice)}pay/")
    assert response.status_code == 200
    assert "Paid on" in response.content.decode()


def test_instalments_to_come_are_not_shown_yet(ada: Client, accepted: ClientAgreement) -> None:
    invoice_issued(accepted)
    later = Invoice.objects.get(instalment=2)
    assert ada.get(invoice_page(later)).status_code == 404


def test_packet_lists_what_is_to_do_and_what_is_done(ada: Client, packet: PacketAssignment) -> None:
    ada.post(item_page(packet, "Find a quiet place"))
    html = ada.get(packet_page(packet)).content.decode()
    assert "Four things before we <strong>start</strong>." in html
    assert "1 of 4 done" in html
    assert '<progress value="1" max="4"' in html
    assert "Link, optional" in html


def test_form_shows_each_kind_of_question(ada: Client, packet: PacketAssignment) -> None:
    html = ada.get(item_page(packet, "About you")).content.decode()
    assert re.search(r'<textarea name="answer-goal"[^>]* required', html)
    assert re.search(r'<input type="text" name="answer-role"', html)
    assert re.search(r'<input type="date" name="answer-start"', html)
    assert '<option value="Weekly">Weekly</option>' in html
    assert re.search(r'<input type="checkbox" name="answer-calls"', html)


def test_answers_are_kept_and_can_be_corrected(ada: Client, packet: PacketAssignment) -> None:
    page = item_page(packet, "About you")
    typed = {"answer-goal": "Calm", "answer-rhythm": "Weekly", "answer-calls": "on"}
    response = ada.post(page, typed)
    assert (response.status_code, response["Location"]) == (303, packet_page(packet))
    assert packet.completions.get().answers == {
        "goal": "Calm",
        "role": "",
        "start": "",
        "rhythm": "Weekly",
        "calls": "yes",
    }
    html = ada.get(page).content.decode()
    assert re.search(r'<textarea name="answer-goal"[^>]*>\s*Calm</textarea>', html)
    assert '<option value="Weekly" selected>' in html
    assert re.search(r'<input type="checkbox" name="answer-calls"[^>]* checked', html)
    ada.post(page, typed | {"answer-goal": "Courage"})
    assert packet.completions.get().answers["goal"] == "Courage"


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"answer-goal": " "}, "This field is required"),
        ({"answer-rhythm": "Daily"}, "Select a valid choice"),
        ({"answer-start": "tomorrow"}, "This does not answer “Since when?”"),
        ({"answer-role": "x" * 10_001}, "at most 10000 characters"),
        ({"answer-role": "a\x00b"}, "Null characters are not allowed"),
    ],
)
def test_answers_that_will_not_do_are_shown_again(
    ada: Client, packet: PacketAssignment, changed: dict[str, str], message: str
) -> None:
    typed = {"answer-goal": "Calm", "answer-rhythm": "Weekly", "answer-role": "Poet"} | changed
    before = rows()
    response = ada.post(item_page(packet, "About you"), typed)
    html = response.content.decode()
    assert response.status_code == 400
    assert message in html
    assert "Calm" in html or "answer-goal" in changed
    assert rows() == before


def test_document_comes_as_a_download(ada: Client, packet: PacketAssignment) -> None:
    page = item_page(packet, "Workbook")
    assert f'href="{page}file/"' in ada.get(page).content.decode()
    response = ada.get(f"{page}file/")
    assert response.content == b"%PDF-1.7 not really"
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == (
        "attachment; filename*=utf-8''Arbeitsbuch%20f%C3%BCr%20Ada.pdf"
    )
    assert response["X-Content-Type-Options"] == "nosniff"


def test_item_without_a_file_has_no_download(ada: Client, packet: PacketAssignment) -> None:
    assert ada.get(f"{item_page(packet, 'About you')}file/").status_code == 404


def test_strange_media_type_is_served_as_bytes(ada: Client) -> None:
    item = ItemContent(
        kind=PacketItemKind.DOCUMENT,
        title="Odd",
        filename="odd.html",
        content_type="text/html\r\nX-Evil: 1",
        content=b"<script>",
    )
    packet = packet_given(items=[item])
    response = ada.get(f"{item_page(packet, 'Odd')}file/")
    assert response["Content-Type"] == "application/octet-stream"
    assert "X-Evil" not in response


def test_link_opens_elsewhere_without_telling_from_where(
    ada: Client, packet: PacketAssignment
) -> None:
    html = ada.get(item_page(packet, "Book a session")).content.decode()
    assert 'href="https://cal.example/alex" rel="noopener noreferrer"' in html


def test_packet_with_something_left_to_do_is_not_taken(
    ada: Client, packet: PacketAssignment
) -> None:
    before = rows()
    response = ada.post(f"{packet_page(packet)}complete/")
    assert response.status_code == 409
    assert "Please complete first: About you, Workbook, Find a quiet place." in (
        response.content.decode()
    )
    assert rows() == before


def test_complete_packet_is_handed_in(ada: Client, packet: PacketAssignment) -> None:
    ada.post(item_page(packet, "About you"), {"answer-goal": "Calm", "answer-rhythm": "Weekly"})
    for title in ("Workbook", "Find a quiet place"):
        ada.post(item_page(packet, title))
    response = ada.post(f"{packet_page(packet)}complete/")
    assert (response.status_code, response["Location"]) == (303, packet_page(packet))
    packet.refresh_from_db()
    assert packet.completed_at is not None
    assert "You handed this in on" in ada.get(packet_page(packet)).content.decode()
    assert "Handed in" in ada.get(HOME).content.decode()


def test_item_of_another_packet_is_not_found(ada: Client, packet: PacketAssignment) -> None:
    other = packet_given("grace@client.example", name="Another", items=[FORM])
    foreign = other.packet.items.get().id
    for path in ("", "file/"):
        assert ada.get(f"{packet_page(packet)}items/{foreign}/{path}").status_code == 404
    before = rows()
    assert ada.post(f"{packet_page(packet)}items/{foreign}/").status_code == 404
    assert rows() == before


def test_another_clients_things_are_not_found(
    grace: Client, accepted: ClientAgreement, packet: PacketAssignment
) -> None:
    invoice = invoice_issued(accepted)
    form = item_page(packet, "About you")
    before = rows()
    for path in (
        certificate_page(accepted),
        invoice_page(invoice),
        packet_page(packet),
        form,
        f"{item_page(packet, 'Workbook')}file/",
    ):
        response = grace.get(path)
        assert response.status_code == 404
        assert ADA.email not in response.content.decode()
    for path in (f"{invoice_page(invoice)}pay/", f"{packet_page(packet)}complete/", form):
        typed = {"answer-goal": "x", "answer-rhythm": "Weekly"}
        assert grace.post(path, typed).status_code == 404
    assert rows() == before
    assert "Coaching agreement" not in grace.get(HOME).content.decode()


@pytest.mark.parametrize("email_proven", [None, False])
def test_nothing_opens_without_a_proven_address(
    accepted: ClientAgreement, packet: PacketAssignment, email_proven: bool | None
) -> None:
    invoice = invoice_issued(accepted)
    visitor = Client()
    if email_proven is not None:
        visitor = logged_in(ADA.email, email_proven=email_proven)
    before = rows()
    for path in (HOME, certificate_page(accepted), invoice_page(invoice), packet_page(packet)):
        response = visitor.get(path)
        assert response.status_code == (303 if email_proven is None else 403)
        assert "Ada" not in response.content.decode()
    for path in (
        f"{invoice_page(invoice)}pay/",
        f"{packet_page(packet)}complete/",
        item_page(packet, "Workbook"),
    ):
        assert visitor.post(path).status_code == (303 if email_proven is None else 403)
    assert rows() == before
