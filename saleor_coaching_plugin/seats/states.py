"""The states of a seat, and from which one may go where."""

from __future__ import annotations

from django.db import models


class SeatStatus(models.TextChoices):
    FREE = "free"
    """Nobody is named, or the one who was has been taken out again."""
    PLANNED = "planned"
    """Somebody is named; the invitation leaves on a later day."""
    INVITED = "invited"
    OPENED = "opened"
    ACCEPTED = "accepted"
    """The participant has agreed; account, packet and sequence are under way."""
    ACTIVE = "active"
    DECLINED = "declined"
    EXPIRED = "expired"
    REFUNDED = "refunded"


ANSWERABLE = (SeatStatus.INVITED, SeatStatus.OPENED)
"""The participant can accept or decline."""

ASSIGNABLE = (
    SeatStatus.FREE,
    SeatStatus.PLANNED,
    *ANSWERABLE,
    SeatStatus.DECLINED,
    SeatStatus.EXPIRED,
)
"""It can be given to somebody, or to somebody else, or be refunded: nobody has accepted it."""

TAKEN = (SeatStatus.ACCEPTED, SeatStatus.ACTIVE)
