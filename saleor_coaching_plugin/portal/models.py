"""Portal sessions, login links, and welcome packets with what clients filled in."""

from __future__ import annotations

import uuid

from django.db import models

from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.core.links import SecureLink


class LoginLink(SecureLink):
    """Mailed to an address; proves that the one who uses it reads that mailbox."""

    email = models.EmailField(db_index=True)
    next_path = models.CharField(max_length=200, default="portal/")
    """The page that was asked for before the login."""
    used_at = models.DateTimeField(null=True)


class PortalSession(SecureLink):
    """A logged-in browser.

    `email_proven` is False right after "Buy Now": whoever typed the address then sees that one
    purchase and nothing else of the address's owner.
    """

    email = models.EmailField(db_index=True)
    email_proven = models.BooleanField()
    checkout_id = models.CharField(max_length=128, blank=True)


class WelcomePacket(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200)
    intro = models.TextField(blank=True)
    """Markdown above the list."""
    created_at = models.DateTimeField(default=utc_now)


class PacketItemKind(models.TextChoices):
    FORM = "form"
    DOCUMENT = "document"
    LINK = "link"
    TASK = "task"


class PacketItem(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    packet = models.ForeignKey(WelcomePacket, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=8, choices=PacketItemKind.choices)
    title = models.CharField(max_length=200)
    body = models.TextField(blank=True)
    """Markdown."""
    required = models.BooleanField(default=True)
    fields = models.JSONField(default=list)
    """Of a form: [{"name", "label", "kind", "required", "choices"}]."""
    url = models.URLField(blank=True)
    filename = models.CharField(max_length=120, blank=True)
    content_type = models.CharField(max_length=80, blank=True)
    content = models.BinaryField(null=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["packet", "position"], name="coaching_packet_item_position"
            ),
        ]


class PacketAssignment(models.Model):
    """A packet in one client's hands."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    packet = models.ForeignKey(WelcomePacket, on_delete=models.PROTECT, related_name="assignments")
    email = models.EmailField(db_index=True)
    trigger = models.CharField(max_length=80)
    """`agreement:<id>`, `purchase:<id>` or `seat:<participant id>`."""
    given_at = models.DateTimeField(default=utc_now)
    completed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["packet", "email", "trigger"], name="coaching_packet_given_once"
            ),
        ]


class ItemCompletion(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assignment = models.ForeignKey(
        PacketAssignment, on_delete=models.CASCADE, related_name="completions"
    )
    item = models.ForeignKey(PacketItem, on_delete=models.PROTECT, related_name="+")
    answers = models.JSONField(default=dict)
    completed_at = models.DateTimeField(default=utc_now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assignment", "item"], name="coaching_item_done_once"),
        ]
