"""Carts on their way to becoming orders."""

from __future__ import annotations

import uuid

from django.db import models

from saleor_coaching_plugin.core.clock import utc_now

from .catalogue import Channel, VariantChannelListing
from .people import User

MAX_QUANTITY = 50
"""Of one line. Saleor's `limit_quantity_per_checkout` is 50 by default."""


class Voucher(models.Model):
    """Takes a whole per cent off every checkout that names it."""

    code = models.CharField(max_length=255, unique=True)
    percent = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(percent__gte=1, percent__lte=100), name="shop_voucher_percent"
            )
        ]


class Checkout(models.Model):
    """Every change of it, a payment too, counts `revision` up.

    So an order can be made of exactly what was looked at, or not at all.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    channel = models.ForeignKey(Channel, models.PROTECT, related_name="+")
    language = models.CharField(max_length=35, default="en")
    email = models.CharField(max_length=254, blank=True)
    user = models.ForeignKey(User, models.SET_NULL, null=True, related_name="checkouts")
    billing_address = models.JSONField(null=True)
    voucher = models.ForeignKey(Voucher, models.PROTECT, null=True, related_name="+")
    paid_minor = models.BigIntegerField(default=0)
    revision = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=utc_now)
    changed_at = models.DateTimeField(default=utc_now, db_index=True)
    completed_at = models.DateTimeField(null=True)


class CheckoutLine(models.Model):
    """Points to the price, not to the variant: what is no longer for sale leaves the cart."""

    checkout = models.ForeignKey(Checkout, models.CASCADE, related_name="lines")
    listing = models.ForeignKey(VariantChannelListing, models.CASCADE, related_name="+")
    quantity = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["checkout", "listing"], name="shop_checkout_line_once"),
            models.CheckConstraint(
                condition=models.Q(quantity__gte=1, quantity__lte=MAX_QUANTITY),
                name="shop_checkout_line_quantity",
            ),
        ]


class CheckoutPayment(models.Model):
    checkout = models.ForeignKey(Checkout, models.CASCADE, related_name="payments")
    reference = models.CharField(max_length=512)
    amount_minor = models.BigIntegerField()
    by_plugin = models.BooleanField()
    """Recorded by the plugin, not by a payment app."""
    created_at = models.DateTimeField(default=utc_now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["checkout", "reference"], name="shop_checkout_payment_once"
            ),
            models.CheckConstraint(
                condition=models.Q(amount_minor__gt=0), name="shop_checkout_payment_positive"
            ),
        ]
