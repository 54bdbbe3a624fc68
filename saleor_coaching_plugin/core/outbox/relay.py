"""Run the handlers that the outbox promises.

A handler's database effects, its "done" and a failed attempt's record are one transaction. A
killed worker leaves its row pending and unlocked, so the next one takes it: handlers see an event
at least once, and give their external calls a key (rule 5 of the design).
"""

from __future__ import annotations

import logging
import random
from datetime import datetime, timedelta

from django.db import transaction

from saleor_coaching_plugin.core.clock import utc_now

from .models import OutboxMessage, OutboxStatus
from .registry import deliver

logger = logging.getLogger(__name__)

MAX_ATTEMPTS = 40
"""Over a day and a half: longer than a mail server or a shop is usually away."""
LONGEST_PAUSE = timedelta(hours=1)


def relay_due(*, limit: int = 500) -> int:
    """Run what is due now, at most `limit` rows; how many were tried."""
    tried = 0
    while tried < limit and relay_one(now=utc_now()):
        tried += 1
    return tried


def relay_one(*, now: datetime) -> bool:
    """Run one due row; False when none is due or all are in other workers' hands."""
    with transaction.atomic():
        row = (
            OutboxMessage.objects.select_for_update(skip_locked=True)
            .filter(status=OutboxStatus.PENDING, due_at__lte=now)
            .order_by("due_at", "id")
            .first()
        )
        if row is None:
            return False
        _attempt(row, now)
    return True


def pause_after(attempts: int) -> timedelta:
    """Exponential backoff with jitter: 2 s, 4 s, 8 s … up to an hour, each ±25 %."""
    pause = min(timedelta(seconds=2**attempts), LONGEST_PAUSE)
    return pause * random.uniform(0.75, 1.25)  # noqa: S311 - spreads load, keeps no secret


def _attempt(row: OutboxMessage, now: datetime) -> None:
    row.attempts += 1
    try:
        with transaction.atomic():
            deliver(row.handler, row.event, row.payload)
    except Exception as error:
        _record_failure(row, error, now)
    else:
        row.status, row.done_at, row.last_error = OutboxStatus.DONE, now, ""
    row.save(update_fields=["status", "attempts", "due_at", "done_at", "last_error"])


def _record_failure(row: OutboxMessage, error: Exception, now: datetime) -> None:
    # The text of an error may hold an address or a token: it goes to the row, which needs staff
    # rights to read, and only the type to the log.
    row.last_error = f"{type(error).__name__}: {error}"[:2000]
    row.due_at = now + pause_after(row.attempts)
    is_last = row.attempts >= MAX_ATTEMPTS
    if is_last:
        row.status = OutboxStatus.FAILED
    logger.log(
        logging.ERROR if is_last else logging.WARNING,
        "Outbox row %s (%s) failed in attempt %s of %s: %s",
        row.pk,
        row.handler,
        row.attempts,
        MAX_ATTEMPTS,
        type(error).__name__,
    )
