"""The message log: one row per mail, written before it is sent."""

from __future__ import annotations

import uuid

from django.db import models

from saleor_coaching_plugin.core.clock import utc_now


class MailStatus(models.TextChoices):
    QUEUED = "queued"
    SENT = "sent"
    REFUSED = "refused"


class MailMessage(models.Model):
    """A mail as it is kept: without the secret links, which are sealed until it has left."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=40)
    status = models.CharField(max_length=8, choices=MailStatus.choices, default=MailStatus.QUEUED)
    about = models.CharField(max_length=64, blank=True, db_index=True)
    """Id of the agreement, invoice or enrolment that it belongs to."""
    to_email = models.EmailField(db_index=True)
    to_name = models.CharField(max_length=200, blank=True)
    subject = models.CharField(max_length=250)
    html = models.TextField()
    text = models.TextField()
    sealed_links = models.TextField(blank=True)
    """Placeholder -> address as sealed JSON; emptied once the mail has left."""
    error = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=utc_now)
    sent_at = models.DateTimeField(null=True)


class MailAttachment(models.Model):
    mail = models.ForeignKey(MailMessage, on_delete=models.CASCADE, related_name="attachments")
    filename = models.CharField(max_length=120)
    content_type = models.CharField(max_length=80)
    content = models.BinaryField()
