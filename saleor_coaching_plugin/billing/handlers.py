"""What billing does after an event. Each handler can run again and then changes nothing."""

from __future__ import annotations

from collections import Counter
from uuid import UUID

from saleor_coaching_plugin.agreements.models import ClientAgreement, Party
from saleor_coaching_plugin.agreements.selectors import payer_of
from saleor_coaching_plugin.commerce.completion import checkout_finish
from saleor_coaching_plugin.commerce.current import commerce
from saleor_coaching_plugin.commerce.port import Address, OrderLineRequest, OrderRequest
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.core.events import (
    AgreementAccepted,
    AgreementOrderPlaced,
    CheckoutPaid,
    GatewayEventReceived,
    InvoiceIssued,
    InvoiceNumbered,
    InvoicePaid,
    OrderCreated,
    OrderPaid,
    PaymentRecorded,
    RefundOwed,
    RefundSent,
)
from saleor_coaching_plugin.core.money import Money
from saleor_coaching_plugin.core.outbox.publish import publish
from saleor_coaching_plugin.mail.queue import mail_queue

from .gateways import gateway
from .mails import invoice_mail_for, receipt_mail_for
from .models import Invoice, Payment, Refund
from .refund_mails import refund_mail_for, refund_owed_mail_for
from .selectors import invoice_of_refund, invoices_of_order
from .services import gateway_events, issue, order_invoice, plan, seat_refund
from .services.checkout_session import checkout_session_settle
from .states import RefundStatus


def order_place(event: AgreementAccepted) -> None:
    """Place the shop's order for an accepted agreement, at the agreement's fee."""
    agreement = ClientAgreement.objects.select_related("template_version").get(
        id=event.agreement_id
    )
    payer = payer_of(agreement)
    customer = commerce().customer_get_or_create(
        email=payer.email,
        first_name=payer.first_name,
        last_name=payer.last_name,
        language=agreement.language,
    )
    order = commerce().order_create(_order_request(agreement, payer, customer.id))
    Party.objects.filter(id=payer.id).update(customer_id=customer.id)
    placed = ClientAgreement.objects.filter(id=agreement.id, order_id="").update(order_id=order.id)
    if placed:
        publish(AgreementOrderPlaced(agreement_id=event.agreement_id, order_id=order.id))


def _order_request(agreement: ClientAgreement, payer: Party, customer_id: str) -> OrderRequest:
    return OrderRequest(
        external_reference=f"agreement:{agreement.id}",
        channel=agreement.template_version.channel,
        language=agreement.language,
        customer_id=customer_id,
        billing_address=Address(**(payer.billing_address or {})),
        lines=_order_lines(agreement),
        metadata={"agreement": agreement.number},
    )


def _order_lines(agreement: ClientAgreement) -> list[OrderLineRequest]:
    """A unit for each seat; a second line where their prices cannot all be equal."""
    fee = Money(agreement.fee_minor, agreement.currency)
    prices = Counter(fee.split(agreement.seats or 1))
    variant_id = agreement.template_version.variant_id
    return [OrderLineRequest(variant_id, quantity, price) for price, quantity in prices.items()]


def invoices_plan(event: AgreementOrderPlaced) -> None:
    plan.agreement_invoices_plan(
        agreement_id=UUID(event.agreement_id), order_id=event.order_id, now=utc_now()
    )


def invoice_hand_over(event: InvoiceNumbered) -> None:
    issue.invoice_hand_over(invoice_id=UUID(event.invoice_id))


def invoice_mail(event: InvoiceIssued) -> None:
    mail_queue(invoice_mail_for(Invoice.objects.get(id=event.invoice_id)))


def payment_to_order(event: PaymentRecorded) -> None:
    payment = Payment.objects.select_related("invoice").get(id=event.payment_id)
    if payment.invoice.order_id:
        commerce().order_record_payment(
            payment.invoice.order_id, amount=payment.amount, reference=payment.reference
        )


def order_invoice_follow(event: OrderCreated | OrderPaid) -> None:
    """Money may have come for an order of the shop: its invoice, if it has one, shows it.

    Listens to both events, as the sweep tells of a payment that it found by the first.
    """
    for invoice in invoices_of_order(event.order_id).filter(agreement=None):
        paid = commerce().order_get(event.order_id).paid
        order_invoice.order_invoice_note_paid(invoice_id=invoice.id, paid=paid, now=utc_now())


def receipt_mail(event: InvoicePaid) -> None:
    mail_queue(receipt_mail_for(Invoice.objects.get(id=event.invoice_id)))


def invoice_settle_outside(event: InvoicePaid) -> None:
    """Paid by bank transfer: close the gateway's page for it, so that nobody pays twice."""
    invoice = Invoice.objects.get(id=event.invoice_id)
    if invoice.payments.exclude(method=invoice.gateway).exists():
        gateway(invoice.gateway).invoice_settle_outside(invoice)


def refund_send(event: RefundOwed) -> None:
    seat_refund.refund_send(refund_id=UUID(event.refund_id), now=utc_now())


def coach_tell_refund(event: RefundOwed) -> None:
    """Where no gateway sends it."""
    refund = Refund.objects.get(id=event.refund_id)
    if refund.status == RefundStatus.OWED and not refund.gateway:
        mail_queue(refund_owed_mail_for(refund))


def refund_to_order(event: RefundSent) -> None:
    refund = Refund.objects.get(id=event.refund_id)
    if refund.order_id:
        commerce().order_record_refund(
            refund.order_id, amount=refund.amount, reference=refund.reference
        )


def refund_mail(event: RefundSent) -> None:
    refund = Refund.objects.get(id=event.refund_id)
    mail_queue(refund_mail_for(refund, invoice_of_refund(refund)))


def gateway_event_apply(event: GatewayEventReceived) -> None:
    gateway_events.gateway_event_apply(event_id=UUID(event.gateway_event_id), now=utc_now())


def checkout_payment_record(event: CheckoutPaid) -> None:
    """Apart from completing: a refused order must not undo that the money is known."""
    checkout_session_settle(session_reference=event.reference, gateway_name=event.gateway)


def checkout_paid_complete(event: CheckoutPaid) -> None:
    """Fails, to be tried again, while the plugin's own gate or the shop refuses the order."""
    checkout_payment_record(event)
    checkout_finish(event.checkout_id)
