"""Write events down inside the caller's transaction."""

from __future__ import annotations

from saleor_coaching_plugin.core.events import Event

from .models import OutboxMessage
from .registry import handlers_of
from .wake import wake_on_commit


def publish(*events: Event) -> None:
    """Promise every event to each of its handlers.

    Must run in the transaction that made the event true, so that both stand or neither.
    """
    rows = [
        OutboxMessage(event=type(event).__name__, payload=event.payload(), handler=handler)
        for event in events
        for handler in handlers_of(type(event))
    ]
    if rows:
        OutboxMessage.objects.bulk_create(rows)
        wake_on_commit()
