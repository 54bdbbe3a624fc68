"""Forget what was done long ago; what failed stays until a person has seen to it."""

from __future__ import annotations

from datetime import datetime, timedelta

from .models import OutboxMessage, OutboxStatus

KEPT = timedelta(days=30)


def outbox_purge(*, now: datetime) -> int:
    """Delete rows done more than 30 days ago; how many."""
    done = OutboxMessage.objects.filter(status=OutboxStatus.DONE, done_at__lt=now - KEPT)
    return done.delete()[0]
