"""Each anchor gets its time stamp, if need be days later and with the later, true time."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from saleor_coaching_plugin.evidence.models import AnchorStampTry, LedgerAnchor, TimeStamp

from .errors import AuthorityError
from .service import stamp_fetch

AT_ONCE = 20
"""So few that `now` is still about now when the last one is asked for."""
LONGEST_PAUSE = timedelta(hours=1)


def anchors_stamp(*, now: datetime) -> int:
    """Have anchors stamped that have no stamp yet; how many were.

    The newest first, as it covers the older ones too. After a failure the authority is left
    alone; that anchor waits, each time longer, and is tried without end.
    """
    stamped = 0
    for anchor in _due(now)[:AT_ONCE]:
        try:
            if stamp_fetch(anchor.hash, now=now) is None:
                break
        except AuthorityError as error:
            _failure_record(anchor, str(error), now)
            break
        AnchorStampTry.objects.filter(anchor=anchor).delete()
        stamped += 1
    return stamped


def pause_after(attempts: int) -> timedelta:
    """5, 10, 20, 40 minutes, then an hour each."""
    return min(timedelta(minutes=5) * 2 ** min(attempts - 1, 8), LONGEST_PAUSE)


def _due(now: datetime) -> QuerySet[LedgerAnchor]:
    stamps = TimeStamp.objects.filter(digest=OuterRef("hash"))
    waiting = AnchorStampTry.objects.filter(anchor=OuterRef("pk"), due_at__gt=now)
    return LedgerAnchor.objects.exclude(Exists(stamps) | Exists(waiting)).order_by("-number")


def _failure_record(anchor: LedgerAnchor, reason: str, now: datetime) -> None:
    tried, _ = AnchorStampTry.objects.get_or_create(anchor=anchor, defaults={"due_at": now})
    attempts = tried.attempts + 1
    AnchorStampTry.objects.filter(pk=tried.pk).update(
        attempts=attempts, due_at=now + pause_after(attempts), last_error=reason[:300]
    )
