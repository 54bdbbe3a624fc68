"""Which states an invoice has."""

from __future__ import annotations

from django.db import models


class InvoiceStatus(models.TextChoices):
    """Planned until the gateway has taken it; `void` is for an invoice that shall not be paid."""

    PLANNED = "planned"
    OPEN = "open"
    PAID = "paid"
    VOID = "void"
