"""Invoices, the payments that arrived for them, and what gateways told us."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from saleor_coaching_plugin.agreements.models import ClientAgreement
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.core.links import SecureLink
from saleor_coaching_plugin.core.money import Money

from .states import InvoiceStatus, RefundStatus


class Invoice(models.Model):
    """One instalment of an agreement, or all of an order that was made in the shop.

    Once it has a number, triggers refuse to change what it says.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=64, unique=True, null=True)  # noqa: DJ001 - unique where set
    """Without gaps, given when it is issued; or what staff chose for a shop's order."""
    agreement = models.ForeignKey(
        ClientAgreement, on_delete=models.PROTECT, null=True, related_name="invoices"
    )
    order_id = models.CharField(max_length=128, blank=True, db_index=True)
    payer_first_name = models.CharField(max_length=100)
    payer_last_name = models.CharField(max_length=100)
    payer_email = models.EmailField(db_index=True)
    customer_id = models.CharField(max_length=128, blank=True)
    billing_address = models.JSONField()
    """commerce.port.Address as a dict, and perhaps a `company`."""
    language = models.CharField(max_length=16)
    currency = models.CharField(max_length=3)
    total_minor = models.PositiveBigIntegerField()
    tax_minor = models.PositiveBigIntegerField(default=0)
    """Contained in the total, as far as the shop said so."""
    paid_minor = models.PositiveBigIntegerField(default=0)
    instalment = models.PositiveIntegerField(default=1)
    instalments = models.PositiveIntegerField(default=1)
    lines = models.JSONField()
    """[{"description", "quantity", "unit_minor", "total_minor"}]"""
    issue_on = models.DateField()
    due_on = models.DateField()
    status = models.CharField(
        max_length=7, choices=InvoiceStatus.choices, default=InvoiceStatus.PLANNED
    )
    gateway = models.CharField(max_length=20, blank=True)
    """Chosen when it is issued."""
    gateway_reference = models.CharField(max_length=255, blank=True)
    pay_url = models.TextField(blank=True)
    """The gateway's page as it was given out at first; such addresses expire."""
    instructions = models.TextField(blank=True)
    """How to pay where there is no page."""
    created_at = models.DateTimeField(default=utc_now)
    issued_at = models.DateTimeField(null=True)
    paid_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "instalment"], name="coaching_invoice_instalment"
            ),
            models.UniqueConstraint(
                fields=["order_id"],
                condition=Q(agreement=None) & ~Q(order_id="") & ~Q(status=InvoiceStatus.VOID),
                name="coaching_invoice_order",
            ),
            models.UniqueConstraint(
                fields=["gateway", "gateway_reference"],
                condition=~Q(gateway_reference=""),
                name="coaching_invoice_gateway_reference",
            ),
            models.CheckConstraint(
                condition=Q(total_minor__gt=0, paid_minor__lte=F("total_minor")),
                name="coaching_invoice_amounts",
            ),
            models.CheckConstraint(
                condition=Q(status=InvoiceStatus.PLANNED)
                | Q(number__isnull=False, issued_at__isnull=False),
                name="coaching_invoice_numbered",
            ),
            models.CheckConstraint(
                condition=~Q(status=InvoiceStatus.PAID)
                | Q(paid_minor=F("total_minor"), paid_at__isnull=False),
                name="coaching_invoice_paid",
            ),
        ]
        indexes = [
            models.Index(
                fields=["issue_on"],
                condition=Q(status=InvoiceStatus.PLANNED),
                name="coaching_invoice_planned",
            ),
        ]

    @property
    def payer_name(self) -> str:
        return f"{self.payer_first_name} {self.payer_last_name}"

    @property
    def total(self) -> Money:
        return Money(self.total_minor, self.currency)

    @property
    def remaining(self) -> Money:
        return Money(self.total_minor - self.paid_minor, self.currency)


class InvoiceLink(SecureLink):
    """Opens an invoice for those who keep the shop's books, and are no clients of ours."""

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="links")


class Payment(models.Model):
    """Money that arrived. A trigger refuses any change."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="payments")
    reference = models.CharField(max_length=255, unique=True)
    """The gateway's id of it, or what staff read on the bank statement."""
    amount_minor = models.PositiveBigIntegerField()
    method = models.CharField(max_length=20)
    """Name of the gateway that it came through, or `shop`."""
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_minor__gt=0), name="coaching_payment_positive"
            ),
        ]

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.invoice.currency)


class Refund(models.Model):
    """Money that goes back for one seat: owed until a gateway or a person has sent it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=20, unique=True)
    """Of the credit note, e.g. `CN-2026-0001`."""
    seat_id = models.UUIDField()
    order_id = models.CharField(max_length=128, blank=True, db_index=True)
    payment_reference = models.CharField(max_length=255, blank=True)
    """The payment out of which it is taken."""
    amount_minor = models.PositiveBigIntegerField()
    currency = models.CharField(max_length=3)
    payer_name = models.CharField(max_length=200, blank=True)
    payer_email = models.EmailField(db_index=True)
    language = models.CharField(max_length=16)
    description = models.CharField(max_length=250)
    gateway = models.CharField(max_length=20, blank=True)
    """Which gateway sends it; empty where a person has to."""
    status = models.CharField(max_length=4, choices=RefundStatus.choices, default=RefundStatus.OWED)
    reference = models.CharField(max_length=255, blank=True)
    """The gateway's id of it, or what staff say that they sent it under."""
    created_at = models.DateTimeField(default=utc_now)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["seat_id", "payment_reference"], name="coaching_refund_once"
            ),
            models.CheckConstraint(
                condition=Q(amount_minor__gt=0), name="coaching_refund_positive"
            ),
            models.CheckConstraint(
                condition=Q(status=RefundStatus.OWED) | Q(sent_at__isnull=False) & ~Q(reference=""),
                name="coaching_refund_sent",
            ),
        ]

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)


class GatewayEvent(models.Model):
    """A webhook call with a valid signature: a hint that something happened to an object."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    gateway = models.CharField(max_length=20)
    external_id = models.CharField(max_length=255)
    type = models.CharField(max_length=100)
    object_id = models.CharField(max_length=255, blank=True)
    received_at = models.DateTimeField()
    processed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["gateway", "external_id"], name="coaching_gateway_event_once"
            ),
        ]
