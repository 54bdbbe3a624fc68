"""Acceptances, requests to accept later, what follows a purchase, who bought, what was swept."""

from __future__ import annotations

import uuid

from django.db import models

from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.core.links import SecureLink
from saleor_coaching_plugin.core.money import Money

from .states import OrderAcceptance, TermsReason, TermsRequestStatus, TermsSubject


class CheckoutAcceptance(models.Model):
    """A buyer agreed to the terms of one exact cart, or of one order after it was made."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    checkout_id = models.CharField(max_length=128, blank=True)
    """Empty when the terms were accepted only after the order was made."""
    fingerprint = models.CharField(max_length=64)
    """Of the cart with the very texts that were shown."""
    binding = models.CharField(max_length=64)
    """Of the cart with the texts' material versions: while it stays the same, this counts."""
    email = models.EmailField()
    customer_id = models.CharField(max_length=128, blank=True)
    language = models.CharField(max_length=16)
    cart = models.JSONField()
    """What the fingerprint covers."""
    texts = models.JSONField()
    """What was agreed to: [{"terms_version", "title", "html", "sha256", ...}]."""
    order_id = models.CharField(max_length=128, blank=True, db_index=True)
    accepted_at = models.DateTimeField(default=utc_now)

    class Meta:
        # The checkout folder is a Django app of its own inside Saleor (for the gate plugin).
        app_label = "coaching"
        constraints = [
            models.UniqueConstraint(
                fields=["checkout_id", "fingerprint"], name="coaching_checkout_accepted_once"
            ),
        ]

    @property
    def chain(self) -> str:
        """Where the evidence ledger has it."""
        return f"checkout:{self.checkout_id}" if self.checkout_id else f"order:{self.order_id}"


class ProductSetup(models.Model):
    """What a paid order line of a product starts."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    product_id = models.CharField(max_length=128, unique=True)
    sequence_id = models.UUIDField(null=True)
    packet_id = models.UUIDField(null=True)
    thank_you = models.TextField(blank=True)
    """Markdown for the thank-you page."""

    class Meta:
        app_label = "coaching"


class Purchase(models.Model):
    """A buyer: one paid order line of a product that the plugin knows."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    order_id = models.CharField(max_length=128)
    order_number = models.CharField(max_length=64)
    order_line_id = models.CharField(max_length=128, unique=True)
    checkout_id = models.CharField(max_length=128, blank=True, db_index=True)
    product_id = models.CharField(max_length=128, db_index=True)
    product_name = models.CharField(max_length=250)
    quantity = models.PositiveIntegerField()
    total_minor = models.PositiveBigIntegerField()
    currency = models.CharField(max_length=3)
    email = models.EmailField(db_index=True)
    customer_id = models.CharField(max_length=128, blank=True)
    acceptance = models.ForeignKey(
        CheckoutAcceptance, null=True, on_delete=models.PROTECT, related_name="purchases"
    )
    is_held = models.BooleanField(default=False, db_default=False)
    """Whether what the purchase starts still waits, for an acceptance or an e-mail address."""
    bought_at = models.DateTimeField(default=utc_now)

    class Meta:
        app_label = "coaching"
        indexes = [
            models.Index(fields=["order_id"], name="coaching_purchase_order"),
            models.Index(
                fields=["order_id"], condition=models.Q(is_held=True), name="coaching_purchase_held"
            ),
        ]


class TermsRequest(models.Model):
    """A buyer is asked by mail for an acceptance that no checkout has got in time."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject = models.CharField(max_length=8, choices=TermsSubject.choices)
    subject_id = models.CharField(max_length=128)
    """The shop's id of the order or checkout."""
    status = models.CharField(max_length=10, choices=TermsRequestStatus.choices)
    reason = models.CharField(max_length=12, choices=TermsReason.choices)
    order_id = models.CharField(max_length=128, blank=True)
    """Of a checkout: the order that it became."""
    order_number = models.CharField(max_length=64, blank=True)
    email = models.CharField(max_length=254, blank=True)
    language = models.CharField(max_length=35)
    total_minor = models.PositiveBigIntegerField()
    currency = models.CharField(max_length=3)
    acceptance = models.ForeignKey(
        CheckoutAcceptance, null=True, on_delete=models.PROTECT, related_name="requests"
    )
    created_at = models.DateTimeField(default=utc_now)
    sent_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    """When it was accepted, cancelled or resolved."""

    class Meta:
        app_label = "coaching"
        constraints = [
            models.UniqueConstraint(fields=["subject", "subject_id"], name="coaching_terms_asked"),
        ]
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="coaching_terms_asked_newest"),
            models.Index(
                fields=["expires_at"],
                condition=models.Q(status=TermsRequestStatus.OPEN),
                name="coaching_terms_asked_open",
            ),
        ]

    @property
    def total(self) -> Money:
        return Money(self.total_minor, self.currency)


class TermsLink(SecureLink):
    request = models.ForeignKey(TermsRequest, on_delete=models.CASCADE, related_name="links")

    class Meta:
        app_label = "coaching"


class OrderRecord(models.Model):
    """An order that is known here; the sweep passes by those of which nothing is awaited."""

    order_id = models.CharField(max_length=128, unique=True)
    paid = models.BooleanField(default=False, db_default=False)
    """Whether it was seen paid and its buyers were recorded."""
    acceptance = models.CharField(
        max_length=10,
        choices=OrderAcceptance.choices,
        default=OrderAcceptance.UNKNOWN,
        db_default=OrderAcceptance.UNKNOWN,
    )
    handled_at = models.DateTimeField(null=True)
    """When it was last handled; None while only the sweep has seen it."""
    swept_change = models.DateTimeField(null=True)
    """The newest of its changes that the sweep has had looked at."""

    class Meta:
        app_label = "coaching"


class SweepMark(models.Model):
    """How far a sweep has come. What is older than the mark itself is none of its business."""

    name = models.CharField(max_length=40, unique=True)
    reached = models.DateTimeField()
    """The newest change that was seen."""
    created_at = models.DateTimeField()
    """When the plugin came to this shop."""

    class Meta:
        app_label = "coaching"
