"""One row per (event, handler): the promise that the handler will see the event."""

from __future__ import annotations

from django.db import models

from saleor_coaching_plugin.core.clock import utc_now


class OutboxStatus(models.TextChoices):
    PENDING = "pending"
    DONE = "done"
    FAILED = "failed"


class OutboxMessage(models.Model):
    id = models.BigAutoField(primary_key=True)
    event = models.CharField(max_length=64)
    payload = models.JSONField()
    handler = models.CharField(max_length=128)
    status = models.CharField(
        max_length=8, choices=OutboxStatus.choices, default=OutboxStatus.PENDING
    )
    attempts = models.PositiveIntegerField(default=0)
    due_at = models.DateTimeField(default=utc_now)
    created_at = models.DateTimeField(default=utc_now)
    done_at = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["due_at", "id"],
                condition=models.Q(status=OutboxStatus.PENDING),
                name="coaching_outbox_pending",
            ),
            models.Index(
                fields=["id"],
                condition=models.Q(status=OutboxStatus.FAILED),
                name="coaching_outbox_failed",
            ),
        ]
