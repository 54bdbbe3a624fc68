"""Checkouts that are paid but kept from becoming an order by their terms: tell, ask, go on."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from saleor_coaching_plugin.checkout.errors import CheckoutError, CheckoutErrorCode
from saleor_coaching_plugin.checkout.gate import checkout_gate
from saleor_coaching_plugin.checkout.mails import coach_mail_for
from saleor_coaching_plugin.checkout.models import CheckoutAcceptance, TermsRequest
from saleor_coaching_plugin.checkout.states import (
    WAITING,
    TermsReason,
    TermsRequestStatus,
    TermsSubject,
)
from saleor_coaching_plugin.commerce.port import Checkout, Order
from saleor_coaching_plugin.core.events import CheckoutUnblocked
from saleor_coaching_plugin.core.outbox.publish import publish
from saleor_coaching_plugin.mail.queue import mail_queue

from .ask import Subject, terms_ask

PATIENCE = timedelta(minutes=10)
"""How long a paid checkout may take to become an order before somebody is told."""


@transaction.atomic
def blocked_checkout_check(*, checkout: Checkout, now: datetime) -> None:
    """Of a checkout paid some time ago: ask its buyer and tell the coach once; or let it go on."""
    reason = _refused_for(checkout)
    if reason is None:
        checkout_unblock(checkout_id=checkout.id, acceptance=None, now=now)
        return
    _reopen(checkout, reason, now)
    request, is_new = terms_ask(about=Subject.of_checkout(checkout), reason=reason, now=now)
    if is_new:
        mail_queue(coach_mail_for(request, checkout.lines))


def checkout_unblock(
    *, checkout_id: str, acceptance: CheckoutAcceptance | None, now: datetime
) -> None:
    """Nothing of ours is in its way any more: if it was kept back by us, it goes on by itself."""
    status = TermsRequestStatus.ACCEPTED if acceptance else TermsRequestStatus.RESOLVED
    waiting = _requests_of(checkout_id).filter(status__in=WAITING)
    if waiting.update(status=status, acceptance=acceptance, closed_at=now):
        publish(CheckoutUnblocked(checkout_id=checkout_id))


def blocked_checkout_resolve(*, checkout_id: str, order: Order | None, now: datetime) -> None:
    """It became an order, or is gone."""
    values = {"status": TermsRequestStatus.RESOLVED, "closed_at": now}
    requests = _requests_of(checkout_id).filter(order_id="")
    if order is None:
        requests.exclude(status=TermsRequestStatus.RESOLVED).update(**values)
    else:
        requests.update(**values, order_id=order.id, order_number=order.number)


def _reopen(checkout: Checkout, reason: str, now: datetime) -> None:
    """Refused again although it was let go a while ago: the cart or its terms have changed."""
    _requests_of(checkout.id).exclude(status__in=WAITING).filter(
        closed_at__lt=now - PATIENCE
    ).update(status=TermsRequestStatus.NO_ADDRESS, reason=reason, acceptance=None, closed_at=None)


def _requests_of(checkout_id: str) -> QuerySet[TermsRequest]:
    return TermsRequest.objects.filter(subject=TermsSubject.CHECKOUT, subject_id=checkout_id)


def _refused_for(checkout: Checkout) -> str | None:
    try:
        checkout_gate(checkout)
    except CheckoutError as error:
        is_stale = error.code is CheckoutErrorCode.TERMS_STALE
        return TermsReason.STALE if is_stale else TermsReason.NOT_ACCEPTED
    return None
