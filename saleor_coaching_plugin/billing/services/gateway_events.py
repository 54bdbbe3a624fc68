"""Webhook calls of a gateway: stored once, later applied by asking the gateway what is true."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from saleor_coaching_plugin.billing.gateways import gateway
from saleor_coaching_plugin.billing.gateways.port import Gateway, GatewayPayment, Subject
from saleor_coaching_plugin.billing.models import GatewayEvent, Invoice
from saleor_coaching_plugin.billing.states import InvoiceStatus
from saleor_coaching_plugin.core.events import CheckoutPaid, GatewayEventReceived
from saleor_coaching_plugin.core.outbox.publish import publish

from .payment import invoice_record_payment


@transaction.atomic
def gateway_event_receive(
    *, gateway_name: str, body: bytes, headers: Mapping[str, str], now: datetime
) -> GatewayEvent:
    """Store a verified call; one that comes again changes nothing.

    Raises BillingError (SIGNATURE_INVALID) before anything is read or stored, and
    GATEWAY_NOT_CONFIGURED.
    """
    hint = gateway(gateway_name).hint_read(body, headers)
    event, created = GatewayEvent.objects.get_or_create(
        gateway=gateway_name,
        external_id=hint.external_id,
        defaults={"type": hint.type, "object_id": hint.object_id, "received_at": now},
    )
    if created:
        publish(GatewayEventReceived(gateway_event_id=str(event.id)))
    return event


@transaction.atomic
def gateway_event_apply(*, event_id: uuid.UUID, now: datetime) -> None:
    """Do what the event hints at, once. Events come in any order, so each asks anew."""
    rows = GatewayEvent.objects.filter(id=event_id)
    if not rows.filter(processed_at=None).update(processed_at=now):
        return
    event = rows.get()
    source = gateway(event.gateway)
    match source.hint_subject(event.type):
        case Subject.INVOICE_PAYMENT:
            _invoice_payments_record(source, event.object_id, now)
        case Subject.SESSION_PAYMENT:
            _session_payment_tell(source, event.object_id)


def _invoice_payments_record(source: Gateway, reference: str, now: datetime) -> None:
    """Invoices that others made with the same account are none of ours."""
    invoice = Invoice.objects.filter(gateway=source.name, gateway_reference=reference).first()
    if invoice is None:
        return
    for payment in source.invoice_payments(reference):
        if not _known_outside(payment, invoice):
            invoice_record_payment(
                invoice_id=invoice.id,
                amount=payment.amount,
                reference=payment.reference,
                method=source.name,
                now=now,
            )


def _known_outside(payment: GatewayPayment, invoice: Invoice) -> bool:
    """The gateway's echo of money that staff recorded here."""
    return payment.outside and invoice.status == InvoiceStatus.PAID


def _session_payment_tell(source: Gateway, reference: str) -> None:
    state = source.checkout_session_payment(reference)
    if state.payment is not None and state.checkout_id:
        publish(
            CheckoutPaid(checkout_id=state.checkout_id, reference=reference, gateway=source.name)
        )
