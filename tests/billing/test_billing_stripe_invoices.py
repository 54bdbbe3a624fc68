"""Invoices at Stripe: made by the real SDK over HTTP, paid on the hosted page."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from billing_examples import (
    DECLINED_CARD,
    GOOD_CARD,
    LATER,
    WEBHOOK_SECRET,
    agreement_accepted,
    order_placed,
    outbox_failing,
    outbox_run,
    pay,
)
from django.db import transaction
from factories.contracts import ADDRESS

from saleor_coaching_plugin.billing.errors import BillingError, BillingErrorCode
from saleor_coaching_plugin.billing.gateways import gateway
from saleor_coaching_plugin.billing.gateways.stripe_api import StripeApi
from saleor_coaching_plugin.billing.models import Invoice, Payment
from saleor_coaching_plugin.billing.services.issue import invoice_hand_over
from saleor_coaching_plugin.billing.services.payment import invoice_mark_paid_offline
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.core.money import Money
from saleor_coaching_plugin.core.outbox.models import OutboxMessage
from saleor_coaching_plugin.core.outbox.relay import relay_one
from saleor_coaching_plugin.mail.models import MailMessage
from saleor_coaching_plugin.sandbox.ports import any_free_port
from saleor_coaching_plugin.sandbox.stripe_simulator import StripeSimulator

pytestmark = pytest.mark.django_db


def at_stripe(simulator: StripeSimulator, kind: str) -> list[dict[str, Any]]:
    with simulator.store.lock:
        return [dict(each) for each in simulator.store.newest_first(kind)][::-1]


def test_invoice_at_stripe_is_finalised_and_says_what_ours_says(
    simulator: StripeSimulator, stripe_invoice: Invoice
) -> None:
    [theirs] = at_stripe(simulator, "invoice")
    assert theirs["id"] == stripe_invoice.gateway_reference
    assert (theirs["status"], theirs["collection_method"]) == ("open", "send_invoice")
    assert (theirs["amount_due"], theirs["currency"]) == (600_00, "eur")
    assert theirs["description"] == stripe_invoice.number
    assert theirs["metadata"] == {
        "invoice_id": str(stripe_invoice.id),
        "invoice_number": stripe_invoice.number,
    }
    assert theirs["due_date"] - theirs["created"] == 14 * 86_400
    assert (theirs["customer_name"], theirs["customer_email"]) == (
        "Ada Lovelace",
        "ada@client.example",
    )
    assert theirs["customer_address"]["postal_code"] == ADDRESS.postal_code
    assert [item["description"] for item in at_stripe(simulator, "invoiceitem")] == ["Six sessions"]


def test_mail_leads_to_our_page_and_not_to_stripes_which_expires(stripe_invoice: Invoice) -> None:
    mail = MailMessage.objects.get(kind="invoice")
    assert f"/portal/invoices/{stripe_invoice.id}/" in mail.html
    assert "View and pay your invoice" in mail.text
    assert stripe_invoice.pay_url
    assert stripe_invoice.pay_url not in mail.html
    assert "How to pay" not in mail.text


def test_handing_over_again_after_a_crash_finds_the_same_invoice(
    simulator: StripeSimulator,
) -> None:
    order_placed(agreement_accepted())
    assert relay_one(now=utc_now() + LATER)  # plans and numbers, and goes no further
    invoice = Invoice.objects.get()
    with transaction.atomic():
        invoice_hand_over(invoice_id=invoice.id)
        transaction.set_rollback(True)  # as when the worker dies before the commit
    assert Invoice.objects.get().status == "planned"
    outbox_run()
    assert Invoice.objects.get().status == "open"
    [theirs] = at_stripe(simulator, "invoice")
    assert theirs["id"] == Invoice.objects.get().gateway_reference
    assert len(at_stripe(simulator, "invoiceitem")) == len(at_stripe(simulator, "customer")) == 1


def test_payer_is_one_customer_and_the_newest_address_stands_on_the_newest_invoice(
    simulator: StripeSimulator, stripe_invoice: Invoice
) -> None:
    second = agreement_accepted(number="CA-2")
    moved = {**second.parties.get().billing_address, "street": "1 New Street"}
    second.parties.update(billing_address=moved)
    order_placed(second)
    outbox_run()
    [customer] = at_stripe(simulator, "customer")
    assert customer["email"] == "ada@client.example"
    streets = [each["customer_address"]["line1"] for each in at_stripe(simulator, "invoice")]
    assert streets == [ADDRESS.street, "1 New Street"]


def test_customer_of_another_integration_is_left_alone(simulator: StripeSimulator) -> None:
    api = StripeApi(key="sk_test_coach", base=simulator.base_url)
    api.post("/v1/customers", {"email": "ada@client.example", "name": "Old"}, key="elsewhere")
    order_placed(agreement_accepted())
    outbox_run()
    assert [each["name"] for each in at_stripe(simulator, "customer")] == ["Old", "Ada Lovelace"]


def test_pay_page_is_fetched_anew_and_gone_once_paid(stripe_invoice: Invoice) -> None:
    stripe = gateway("stripe")
    url = stripe.invoice_pay_url(stripe_invoice)
    assert url is not None
    assert stripe.invoice_payments(stripe_invoice.gateway_reference) == []
    assert pay(url, GOOD_CARD).status_code in (200, 303)
    assert stripe.invoice_pay_url(stripe_invoice) is None
    [payment] = stripe.invoice_payments(stripe_invoice.gateway_reference)
    assert payment.reference.startswith("pi_")
    assert (payment.amount, payment.outside) == (Money(600_00, "EUR"), False)


def test_declined_card_is_no_payment(stripe_invoice: Invoice) -> None:
    stripe = gateway("stripe")
    url = stripe.invoice_pay_url(stripe_invoice)
    assert url is not None
    assert "declined" in pay(url, DECLINED_CARD).text
    assert stripe.invoice_payments(stripe_invoice.gateway_reference) == []
    assert stripe.invoice_pay_url(stripe_invoice) == url


def test_bank_transfer_closes_stripes_page(
    simulator: StripeSimulator, stripe_invoice: Invoice
) -> None:
    invoice_mark_paid_offline(invoice_id=stripe_invoice.id, reference="statement 7", now=utc_now())
    outbox_run()
    [theirs] = at_stripe(simulator, "invoice")
    assert theirs["status"] == "paid"
    assert not at_stripe(simulator, "charge")
    assert gateway("stripe").invoice_pay_url(stripe_invoice) is None
    assert outbox_failing() == []


def test_part_of_what_can_be_paid_online_is_refused_offline(stripe_invoice: Invoice) -> None:
    with pytest.raises(BillingError) as refusal:
        invoice_mark_paid_offline(
            invoice_id=stripe_invoice.id,
            reference="a",
            amount=Money(1_00, "EUR"),
            now=utc_now(),
        )
    assert refusal.value.code == BillingErrorCode.PART_PAYMENT_UNAVAILABLE
    assert not Payment.objects.exists()


def test_amount_below_stripes_minimum_is_a_visible_failure_and_not_a_paid_invoice(
    simulator: StripeSimulator,
) -> None:
    order_placed(agreement_accepted(fee_minor=10))
    outbox_run()
    assert Invoice.objects.get().status == "planned"
    [row] = outbox_failing()
    assert "minimum charge" in row.last_error
    assert not MailMessage.objects.filter(kind="invoice").exists()


def test_while_stripe_is_down_the_outbox_tries_again_and_then_it_works(
    settings: Any, tmp_path: Any
) -> None:
    port = any_free_port()
    settings.COACHING_GATEWAY = "stripe"
    settings.COACHING_STRIPE_API_KEY = "sk_test_coach"
    settings.COACHING_STRIPE_WEBHOOK_SECRET = WEBHOOK_SECRET
    settings.COACHING_STRIPE_API_BASE = f"http://127.0.0.1:{port}"
    order_placed(agreement_accepted())
    outbox_run()
    invoice = Invoice.objects.get()
    assert (invoice.status, invoice.number is None) == ("planned", False)
    [row] = outbox_failing()
    assert "cannot be reached" in row.last_error
    assert row.attempts == 1
    with StripeSimulator(port=port) as running:
        outbox_run(now=utc_now() + LATER)
        assert outbox_failing_now() == []
        [theirs] = at_stripe(running, "invoice")
    opened = Invoice.objects.get()
    assert (opened.status, opened.number) == ("open", invoice.number)
    assert theirs["metadata"]["invoice_number"] == invoice.number
    assert MailMessage.objects.filter(kind="invoice").count() == 1


def outbox_failing_now() -> list[OutboxMessage]:
    return [row for row in outbox_failing() if row.last_error]


def test_wrong_key_tells_no_secret(simulator: StripeSimulator, settings: Any) -> None:
    settings.COACHING_STRIPE_API_KEY = "sk_live_verysecret"
    order_placed(agreement_accepted())
    outbox_run()
    [row] = outbox_failing()
    assert "AuthenticationError" in row.last_error
    assert "secret" not in row.last_error
    assert "live" not in row.last_error


def test_log_names_nobody(simulator: StripeSimulator, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    for number in ("CA-1", "CA-2"):
        order_placed(agreement_accepted(number=number))
        outbox_run()
    assert "/v1/invoices" in caplog.text
    for word in ("client.example", "Lovelace", "sk_test_coach"):
        assert word not in caplog.text


def test_reference_of_an_account_left_behind_does_not_stand_in_the_way(
    settings: Any, simulator: StripeSimulator, stripe_invoice: Invoice
) -> None:
    with StripeSimulator() as other_account:
        settings.COACHING_STRIPE_API_BASE = other_account.base_url
        order_placed(agreement_accepted(number="CA-2"))
        outbox_run()
        assert len(at_stripe(other_account, "customer")) == 1
    assert outbox_failing() == []
    assert Invoice.objects.filter(status="open").count() == 2
