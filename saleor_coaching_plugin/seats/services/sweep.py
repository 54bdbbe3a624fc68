"""What time alone brings about. Each seat has its own transaction, and one worker at a time."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import DateTimeField, DurationField, ExpressionWrapper, F, Q, Value

from saleor_coaching_plugin.core.events import SeatExpired
from saleor_coaching_plugin.core.outbox.publish import publish
from saleor_coaching_plugin.seats.models import Seat
from saleor_coaching_plugin.seats.states import ANSWERABLE, SeatStatus

from .invite import invitation_try, reminder_send

_HALF_OF_ITS_TIME = ExpressionWrapper(
    F("group__days_to_accept") * Value(timedelta(days=1) / 2), output_field=DurationField()
)


def seats_invite_due(*, now: datetime) -> int:
    """Send the planned invitations whose day has come; how many left.

    One that cannot be sent is tried again with each sweep, as the coach may mend the text.
    """
    due = Q(status=SeatStatus.PLANNED, invite_on__lte=now.date())
    return _each(due, lambda seat: invitation_try(seat, now))


def seats_expire(*, now: datetime) -> int:
    """Close the invitations that were not answered in time; how many."""
    due = Q(status__in=ANSWERABLE, expires_at__lte=now)
    return _each(due, _expire)


def seats_remind_due(*, now: datetime) -> int:
    """Remind everybody once, when half of the time is over; how many. The end stays as it was."""
    latest = ExpressionWrapper(Value(now) + _HALF_OF_ITS_TIME, output_field=DateTimeField())
    due = Q(status__in=ANSWERABLE, reminded_at=None, expires_at__gt=now, expires_at__lte=latest)
    return _each(due, lambda seat: _remind(seat, now))


def _expire(seat: Seat) -> bool:
    Seat.objects.filter(id=seat.id).update(status=SeatStatus.EXPIRED)
    publish(SeatExpired(participant_id=str(seat.participant_id)))
    return True


def _remind(seat: Seat, now: datetime) -> bool:
    reminder_send(seat, expires_at=seat.expires_at, now=now)
    return True


def _each(due: Q, do: Callable[[Seat], bool]) -> int:
    ids = list(Seat.objects.filter(due).values_list("id", flat=True))
    return sum(_one(seat_id, due, do) for seat_id in ids)


@transaction.atomic
def _one(seat_id: uuid.UUID, due: Q, do: Callable[[Seat], bool]) -> bool:
    """Skips what another has in hand, or has dealt with meanwhile."""
    seat = (
        Seat.objects.select_for_update(skip_locked=True, of=("self",))
        .select_related("group")
        .filter(due, id=seat_id)
        .first()
    )
    return seat is not None and do(seat)
