"""Look for checkouts that are paid but were kept from becoming an order by their terms."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial

from saleor_coaching_plugin.checkout.models import TermsRequest
from saleor_coaching_plugin.checkout.states import WAITING, TermsRequestStatus, TermsSubject
from saleor_coaching_plugin.commerce.current import commerce
from saleor_coaching_plugin.commerce.errors import CommerceError, CommerceErrorCode
from saleor_coaching_plugin.commerce.port import Checkout

from .block import PATIENCE, blocked_checkout_check, blocked_checkout_resolve
from .marks import PAID_CHECKOUTS, sweep_mark

logger = logging.getLogger(__name__)

LOOK_BACK = timedelta(days=30)
"""Checkouts are looked at anew for so long: terms may change while they wait."""
BATCH = 200
SHORTEST = timedelta(seconds=1)


def paid_checkouts_sweep(*, now: datetime) -> None:
    """Ask the buyers of blocked checkouts, and close the requests of those that went on."""
    if not commerce().is_switched_on():
        return
    began = sweep_mark(PAID_CHECKOUTS, now=now).created_at
    for checkout in _paid(since=max(began, now - LOOK_BACK), until=now - PATIENCE):
        _or_log(checkout.id, partial(blocked_checkout_check, checkout=checkout, now=now))
    asked = TermsRequest.objects.filter(
        subject=TermsSubject.CHECKOUT, status__in=[*WAITING, TermsRequestStatus.ACCEPTED]
    )
    for checkout_id in asked.values_list("subject_id", flat=True):
        _or_log(checkout_id, partial(_resolve_if_gone, checkout_id, now))


def terms_requests_expire(*, now: datetime) -> int:
    """Close what was not answered in time; how many. Staff can send it again."""
    late = TermsRequest.objects.filter(status=TermsRequestStatus.OPEN, expires_at__lte=now)
    return late.update(status=TermsRequestStatus.EXPIRED)


def _paid(*, since: datetime, until: datetime) -> Iterator[Checkout]:
    """All of that time: where there are more than one answer holds, half the time is asked for."""
    found = commerce().checkouts_paid(since=since, until=until, limit=BATCH)
    if len(found) < BATCH or until - since <= SHORTEST:
        yield from found
        return
    middle = since + (until - since) / 2
    yield from _paid(since=since, until=middle)
    yield from _paid(since=middle, until=until)


def _resolve_if_gone(checkout_id: str, now: datetime) -> None:
    try:
        commerce().checkout_get(checkout_id)
    except CommerceError as error:
        if error.code is not CommerceErrorCode.NOT_FOUND:
            raise
        order = commerce().order_find(checkout_id=checkout_id)
        blocked_checkout_resolve(checkout_id=checkout_id, order=order, now=now)


def _or_log(checkout_id: str, step: Callable[[], None]) -> None:
    """One checkout that cannot be read or rendered must not hold up the others."""
    try:
        step()
    except Exception as error:
        logger.error("Checkout %s could not be swept: %s", checkout_id, type(error).__name__)
