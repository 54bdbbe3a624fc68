"""States of what this domain asks of buyers, and of the orders that it knows."""

from __future__ import annotations

from django.db import models


class TermsSubject(models.TextChoices):
    """What a buyer is asked about by mail."""

    ORDER = "order"
    CHECKOUT = "checkout"


class TermsReason(models.TextChoices):
    """Why a buyer is asked by mail."""

    NOT_ACCEPTED = "not_accepted"
    STALE = "stale"
    """Accepted, but the cart or the terms have changed since."""


class TermsRequestStatus(models.TextChoices):
    OPEN = "open"
    """The buyer has a link and has yet to accept."""
    NO_ADDRESS = "no_address"
    """Nobody can be asked: there is no e-mail address."""
    EXPIRED = "expired"
    ACCEPTED = "accepted"
    CANCELLED = "cancelled"
    """The order was cancelled."""
    RESOLVED = "resolved"
    """Not needed any more: the checkout is an order or gone, or the terms were taken back."""


WAITING = (TermsRequestStatus.OPEN, TermsRequestStatus.NO_ADDRESS, TermsRequestStatus.EXPIRED)
"""Nothing was accepted yet, and it still matters."""


class OrderAcceptance(models.TextChoices):
    """What is known of the terms of an order."""

    UNKNOWN = "unknown"
    NOT_NEEDED = "not_needed"
    ACCEPTED = "accepted"
    ASKED = "asked"
    NO_ADDRESS = "no_address"
