"""How far the sweeps have come."""

from __future__ import annotations

from datetime import datetime

from saleor_coaching_plugin.checkout.models import SweepMark

ORDERS = "orders"
PAID_CHECKOUTS = "paid_checkouts"


def sweep_mark(name: str, *, now: datetime) -> SweepMark:
    """The mark; a migration made it, but a database may have been emptied since."""
    mark, _ = SweepMark.objects.get_or_create(
        name=name, defaults={"reached": now, "created_at": now}
    )
    return mark


def sweep_mark_move(name: str, reached: datetime) -> None:
    """Forward only, as another sweep may have come further."""
    SweepMark.objects.filter(name=name, reached__lt=reached).update(reached=reached)
