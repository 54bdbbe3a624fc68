"""An invoice's way: draft -> open -> paid, void or uncollectible.

https://docs.stripe.com/invoicing/integration/workflow-transitions
"""

from __future__ import annotations

from typing import Any

from saleor_coaching_plugin.sandbox.stripe_simulator.errors import refusal
from saleor_coaching_plugin.sandbox.stripe_simulator.ids import random_letters
from saleor_coaching_plugin.sandbox.stripe_simulator.parameters.schema import Boolean, Group
from saleor_coaching_plugin.sandbox.stripe_simulator.resources.cards import Card, Decline
from saleor_coaching_plugin.sandbox.stripe_simulator.resources.charges import Payer
from saleor_coaching_plugin.sandbox.stripe_simulator.resources.events import event_record
from saleor_coaching_plugin.sandbox.stripe_simulator.resources.invoice_payments import (
    invoice_payment_cancel,
    invoice_payment_open,
    invoice_payment_settle,
    open_payment_of,
)
from saleor_coaching_plugin.sandbox.stripe_simulator.resources.invoice_shape import (
    customer_snapshot,
)
from saleor_coaching_plugin.sandbox.stripe_simulator.resources.lookup import in_path
from saleor_coaching_plugin.sandbox.stripe_simulator.resources.payment_intents import (
    payment_intent_cancel,
    payment_intent_charge,
    payment_intent_open,
)
from saleor_coaching_plugin.sandbox.stripe_simulator.resources.totals import (
    balance_apply,
    balance_restore,
)
from saleor_coaching_plugin.sandbox.stripe_simulator.store import JsonObject
from saleor_coaching_plugin.sandbox.stripe_simulator.world import Call

FINALIZE = Group({"auto_advance": Boolean()})
SEND = Group()
PAY = Group({"paid_out_of_band": Boolean()})
VOID = Group()
MARK_UNCOLLECTIBLE = Group()

PAYABLE = ("open", "uncollectible")


def invoice_finalize(call: Call, params: dict[str, Any], *, invoice_id: str) -> JsonObject:
    """draft -> open: numbered, fixed, with a hosted page. With nothing due it is paid at once."""
    invoice = in_path(call, "invoice", invoice_id)
    if invoice["status"] != "draft":
        raise refusal(
            "This invoice is already finalized, you can't re-finalize a non-draft invoice."
        )
    invoice["auto_advance"] = params.get("auto_advance", invoice["auto_advance"])
    _finalize(call, invoice)
    return invoice


def invoice_send(call: Call, params: dict[str, Any], *, invoice_id: str) -> JsonObject:
    """Finalises a draft first. In test mode Stripe sends no mail either; there is the event."""
    invoice = in_path(call, "invoice", invoice_id, param="invoice")
    if invoice["collection_method"] != "send_invoice":
        raise refusal(
            "You can only manually send an invoice if its collection method is 'send_invoice'."
        )
    if invoice["status"] == "draft":
        _finalize(call, invoice)
    elif invoice["status"] != "open":
        raise refusal("This invoice cannot be sent right now.")
    event_record(call, "invoice.sent", invoice)
    return invoice


def invoice_pay(call: Call, params: dict[str, Any], *, invoice_id: str) -> JsonObject:
    """Only out of band: customers of the simulator have no saved card to charge."""
    invoice = in_path(call, "invoice", invoice_id)
    if invoice["status"] == "paid":
        raise refusal("Invoice is already paid")
    if invoice["status"] == "void":
        raise refusal("You can only pay open or uncollectible invoices. This invoice is void.")
    if not params.get("paid_out_of_band"):
        raise refusal(
            "There is no `default_payment_method` set on this Customer or Invoice. Please set a "
            "`default_payment_method`."
        )
    if invoice["status"] == "draft":
        _finalize(call, invoice)
    if invoice["status"] != "paid":
        _cancel_payment(call, invoice)
        _mark_paid(call, invoice)
    return invoice


def invoice_void(call: Call, params: dict[str, Any], *, invoice_id: str) -> JsonObject:
    invoice = in_path(call, "invoice", invoice_id)
    if invoice["status"] == "paid":
        raise refusal("Invoices with `paid` payments cannot be voided.")
    if invoice["status"] not in PAYABLE:
        raise refusal("You can only pass in open invoices. This invoice isn't open.")
    _cancel_payment(call, invoice)
    balance_restore(invoice, call.store.objects[invoice["customer"]])
    _move(call, invoice, "void", "voided_at")
    event_record(call, "invoice.voided", invoice)
    return invoice


def invoice_mark_uncollectible(
    call: Call, params: dict[str, Any], *, invoice_id: str
) -> JsonObject:
    invoice = in_path(call, "invoice", invoice_id)
    if invoice["status"] == "uncollectible":
        raise refusal("This invoice has already been marked uncollectible.")
    if invoice["status"] != "open":
        raise refusal("You can only pass in open invoices. This invoice isn't open.")
    _move(call, invoice, "uncollectible", "marked_uncollectible_at")
    event_record(call, "invoice.marked_uncollectible", invoice)
    return invoice


def invoice_pay_by_card(call: Call, *, invoice: JsonObject, card: Card) -> Decline | None:
    """What the hosted page does for an invoice that can be paid. Returns why the bank refused."""
    payment = open_payment_of(call, invoice)
    if payment is None:
        raise AssertionError(f"{invoice['id']} is payable and has no open payment")
    intent = call.store.objects[payment["payment"]["payment_intent"]]
    payer = Payer(name=invoice["customer_name"], email=invoice["customer_email"])
    decline = payment_intent_charge(call, intent=intent, card=card, payer=payer)
    invoice["attempted"] = True
    invoice["attempt_count"] = 1
    if decline is not None:
        event_record(call, "invoice.payment_failed", invoice)
        return decline
    invoice_payment_settle(call, payment)
    _mark_paid(call, invoice)
    return None


def _finalize(call: Call, invoice: JsonObject) -> None:
    customer = call.store.objects[invoice["customer"]]
    balance_apply(invoice, customer)
    token = random_letters(48)
    call.store.invoice_links[token] = invoice["id"]
    invoice.update(
        customer_snapshot(customer),
        automatically_finalizes_at=None,
        effective_at=call.now,
        hosted_invoice_url=f"/i/{token}",
        invoice_pdf=f"/i/{token}/pdf",
        number=f"{customer['invoice_prefix']}-{customer['next_invoice_sequence']:04d}",
    )
    customer["next_invoice_sequence"] += 1
    customer["currency"] = customer["currency"] or invoice["currency"]
    _move(call, invoice, "open", "finalized_at")
    if invoice["amount_due"] > 0:
        _open_payment(call, invoice)
    event_record(call, "invoice.finalized", invoice)
    if invoice["amount_due"] == 0:
        invoice["attempted"] = True
        _mark_paid(call, invoice)


def _open_payment(call: Call, invoice: JsonObject) -> None:
    intent = payment_intent_open(
        call,
        amount=invoice["amount_due"],
        currency=invoice["currency"],
        customer=invoice["customer"],
        description="Payment for Invoice",
        metadata={},
    )
    invoice_payment_open(call, invoice=invoice, intent=intent)


def _cancel_payment(call: Call, invoice: JsonObject) -> None:
    payment = open_payment_of(call, invoice)
    if payment is not None:
        payment_intent_cancel(call, call.store.objects[payment["payment"]["payment_intent"]])
        invoice_payment_cancel(call, payment)


def _mark_paid(call: Call, invoice: JsonObject) -> None:
    invoice["amount_paid"] = invoice["amount_due"]
    invoice["amount_remaining"] = 0
    _move(call, invoice, "paid", "paid_at")
    event_record(call, "invoice.paid", invoice)


def _move(call: Call, invoice: JsonObject, status: str, moment: str) -> None:
    invoice["status"] = status
    invoice["status_transitions"][moment] = call.now
