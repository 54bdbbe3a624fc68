"""Sequences with their versions and steps, people's runs through them, and each run's mails."""

from __future__ import annotations

import uuid

from django.db import models

from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.mail.models import MailMessage
from saleor_coaching_plugin.terms.models import VersionStatus

from .states import EnrolmentStatus, MessageStatus


class Sequence(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200)
    created_at = models.DateTimeField(default=utc_now)


class SequenceVersion(models.Model):
    """The single draft, or a published version; a trigger refuses any change to the latter."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sequence = models.ForeignKey(Sequence, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(null=True)
    """1, 2, 3 …; None while a draft."""
    status = models.CharField(
        max_length=9, choices=VersionStatus.choices, default=VersionStatus.DRAFT
    )
    created_at = models.DateTimeField(default=utc_now)
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sequence"],
                condition=models.Q(status=VersionStatus.DRAFT),
                name="coaching_sequence_one_draft",
            ),
            models.UniqueConstraint(fields=["sequence", "number"], name="coaching_sequence_number"),
            models.CheckConstraint(
                condition=models.Q(status=VersionStatus.DRAFT, number=None)
                | models.Q(status=VersionStatus.PUBLISHED, number__gte=1),
                name="coaching_sequence_numbered",
            ),
        ]


class Step(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(SequenceVersion, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveIntegerField()
    """1, 2, 3 …"""
    delay_seconds = models.PositiveIntegerField(default=0)
    """After the step before was sent; for the first, after the enrolment. 0 is at once."""
    subject = models.CharField(max_length=200)
    body = models.TextField()
    """Markdown with Liquid merge fields, as in the subject."""

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "position"], name="coaching_step_position"),
        ]


class Enrolment(models.Model):
    """A person's run. It stays with its version, whatever is published later."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sequence = models.ForeignKey(Sequence, on_delete=models.PROTECT, related_name="enrolments")
    """That of `sequence_version`, repeated for the unique constraint."""
    sequence_version = models.ForeignKey(
        SequenceVersion, on_delete=models.PROTECT, related_name="enrolments"
    )
    recipient_email = models.EmailField(db_index=True)
    recipient_name = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=16)
    timezone = models.CharField(max_length=64, default="UTC")
    """IANA name of the person's zone."""
    trigger = models.CharField(max_length=100)
    """What started it: `agreement:<id>`, `purchase:<id>` or `seat:<participant id>`."""
    values = models.JSONField(default=dict)
    """Merge values, nested: {"client": {"name": …}}."""
    status = models.CharField(
        max_length=9, choices=EnrolmentStatus.choices, default=EnrolmentStatus.ACTIVE
    )
    enrolled_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sequence", "recipient_email", "trigger"], name="coaching_enrolled_once"
            ),
        ]


class SequenceMessage(models.Model):
    """One mail of a run. Only the next one has a row: what comes later is not written yet."""

    id = models.BigAutoField(primary_key=True)
    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="messages")
    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(
        max_length=10, choices=MessageStatus.choices, default=MessageStatus.DUE
    )
    due_at = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    mail = models.ForeignKey(MailMessage, on_delete=models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField(null=True)
    """When it was handed to the mail log, which knows what the server said."""
    error = models.TextField(blank=True)
    """What went wrong in the last attempt."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "step"], name="coaching_message_once"),
            models.CheckConstraint(
                condition=~models.Q(status=MessageStatus.SENT)
                | models.Q(mail__isnull=False, sent_at__isnull=False),
                name="coaching_message_sent",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at", "id"],
                condition=models.Q(status=MessageStatus.DUE),
                name="coaching_message_due",
            ),
        ]
