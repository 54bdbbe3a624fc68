"""Acceptances of checkouts, what follows a purchase, and who bought."""

from __future__ import annotations

import uuid

from django.db import models

from saleor_coaching_plugin.core.clock import utc_now


class CheckoutAcceptance(models.Model):
    """A buyer agreed to the terms of one exact cart."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    checkout_id = models.CharField(max_length=128)
    fingerprint = models.CharField(max_length=64)
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
    bought_at = models.DateTimeField(default=utc_now)

    class Meta:
        app_label = "coaching"
