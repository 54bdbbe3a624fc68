"""Which states a run and its messages can be in."""

from __future__ import annotations

from django.db import models


class EnrolmentStatus(models.TextChoices):
    ACTIVE = "active"
    COMPLETED = "completed"
    STOPPED = "stopped"


class MessageStatus(models.TextChoices):
    DUE = "due"
    CLAIMED = "claimed"
    SENDING = "sending"
    SENT = "sent"
    HELD = "held"
    FAILED = "failed"
    SUPPRESSED = "suppressed"


WAITING = (MessageStatus.DUE, MessageStatus.CLAIMED, MessageStatus.HELD)
"""Has not left yet: a stop of the run still reaches it."""
