"""Invoices to be paid by bank transfer: instructions, mail, and staff who mark them paid."""

from __future__ import annotations

from typing import Any

import pytest
from billing_examples import agreement_accepted, order_placed, outbox_run
from factories.shop import shop_checkout, shop_product

from saleor_coaching_plugin.billing.errors import BillingError, BillingErrorCode
from saleor_coaching_plugin.billing.gateways import gateway
from saleor_coaching_plugin.billing.handlers import (
    invoice_hand_over,
    invoice_mail,
    payment_to_order,
    receipt_mail,
)
from saleor_coaching_plugin.billing.models import Invoice, Payment
from saleor_coaching_plugin.billing.services.payment import invoice_mark_paid_offline
from saleor_coaching_plugin.commerce.current import commerce
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.core.events import (
    AgreementAccepted,
    InvoiceIssued,
    InvoiceNumbered,
    InvoicePaid,
    PaymentRecorded,
)
from saleor_coaching_plugin.core.money import Money
from saleor_coaching_plugin.core.outbox.models import OutboxMessage
from saleor_coaching_plugin.core.outbox.publish import publish
from saleor_coaching_plugin.mail.models import MailMessage
from saleor_coaching_plugin.sandbox.shop import models as shop

pytestmark = pytest.mark.django_db


@pytest.fixture
def ordered() -> Invoice:
    """Open, with an order in the shop behind it."""
    agreement = agreement_accepted()
    publish(AgreementAccepted(agreement_id=str(agreement.id)))
    OutboxMessage.objects.exclude(handler__startswith="billing.").delete()
    outbox_run()
    return Invoice.objects.get()


def invoice_mail_text() -> str:
    return MailMessage.objects.get(kind="invoice").text


def test_invoice_says_where_to_transfer_the_money_and_under_which_reference(
    invoice: Invoice,
) -> None:
    assert invoice.status == "open"
    assert invoice.instructions.splitlines() == [
        "Alex Morgan Coaching",
        "IBAN GB33 BUKB 2020 1555 5555 55",
        f"Payment reference: {invoice.number}",
    ]
    assert (invoice.gateway, invoice.pay_url) == ("offline", "")
    assert gateway("offline").invoice_pay_url(invoice) is None


def test_without_bank_details_the_reference_still_stands(settings: Any) -> None:
    settings.COACHING_BANK_DETAILS = ""
    order_placed(agreement_accepted())
    outbox_run()
    invoice = Invoice.objects.get()
    assert invoice.instructions == f"Payment reference: {invoice.number}"


def test_invoice_stands_on_the_order(ordered: Invoice) -> None:
    attached = shop.OrderInvoice.objects.get()
    assert attached.number == ordered.number
    assert attached.url.endswith(f"/portal/invoices/{ordered.id}/")


def test_mail_has_lines_total_due_date_and_instructions(invoice: Invoice) -> None:
    mail = MailMessage.objects.get(kind="invoice")
    assert (mail.to_email, mail.to_name) == ("ada@client.example", "Ada Lovelace")
    assert mail.subject == f"Your invoice {invoice.number}"
    assert mail.about == str(invoice.id)
    due = f"{invoice.due_on:%B} {invoice.due_on.day}, {invoice.due_on.year}"
    for words in ("Hello Ada,", "Six sessions", "€600.00", due, "IBAN GB33", str(invoice.number)):
        assert words in mail.text
    assert f"/portal/invoices/{invoice.id}/" in mail.html
    assert "<table" in mail.html


def test_mail_speaks_the_payers_language() -> None:
    order_placed(agreement_accepted(language="de-AT", instalments=2))
    outbox_run()
    text = invoice_mail_text()
    assert "Guten Tag Ada," in text
    assert "Six sessions, Rate 1 von 2" in text
    assert "Verwendungszweck" in text


def test_name_cannot_act_as_markdown() -> None:
    agreement = agreement_accepted()
    agreement.parties.update(first_name="[Ada](https://evil.example)")
    order_placed(agreement)
    outbox_run()
    assert 'href="https://evil.example"' not in MailMessage.objects.get(kind="invoice").html


def test_bank_transfer_pays_the_invoice_the_order_and_thanks_the_payer(ordered: Invoice) -> None:
    invoice_mark_paid_offline(invoice_id=ordered.id, reference="statement 7", now=utc_now())
    outbox_run()
    ordered.refresh_from_db()
    assert (ordered.status, ordered.paid_minor) == ("paid", 600_00)
    assert commerce().order_get(ordered.order_id).is_paid
    receipt = MailMessage.objects.get(kind="receipt")
    assert receipt.subject == f"Thank you, invoice {ordered.number} is paid"
    assert "€600.00" in receipt.text


def test_marking_paid_twice_is_one_payment(invoice: Invoice) -> None:
    first, again = (
        invoice_mark_paid_offline(invoice_id=invoice.id, reference="statement 7", now=utc_now())
        for _ in range(2)
    )
    assert first == again
    assert Payment.objects.get().method == "offline"


def test_paid_invoice_takes_no_other_transfer(invoice: Invoice) -> None:
    invoice_mark_paid_offline(invoice_id=invoice.id, reference="statement 7", now=utc_now())
    with pytest.raises(BillingError) as refusal:
        invoice_mark_paid_offline(invoice_id=invoice.id, reference="statement 8", now=utc_now())
    assert refusal.value.code == BillingErrorCode.INVOICE_NOT_OPEN
    assert Payment.objects.count() == 1


def test_part_of_it_can_arrive_first(invoice: Invoice) -> None:
    invoice_mark_paid_offline(
        invoice_id=invoice.id, reference="a", amount=Money(200_00, "EUR"), now=utc_now()
    )
    invoice.refresh_from_db()
    assert (invoice.status, invoice.remaining) == ("open", Money(400_00, "EUR"))
    rest = invoice_mark_paid_offline(invoice_id=invoice.id, reference="b", now=utc_now())
    assert rest.amount == Money(400_00, "EUR")
    invoice.refresh_from_db()
    assert invoice.status == "paid"


def test_each_handler_run_again_makes_nothing_twice(ordered: Invoice) -> None:
    payment = invoice_mark_paid_offline(
        invoice_id=ordered.id, reference="statement 7", now=utc_now()
    )
    outbox_run()
    outbox_rows = OutboxMessage.objects.count()
    for _ in range(2):
        invoice_hand_over(InvoiceNumbered(invoice_id=str(ordered.id)))
        invoice_mail(InvoiceIssued(invoice_id=str(ordered.id)))
        payment_to_order(PaymentRecorded(payment_id=str(payment.id)))
        receipt_mail(InvoicePaid(invoice_id=str(ordered.id)))
    assert OutboxMessage.objects.count() == outbox_rows
    assert MailMessage.objects.filter(kind__in=["invoice", "receipt"]).count() == 2
    assert shop.OrderInvoice.objects.count() == 1
    assert commerce().order_get(ordered.order_id).paid == Money(600_00, "EUR")


def test_there_is_no_hosted_page(settings: Any) -> None:
    checkout = shop_checkout(shop_product())
    with pytest.raises(BillingError) as refusal:
        gateway("offline").checkout_session_create(
            checkout, success_url="https://coach.example/", cancel_url="https://coach.example/"
        )
    assert refusal.value.code == BillingErrorCode.HOSTED_PAYMENT_UNAVAILABLE
    assert gateway("offline").page_origins() == ()
