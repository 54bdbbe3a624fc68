"""Forget whom the buyers of abandoned checkouts had named."""

from __future__ import annotations

from datetime import datetime, timedelta

from saleor_coaching_plugin.seats.models import SeatPlan

KEPT = timedelta(days=90)


def seat_plans_purge(*, now: datetime) -> int:
    """Delete plans for purchases that are older than 90 days; how many.

    Those of agreements stay: one may be prepared long before it is accepted.
    """
    old = SeatPlan.objects.filter(created_at__lt=now - KEPT)
    return old.exclude(subject__startswith="agreement:").delete()[0]
