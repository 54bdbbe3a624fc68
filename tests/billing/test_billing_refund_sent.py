"""A refund that is owed gets sent: by the gateway or by a person; shop and payer are told."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
import requests
from billing_examples import (
    GOOD_CARD,
    LATER,
    agreement_accepted,
    order_bought,
    order_placed,
    outbox_failing,
    outbox_run,
    pay,
)
from factories.contracts import ADDRESS
from factories.refunds import seats_bought, seats_of
from factories.shop import shop_checkout, shop_product

from saleor_coaching_plugin.billing.errors import BillingError, BillingErrorCode
from saleor_coaching_plugin.billing.gateways import gateway
from saleor_coaching_plugin.billing.models import Invoice, Refund
from saleor_coaching_plugin.billing.selectors import invoice_of_refund, refunds_of_invoices
from saleor_coaching_plugin.billing.services.checkout_session import checkout_session_settle
from saleor_coaching_plugin.billing.services.issue import invoices_issue_due
from saleor_coaching_plugin.billing.services.order_invoice import order_invoice_issue
from saleor_coaching_plugin.billing.services.payment import (
    invoice_mark_paid_offline,
    invoice_record_payment,
)
from saleor_coaching_plugin.billing.services.seat_refund import (
    refund_mark_sent,
    refund_send,
    seat_refund,
)
from saleor_coaching_plugin.commerce.bill import BillLine, OrderBill
from saleor_coaching_plugin.commerce.current import commerce
from saleor_coaching_plugin.commerce.port import Order
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.core.errors import InvalidInput, NotFound
from saleor_coaching_plugin.core.events import AgreementAccepted, RefundOwed
from saleor_coaching_plugin.core.money import Money
from saleor_coaching_plugin.core.outbox.models import OutboxMessage
from saleor_coaching_plugin.core.outbox.publish import publish
from saleor_coaching_plugin.mail.models import MailMessage
from saleor_coaching_plugin.sandbox.ports import any_free_port
from saleor_coaching_plugin.sandbox.stripe_simulator import StripeSimulator

pytestmark = pytest.mark.django_db


def bought(simulator: StripeSimulator, quantity: int = 2) -> Any:
    """An order at 100.00 EUR each, paid on Stripe's page."""
    checkout = shop_checkout(shop_product("Duo", 100_00), quantity=quantity)
    session = gateway("stripe").checkout_session_create(
        checkout, success_url="https://coach.example/done", cancel_url="https://coach.example/"
    )
    pay(session.url, GOOD_CARD, email="ada@client.example", name="Ada")
    assert checkout_session_settle(session_reference=session.reference)
    return commerce().checkout_complete(checkout.id)


def at_stripe(simulator: StripeSimulator) -> list[dict[str, Any]]:
    with simulator.store.lock:
        return [dict(each) for each in simulator.store.newest_first("refund")]


def owed_by_hand(order_id: str = "") -> Refund:
    """100.00 EUR of an invoice that was paid by bank transfer."""
    agreement = agreement_accepted(language="de")
    seats = seats_of(agreement, 6)
    order_placed(agreement, order_id)
    outbox_run()
    invoice_mark_paid_offline(
        invoice_id=Invoice.objects.get().id, reference="bank-1", now=utc_now()
    )
    (refund,) = seat_refund(seat_id=seats[0].id, now=utc_now())
    outbox_run()
    refund.refresh_from_db()
    return refund


def test_stripe_sends_it_and_the_order_and_the_payer_know(simulator: StripeSimulator) -> None:
    order = bought(simulator)
    seat = seats_bought(order)[0]
    seat_refund(seat_id=seat.id, now=utc_now())
    outbox_run()
    [theirs] = at_stripe(simulator)
    assert (theirs["amount"], theirs["currency"]) == (100_00, "eur")
    refund = Refund.objects.get()
    assert (refund.status, refund.reference) == ("sent", theirs["id"])
    assert theirs["payment_intent"] == refund.payment_reference
    assert commerce().order_get(order.id).paid == Money(100_00, "EUR")
    mail = MailMessage.objects.get(kind="refund")
    assert (mail.to_email, refund.number in mail.subject) == ("ada@client.example", True)
    assert "€100.00" in mail.text
    assert "Duo, seat 1" in mail.text
    assert outbox_failing() == []
    assert not MailMessage.objects.filter(kind="coach_refund").exists()


def test_sending_it_again_changes_nothing(simulator: StripeSimulator) -> None:
    order = bought(simulator)
    (refund,) = seat_refund(seat_id=seats_bought(order)[0].id, now=utc_now())
    outbox_run()
    for _ in range(2):
        publish(RefundOwed(refund_id=str(refund.id)))
        refund_send(refund_id=refund.id, now=utc_now())
        outbox_run()
    assert len(at_stripe(simulator)) == 1
    assert commerce().order_get(order.id).paid == Money(100_00, "EUR")
    assert MailMessage.objects.filter(kind="refund").count() == 1


def test_two_refunds_of_one_payment_are_two_at_stripe(simulator: StripeSimulator) -> None:
    order = bought(simulator)
    for seat in seats_bought(order):
        seat_refund(seat_id=seat.id, now=utc_now())
    outbox_run()
    assert [each["amount"] for each in at_stripe(simulator)] == [100_00, 100_00]
    assert commerce().order_get(order.id).paid == Money(0, "EUR")
    assert outbox_failing() == []


def test_money_that_stripe_sent_while_we_crashed_is_not_sent_again(
    simulator: StripeSimulator,
) -> None:
    """Days later too, when Stripe has forgotten the idempotency key."""
    order = bought(simulator)
    (refund,) = seat_refund(seat_id=seats_bought(order)[0].id, now=utc_now())
    key = f"refund:{refund.id}"
    gateway("stripe").payment_refund(refund.payment_reference, refund.amount, key=key)
    with simulator.store.lock:
        simulator.store.idempotent_answers.clear()
    outbox_run()
    [theirs] = at_stripe(simulator)
    refund.refresh_from_db()
    assert (refund.status, refund.reference) == ("sent", theirs["id"])


def test_unreachable_gateway_is_tried_again(simulator: StripeSimulator, settings: Any) -> None:
    order = bought(simulator)
    seat_refund(seat_id=seats_bought(order)[0].id, now=utc_now())
    settings.COACHING_STRIPE_API_BASE = f"http://127.0.0.1:{any_free_port()}"
    outbox_run()
    assert Refund.objects.get().status == "owed"
    [row] = outbox_failing()
    assert row.handler == "billing.handlers.refund_send"
    settings.COACHING_STRIPE_API_BASE = simulator.base_url
    outbox_run(now=utc_now() + LATER)
    assert Refund.objects.get().status == "sent"


def test_what_stripe_refuses_becomes_a_persons(simulator: StripeSimulator) -> None:
    order = bought(simulator)
    (refund,) = seat_refund(seat_id=seats_bought(order)[0].id, now=utc_now())
    requests.post(  # in Stripe's dashboard, which tells us nothing
        f"{simulator.base_url}/v1/refunds",
        data={"payment_intent": refund.payment_reference},
        auth=("sk_test_coach", ""),
        timeout=5,
    ).raise_for_status()
    outbox_run()
    refund.refresh_from_db()
    assert (refund.status, refund.gateway) == ("owed", "")
    assert MailMessage.objects.filter(kind="coach_refund").count() == 1
    assert outbox_failing() == []
    refund_mark_sent(refund_id=refund.id, reference="re_by_hand", now=utc_now())
    outbox_run()
    assert commerce().order_get(order.id).paid == Money(100_00, "EUR")


def test_agreement_paid_on_stripes_page_goes_back_by_stripe(
    simulator: StripeSimulator,
) -> None:
    agreement = agreement_accepted()
    seats = seats_of(agreement, 6)
    publish(AgreementAccepted(agreement_id=str(agreement.id)))
    OutboxMessage.objects.exclude(handler__startswith="billing.").delete()
    outbox_run()
    invoice = Invoice.objects.get()
    pay(invoice.pay_url, GOOD_CARD)
    [payment] = gateway("stripe").invoice_payments(invoice.gateway_reference)
    from_stripe = {"amount": payment.amount, "reference": payment.reference, "method": "stripe"}
    invoice_record_payment(invoice_id=invoice.id, now=utc_now(), **from_stripe)
    seat_refund(seat_id=seats[0].id, now=utc_now())
    outbox_run()
    [theirs] = at_stripe(simulator)
    assert (theirs["amount"], theirs["payment_intent"]) == (100_00, payment.reference)
    assert commerce().order_get(invoice.order_id).paid == Money(500_00, "EUR")
    mail = MailMessage.objects.get(kind="refund")
    assert f"belongs to invoice {invoice.number}" in mail.text
    assert f"/portal/invoices/{invoice.id}/" in mail.html


def test_stripes_reference_that_staff_typed_is_not_taken_for_stripes_payment() -> None:
    agreement = agreement_accepted()
    seats = seats_of(agreement, 6)
    order_placed(agreement)
    outbox_run()
    invoice = Invoice.objects.get()
    invoice_mark_paid_offline(invoice_id=invoice.id, reference="pi_seen_somewhere", now=utc_now())
    (refund,) = seat_refund(seat_id=seats[0].id, now=utc_now())
    assert refund.gateway == ""


def test_coach_is_asked_to_send_what_no_gateway_can_and_the_payer_is_told_after() -> None:
    refund = owed_by_hand()
    mail = MailMessage.objects.get(kind="coach_refund")
    for fact in ("€100.00", "Ada Lovelace", "ada@client.example", "bank-1", refund.number):
        assert fact in mail.text
    assert "Family coaching, Platz 1" in mail.text
    assert not MailMessage.objects.filter(kind="refund").exists()
    sent = refund_mark_sent(refund_id=refund.id, reference=" transfer-7 ", now=utc_now())
    assert (sent.status, sent.reference) == ("sent", "transfer-7")
    outbox_run()
    mail = MailMessage.objects.get(kind="refund")
    assert mail.subject == f"Ihre Rückzahlung {refund.number}"
    assert "100,00" in mail.text
    assert f"gehört zur Rechnung {Invoice.objects.get().number}" in mail.text


def test_refund_of_an_order_belongs_to_the_orders_invoice_alone() -> None:
    """Also where another order was paid under the same words."""
    orders = [order_bought(price_minor=100_00, quantity=2, reference="in cash") for _ in range(2)]
    invoices = [invoice_of_order(order) for order in orders]
    (refund,) = seat_refund(seat_id=seats_bought(orders[1])[0].id, now=utc_now())
    assert invoice_of_refund(refund) == invoices[1]
    assert refunds_of_invoices(invoices) == {invoices[0].id: [], invoices[1].id: [refund]}
    refund_mark_sent(refund_id=refund.id, reference="transfer-7", now=utc_now())
    outbox_run()
    assert f"invoice {invoices[1].number}" in MailMessage.objects.get(kind="refund").text


def test_refund_of_an_instalment_belongs_to_that_instalment() -> None:
    agreement = agreement_accepted(instalments=2)
    seats = seats_of(agreement, 6)
    order_placed(agreement)
    outbox_run()
    invoices_issue_due(now=utc_now() + timedelta(days=40))
    outbox_run()
    first, second = Invoice.objects.order_by("instalment")
    for invoice in (first, second):
        reference = f"bank-{invoice.number}"
        invoice_mark_paid_offline(invoice_id=invoice.id, reference=reference, now=utc_now())
    (refund,) = seat_refund(seat_id=seats[0].id, now=utc_now())
    assert invoice_of_refund(refund) == second
    assert refunds_of_invoices([first, second]) == {first.id: [], second.id: [refund]}


def test_marking_it_again_returns_it_and_another_reference_is_refused() -> None:
    refund = owed_by_hand()
    first = refund_mark_sent(refund_id=refund.id, reference="transfer-7", now=utc_now())
    again = refund_mark_sent(refund_id=refund.id, reference="transfer-7", now=utc_now())
    assert again.sent_at == first.sent_at
    assert code_of(refund, "transfer-8") == BillingErrorCode.PAYMENT_CONFLICT
    outbox_run()
    assert MailMessage.objects.filter(kind="refund").count() == 1
    assert Refund.objects.get().reference == "transfer-7"


def test_reference_of_the_payment_or_of_another_refund_is_refused() -> None:
    order = order_bought(price_minor=100_00, quantity=2, reference="theirs-1")
    one, other = (seat_refund(seat_id=seat.id, now=utc_now())[0] for seat in seats_bought(order))
    refund_mark_sent(refund_id=one.id, reference="transfer-7", now=utc_now())
    for taken in ("theirs-1", "transfer-7"):
        assert code_of(other, taken) == BillingErrorCode.PAYMENT_CONFLICT
    other.refresh_from_db()
    assert other.status == "owed"


def test_what_the_gateway_is_to_send_staff_cannot_mark_as_sent() -> None:
    order = order_bought(price_minor=100_00, quantity=2, reference="pi_1")
    (refund,) = seat_refund(seat_id=seats_bought(order)[0].id, now=utc_now())
    assert code_of(refund, "transfer-7") == BillingErrorCode.REFUND_UNDER_WAY
    refund.refresh_from_db()
    assert refund.status == "owed"


def test_malformed_reference_and_unknown_refund_are_refused() -> None:
    refund = owed_by_hand()
    for reference in ("", " ", "a\nb", "x" * 256):
        with pytest.raises(InvalidInput):
            refund_mark_sent(refund_id=refund.id, reference=reference, now=utc_now())
    with pytest.raises(NotFound):
        refund_mark_sent(refund_id=uuid.uuid4(), reference="transfer-7", now=utc_now())
    refund.refresh_from_db()
    assert refund.status == "owed"


def invoice_of_order(order: Order) -> Invoice:
    bill = OrderBill(
        order_id=order.id,
        external_reference="",
        payer=ADDRESS,
        company="",
        email=order.email,
        customer_id="",
        language=order.language,
        lines=(BillLine("Duo", 2, order.lines[0].unit_price, order.total),),
        shipping=None,
        total=order.total,
        tax=Money(0, "EUR"),
        paid=order.paid,
        is_cancelled=False,
    )
    return order_invoice_issue(bill=bill, number=None, now=utc_now())


def code_of(refund: Refund, reference: str) -> object:
    with pytest.raises(BillingError) as refusal:
        refund_mark_sent(refund_id=refund.id, reference=reference, now=utc_now())
    return refusal.value.code
