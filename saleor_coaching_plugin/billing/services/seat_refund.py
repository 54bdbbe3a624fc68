"""Give the price of a seat back to who paid it: owed at first, sent by a gateway or a person."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from saleor_coaching_plugin.billing.errors import BillingError, BillingErrorCode
from saleor_coaching_plugin.billing.gateways import gateway
from saleor_coaching_plugin.billing.models import Refund
from saleor_coaching_plugin.billing.selectors import refunds_of_seat
from saleor_coaching_plugin.billing.states import RefundStatus
from saleor_coaching_plugin.billing.wording import wording_for
from saleor_coaching_plugin.core.addresses import line_clean
from saleor_coaching_plugin.core.errors import NotFound
from saleor_coaching_plugin.core.events import RefundOwed, RefundSent
from saleor_coaching_plugin.core.locks import turn_take
from saleor_coaching_plugin.core.money import Money
from saleor_coaching_plugin.core.numbers import number_next
from saleor_coaching_plugin.core.outbox.publish import publish
from saleor_coaching_plugin.seats.models import Seat
from saleor_coaching_plugin.seats.services.close import seat_close

from .seat_price import SeatPrice, Source, seat_price


@transaction.atomic
def seat_refund(*, seat_id: uuid.UUID, now: datetime) -> list[Refund]:
    """Close a seat that nobody has taken, and owe its share of the price to the payer.

    One refund for each payment that it is taken out of, none where the seat was free of charge; a
    repeat returns the same. Raises SeatError (NOT_REFUNDABLE), BillingError (PAID_TOO_LITTLE) and
    NotFound. Nothing was changed then.
    """
    seat = seat_close(seat_id=seat_id, now=now)
    turn_take(f"refund:{seat.group.order_id or seat.group.subject}")
    known = list(refunds_of_seat(seat.id))
    return known or _owed(seat, seat_price(seat), now)


@transaction.atomic
def refund_send(*, refund_id: uuid.UUID, now: datetime) -> None:
    """Have the gateway send it, unless it is sent or for a person to send; once by its key.

    What the gateway refuses becomes a person's. Raises BillingError while it cannot be reached.
    """
    rows = Refund.objects.filter(id=refund_id, status=RefundStatus.OWED).exclude(gateway="")
    refund = rows.select_for_update().first()
    if refund is None:
        return
    try:
        reference = gateway(refund.gateway).payment_refund(
            refund.payment_reference, refund.amount, key=f"refund:{refund.id}"
        )
    except BillingError as refusal:
        if refusal.code != BillingErrorCode.GATEWAY_REFUSED:
            raise
        rows.update(gateway="")
        publish(RefundOwed(refund_id=str(refund.id)))
        return
    _note_sent(refund, reference, now)


@transaction.atomic
def refund_mark_sent(*, refund_id: uuid.UUID, reference: str, now: datetime) -> Refund:
    """Staff sent it, under this reference; a repeat returns the refund as it is.

    Raises BillingError: REFUND_UNDER_WAY (a gateway sends it), PAYMENT_CONFLICT (the reference is
    the payment's own or another refund's, or this one was sent under another); InvalidInput,
    NotFound.
    """
    reference = line_clean(reference, field="reference", max_length=255)
    refund = Refund.objects.select_for_update().filter(id=refund_id).first()
    if refund is None:
        raise NotFound("refund")
    if refund.status == RefundStatus.SENT and refund.reference == reference:
        return refund
    if refund.gateway and refund.status == RefundStatus.OWED:
        raise BillingError(
            BillingErrorCode.REFUND_UNDER_WAY,
            "The payment service sends this refund: there is nothing for you to do.",
        )
    _refuse_taken(refund, reference)
    _note_sent(refund, reference, now)
    return refund


def _owed(seat: Seat, price: SeatPrice, now: datetime) -> list[Refund]:
    refunds = [_refund(seat, price, part, now) for part in _parts(price)]
    Refund.objects.bulk_create(refunds)
    publish(*(RefundOwed(refund_id=str(refund.id)) for refund in refunds))
    return refunds


def _parts(price: SeatPrice) -> list[Source]:
    """How much of each payment goes back, in place of what is left of it."""
    missing, parts = price.share.minor, []
    for source in price.sources:
        minor = min(missing, source.left.minor)
        if minor:
            parts.append(replace(source, left=Money(minor, source.left.currency)))
            missing -= minor
    if missing:
        raise BillingError(
            BillingErrorCode.PAID_TOO_LITTLE,
            "Nothing was paid for this seat yet, or not enough of it is left to go back: "
            f"{price.share.amount} {price.share.currency} would have to.",
        )
    return parts


def _refund(seat: Seat, price: SeatPrice, part: Source, now: datetime) -> Refund:
    group = seat.group
    words = wording_for(group.language)
    return Refund(
        number=f"CN-{now.year}-{number_next(f'credit-note-{now.year}'):04}",
        seat_id=seat.id,
        order_id=price.order_id,
        payment_reference=part.reference,
        amount_minor=part.left.minor,
        currency=part.left.currency,
        payer_name=group.payer_name[:200],
        payer_email=group.payer_email,
        language=group.language,
        description=words.refund_seat.format(title=group.title[:200], position=seat.position),
        gateway=part.gateway,
        created_at=now,
    )


def _refuse_taken(refund: Refund, reference: str) -> None:
    """The shop counts a reference once, whatever it stands for."""
    turn_take(f"refund-references:{refund.order_id}")
    others = Refund.objects.filter(order_id=refund.order_id, reference=reference)
    if (
        refund.status == RefundStatus.SENT
        or reference == refund.payment_reference
        or others.exists()
    ):
        raise BillingError(
            BillingErrorCode.PAYMENT_CONFLICT,
            "This reference stands for something else already: give the one of this refund.",
            "reference",
        )


def _note_sent(refund: Refund, reference: str, now: datetime) -> None:
    """The caller has locked the row."""
    refund.status, refund.reference, refund.sent_at = RefundStatus.SENT, reference, now
    refund.save(update_fields=["status", "reference", "sent_at"])
    publish(RefundSent(refund_id=str(refund.id)))
