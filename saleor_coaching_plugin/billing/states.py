"""Which states an invoice has."""

from __future__ import annotations

from django.db import models


class InvoiceStatus(models.TextChoices):
    """Planned until the gateway has taken it; `void` is for an invoice that shall not be paid."""

    PLANNED = "planned"
    OPEN = "open"
    PAID = "paid"
    VOID = "void"


class RefundStatus(models.TextChoices):
    """Owed until a gateway or a person has sent the money."""

    OWED = "owed"
    SENT = "sent"
