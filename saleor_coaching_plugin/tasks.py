"""Celery's entrances. Celery only moves work; the database decides what is done."""

from __future__ import annotations

from celery import shared_task

from .agreements.services.close import agreements_expire
from .billing.services.issue import invoices_issue_due
from .core.clock import utc_now
from .core.outbox.purge import outbox_purge
from .core.outbox.relay import relay_due
from .core.outbox.wake import WORK_TASK
from .sequences.dispatcher import dispatch_due


@shared_task(name=WORK_TASK)
def work() -> None:
    """Do what is due. Called after each change, and by beat in case a call was lost."""
    while relay_due() + dispatch_due():
        pass


@shared_task(name="saleor_coaching_plugin.tasks.sweep")
def sweep() -> None:
    """What time alone brings about."""
    now = utc_now()
    agreements_expire(now=now)
    invoices_issue_due(now=now)
    outbox_purge(now=now)
