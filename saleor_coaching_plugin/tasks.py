"""Celery's entrances. Celery only moves work; the database decides what is done."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

import celery
from celery import shared_task

from .agreements.services.close import agreements_expire
from .billing.services.issue import invoices_issue_due
from .checkout.services.release import held_purchases_release
from .checkout.services.sweep import orders_sweep
from .checkout.services.sweep_checkouts import paid_checkouts_sweep, terms_requests_expire
from .core.beat import SWEEP_TASK
from .core.clock import utc_now
from .core.outbox.purge import outbox_purge
from .core.outbox.relay import relay_due
from .core.outbox.wake import WORK_TASK
from .evidence.anchors import anchor_make
from .evidence.checkpoints import heads_sign
from .evidence.owed import certificates_make_owed
from .evidence.stamps.anchors import anchors_stamp
from .seats.services.purge import seat_plans_purge
from .seats.services.sweep import seats_expire, seats_invite_due, seats_remind_due
from .sequences.dispatcher import dispatch_due

logger = logging.getLogger(__name__)

SWEEPS: tuple[Callable[..., object], ...] = (
    agreements_expire,
    terms_requests_expire,
    invoices_issue_due,
    orders_sweep,
    paid_checkouts_sweep,
    held_purchases_release,
    seats_invite_due,
    seats_expire,
    seats_remind_due,
    heads_sign,
    anchor_make,
    anchors_stamp,
    certificates_make_owed,
    outbox_purge,
    seat_plans_purge,
)


# Saleor's own base class of tasks warns about each query that is not routed to its replica; ours
# write, and read what was just written, so they have nothing to do there. Hence Celery's own.
@shared_task(name=WORK_TASK, base=celery.Task)
def work() -> None:
    """Do what is due. Called after each change, and by beat in case a call was lost."""
    while relay_due() + dispatch_due():
        pass


@shared_task(name=SWEEP_TASK, base=celery.Task)
def sweep() -> None:
    """What time alone brings about, and what the shop's hooks have missed."""
    for part in SWEEPS:
        _swept(part, utc_now())


def _swept(part: Callable[..., object], now: datetime) -> None:
    """A shop that does not answer must not keep agreements from expiring."""
    try:
        part(now=now)
    except Exception as error:
        logger.error("The sweep %s failed: %s", part.__name__, type(error).__name__)
