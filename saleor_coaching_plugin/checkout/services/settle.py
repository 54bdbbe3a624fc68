"""See to it that an order has its acceptance: bind the checkout's, or ask the buyer for one."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from saleor_coaching_plugin.checkout.models import CheckoutAcceptance, TermsRequest
from saleor_coaching_plugin.checkout.order_terms import products_under_terms
from saleor_coaching_plugin.checkout.selectors import acceptance_entry, acceptance_of_order
from saleor_coaching_plugin.checkout.states import (
    WAITING,
    OrderAcceptance,
    TermsReason,
    TermsRequestStatus,
    TermsSubject,
)
from saleor_coaching_plugin.commerce.port import Order
from saleor_coaching_plugin.core.events import CopyOwed
from saleor_coaching_plugin.core.outbox.publish import publish
from saleor_coaching_plugin.evidence.ledger import ledger_append

from .ask import Subject, terms_ask
from .record import order_record


@transaction.atomic
def order_acceptance_settle(*, order: Order, now: datetime) -> None:
    """Again and again the same: binds once, asks once, takes a request back once."""
    order_record(order.id, acceptance=_settled(order, now))


def order_from_agreement(order: Order) -> bool:
    """Then its client has accepted the agreement, and gets what that says."""
    return (order.external_reference or "").startswith("agreement:")


def _settled(order: Order, now: datetime) -> str:
    acceptance = acceptance_of_order(order)
    if acceptance is not None:
        _bind(order, acceptance, now)
        return OrderAcceptance.ACCEPTED
    if order.is_cancelled:
        _cancel(order, now)
        return OrderAcceptance.NOT_NEEDED
    if order_from_agreement(order) or not products_under_terms(order):
        return OrderAcceptance.NOT_NEEDED
    request, _ = terms_ask(about=Subject.of_order(order), reason=TermsReason.NOT_ACCEPTED, now=now)
    nobody_asked = request.status == TermsRequestStatus.NO_ADDRESS
    return OrderAcceptance.NO_ADDRESS if nobody_asked else OrderAcceptance.ASKED


def _bind(order: Order, acceptance: CheckoutAcceptance, now: datetime) -> None:
    """Bind the acceptance of the cart that became this order; once."""
    bound = CheckoutAcceptance.objects.filter(id=acceptance.id, order_id="").update(
        order_id=order.id
    )
    if bound:
        ledger_append(
            chain=acceptance.chain,
            kind="acceptance_bound_to_order",
            facts={
                "fingerprint": acceptance.fingerprint,
                "order": order.id,
                "order_number": order.number,
            },
            personal={},
            now=now,
        )
        publish(CopyOwed(entry_id=acceptance_entry(acceptance).pk))


def _cancel(order: Order, now: datetime) -> None:
    asked = TermsRequest.objects.filter(
        subject=TermsSubject.ORDER, subject_id=order.id, status__in=WAITING
    )
    asked.update(status=TermsRequestStatus.CANCELLED, closed_at=now)
