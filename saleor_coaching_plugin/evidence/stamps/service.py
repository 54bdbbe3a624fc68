"""Have digests stamped by the authority, and keep what it gave.

Our own clock never stands in for the authority's, and no transaction is opened here while it is
waited for.
"""

from __future__ import annotations

import logging
from datetime import datetime

from saleor_coaching_plugin.evidence.models import TimeStamp

from .chosen import authority_chosen
from .errors import AuthorityError, StampLack

logger = logging.getLogger(__name__)


def stamp_of(digest: str, *, now: datetime) -> TimeStamp | StampLack:
    """The time stamp over a SHA-256 (hexadecimal), or why there is none.

    The one that is kept, or asked for, once, in at most ten seconds. `now` is our clock, which
    the authority's must agree with.
    """
    try:
        return stamp_fetch(digest, now=now) or StampLack.NO_AUTHORITY
    except AuthorityError as error:
        logger.warning("There is no time stamp: %s", error.lack)
        return error.lack


def stamp_fetch(digest: str, *, now: datetime) -> TimeStamp | None:
    """As `stamp_of`; None when no authority is set up. Raises AuthorityError."""
    kept = TimeStamp.objects.filter(digest=digest).first()
    if kept is not None:
        return kept
    authority = authority_chosen()
    if authority is None:
        return None
    stamp = authority.stamp(bytes.fromhex(digest), now=now)
    # Two at once may have been given one each: the first that is kept counts.
    kept, _ = TimeStamp.objects.get_or_create(
        digest=digest,
        defaults={
            "token": stamp.token,
            "stamped_at": stamp.found.stamped_at,
            "authority": stamp.found.authority,
            "created_at": now,
        },
    )
    return kept
