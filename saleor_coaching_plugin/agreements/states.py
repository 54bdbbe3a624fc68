"""Which states there are, and from which one may go where."""

from __future__ import annotations

from django.db import models


class AgreementStatus(models.TextChoices):
    DRAFT = "draft"
    SENT = "sent"
    VIEWED = "viewed"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    CHANGES_REQUESTED = "changes_requested"
    EXPIRED = "expired"
    REVOKED = "revoked"


class PartyRole(models.TextChoices):
    """Participants have seats; see the folder of that name."""

    PAYER = "payer"


class PartyStatus(models.TextChoices):
    PENDING = "pending"
    ACCEPTED = "accepted"
    DECLINED = "declined"


OPEN = (AgreementStatus.SENT, AgreementStatus.VIEWED)
"""The client can act."""

EDITABLE = (AgreementStatus.DRAFT, AgreementStatus.CHANGES_REQUESTED, AgreementStatus.EXPIRED)
"""The coach can write in it and send it (again)."""

REVOCABLE = (*EDITABLE, *OPEN)
"""Anything but what the client has decided."""
