"""Orders: what was bought, what was paid, which invoices belong to it."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Func, Q, Value

from saleor_coaching_plugin.core.clock import utc_now

from .catalogue import Channel, Variant
from .checkouts import Checkout
from .people import User

NUMBER_SEQUENCE = "sandbox_shop_order_number"


class Order(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.BigIntegerField(
        unique=True, db_default=Func(Value(NUMBER_SEQUENCE), function="nextval")
    )
    channel = models.ForeignKey(Channel, models.PROTECT, related_name="+")
    language = models.CharField(max_length=35)
    email = models.CharField(max_length=254)
    user = models.ForeignKey(User, models.SET_NULL, null=True, related_name="orders")
    checkout = models.OneToOneField(Checkout, models.PROTECT, null=True, related_name="order")
    external_reference = models.CharField(max_length=250, unique=True, null=True)  # noqa: DJ001 - unique where set
    billing_address = models.JSONField()
    voucher_code = models.CharField(max_length=255, blank=True)
    total_minor = models.BigIntegerField()
    paid_minor = models.BigIntegerField(default=0)
    metadata = models.JSONField(default=dict)
    is_cancelled = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=utc_now)
    changed_at = models.DateTimeField(default=utc_now, db_index=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(total_minor__gte=0, paid_minor__gte=0), name="shop_order_amounts"
            )
        ]


class OrderLine(models.Model):
    order = models.ForeignKey(Order, models.CASCADE, related_name="lines")
    variant = models.ForeignKey(Variant, models.PROTECT, related_name="+")
    product_name = models.CharField(max_length=386)
    variant_name = models.CharField(max_length=255)
    quantity = models.PositiveIntegerField()
    unit_price_minor = models.BigIntegerField()
    total_minor = models.BigIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(total_minor=F("unit_price_minor") * F("quantity")),
                name="shop_order_line_total",
            )
        ]


class OrderPayment(models.Model):
    """Money that came (charge) or went back (refund)."""

    class Kind(models.TextChoices):
        CHARGE = "charge"
        REFUND = "refund"

    order = models.ForeignKey(Order, models.CASCADE, related_name="payments")
    reference = models.CharField(max_length=512)
    kind = models.CharField(max_length=6, choices=Kind.choices)
    amount_minor = models.BigIntegerField()
    by_plugin = models.BooleanField()
    """As `CheckoutPayment.by_plugin`."""
    created_at = models.DateTimeField(default=utc_now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "reference"], name="shop_order_payment_once"),
            models.CheckConstraint(
                condition=Q(amount_minor__gt=0), name="shop_order_payment_positive"
            ),
        ]


class OrderInvoice(models.Model):
    order = models.ForeignKey(Order, models.CASCADE, related_name="invoices")
    number = models.CharField(max_length=255)
    url = models.CharField(max_length=2048)
    created_at = models.DateTimeField(default=utc_now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "number"], name="shop_order_invoice_once")
        ]
