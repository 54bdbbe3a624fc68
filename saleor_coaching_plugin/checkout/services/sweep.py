"""Walk the orders that changed, and have looked at what the shop's hooks may not have told.

A look is a row in the outbox, so one order that cannot be read holds up no other.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from django.db import connection, transaction

from saleor_coaching_plugin.checkout.models import OrderRecord
from saleor_coaching_plugin.commerce.current import commerce
from saleor_coaching_plugin.commerce.port import OrderChange
from saleor_coaching_plugin.core.events import OrderChangeFound
from saleor_coaching_plugin.core.outbox.publish import publish
from saleor_coaching_plugin.seats.models import Seat, SeatGroup
from saleor_coaching_plugin.seats.states import ASSIGNABLE

from .marks import ORDERS, sweep_mark, sweep_mark_move

logger = logging.getLogger(__name__)

BATCH = 500
OVERLAP = timedelta(minutes=5)
"""How long before its commit an order may have been given the time of its change."""


def orders_sweep(*, now: datetime) -> int:
    """See to all orders that changed since the last sweep; how many have to be looked at.

    While the plugin is switched off the mark stays, so that nothing is missed later.

    Costs the same few statements for each batch, whatever is in it.
    """
    if not commerce().is_switched_on():
        return 0
    mark = sweep_mark(ORDERS, now=now)
    seen = found = 0
    for batch in _batches(since=mark.reached - OVERLAP):
        found += _batch_sweep(batch, now)
        seen += len(batch)
        if len(batch) >= BATCH:
            logger.info(
                "The order sweep has seen %s changes up to %s, and found %s to look at.",
                seen,
                batch[-1].changed_at.isoformat(),
                found,
            )
    return found


def _batches(*, since: datetime) -> Iterator[Sequence[OrderChange]]:
    """Each begins where the one before ended; larger ones where more changed at one moment."""
    limit = BATCH
    while batch := commerce().orders_changed(since=since, limit=limit):
        yield batch
        if len(batch) < limit:
            return
        limit = BATCH if batch[-1].changed_at > since else limit * 2
        since = batch[-1].changed_at


@transaction.atomic
def _batch_sweep(batch: Sequence[OrderChange], now: datetime) -> int:
    ids = _claim({change.order_id: change.changed_at for change in batch})
    publish(*(OrderChangeFound(order_id=order_id) for order_id in ids))
    # A shop's clock may be ahead of ours; nothing may be overtaken because of that.
    sweep_mark_move(ORDERS, min(batch[-1].changed_at, now))
    return len(ids)


def _claim(changes: dict[str, datetime]) -> list[str]:
    """Ids of the orders to look at. Of two sweeps at once only one gets an order."""
    ids = sorted(changes)  # the same for all sweeps, so that none waits for one that waits for it
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, [ids, [changes[order_id] for order_id in ids], list(ASSIGNABLE)])
        return [order_id for (order_id,) in cursor.fetchall()]


# In: what is unknown; and what was handled, may still move, and has changed since it was looked at.
# What is known but was never handled stands in the outbox. An order with seats that nobody has
# accepted can still be cancelled.
_CLAIM = f"""
INSERT INTO {OrderRecord._meta.db_table} AS known (order_id, swept_change)
SELECT * FROM unnest(%s::text[], %s::timestamptz[])
ON CONFLICT (order_id) DO UPDATE SET swept_change = EXCLUDED.swept_change
WHERE known.handled_at IS NOT NULL
  AND (
    NOT known.paid OR known.acceptance IN ('unknown', 'asked', 'no_address')
    OR EXISTS (
      SELECT FROM {SeatGroup._meta.db_table} AS seats
      JOIN {Seat._meta.db_table} AS seat ON seat.group_id = seats.id
      WHERE seats.order_id = known.order_id AND seat.status = ANY(%s)
    )
  )
  AND (known.swept_change IS NULL OR known.swept_change < EXCLUDED.swept_change)
RETURNING order_id
"""  # noqa: S608 - the table's name is our own
