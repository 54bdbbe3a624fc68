"""Failed rows, and giving them another chance."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from .models import OutboxMessage, OutboxStatus
from .wake import wake_on_commit


def outbox_failed() -> QuerySet[OutboxMessage]:
    """Rows that were tried for the last time, oldest first."""
    return OutboxMessage.objects.filter(status=OutboxStatus.FAILED).order_by("id")


def outbox_retry(*, ids: list[int] | None, now: datetime) -> int:
    """Make failed rows due again with all their attempts; all of them when `ids` is None."""
    rows = outbox_failed() if ids is None else outbox_failed().filter(id__in=ids)
    count = rows.update(status=OutboxStatus.PENDING, attempts=0, due_at=now)
    wake_on_commit()
    return count
