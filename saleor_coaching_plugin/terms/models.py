"""Contract terms and their versions. A trigger refuses any change to a published version."""

from __future__ import annotations

import uuid

from django.db import models

from saleor_coaching_plugin.core.clock import utc_now


class ContractTerms(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200)
    has_seats = models.BooleanField(default=False, db_default=False)
    """Whether they have a rendering for participants: each unit sold is then a seat."""
    created_at = models.DateTimeField(default=utc_now)


class VersionStatus(models.TextChoices):
    DRAFT = "draft"
    PUBLISHED = "published"


class TermsVersion(models.Model):
    """One text in one language: the single draft, or an immutable published version."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    terms = models.ForeignKey(ContractTerms, on_delete=models.PROTECT, related_name="versions")
    language = models.CharField(max_length=16)
    number = models.PositiveIntegerField(null=True)
    """1, 2, 3 … per language; None while a draft."""
    status = models.CharField(
        max_length=9, choices=VersionStatus.choices, default=VersionStatus.DRAFT
    )
    title = models.CharField(max_length=200)
    body = models.TextField()
    """Markdown with Liquid merge fields."""
    consents = models.JSONField(default=list)
    """Boxes to tick besides the terms themselves: [{"key", "text", "required"}]."""
    is_material = models.BooleanField(default=True, db_default=True)
    """Whether those who accepted an earlier version are asked again."""
    change_note = models.CharField(max_length=500, blank=True, db_default="")
    """What has changed, in a sentence for clients."""
    root = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    """The material version that this one only touches up; None where it is one itself."""
    sha256 = models.CharField(max_length=64, blank=True)
    """Of title, body and consents, when published."""
    created_at = models.DateTimeField(default=utc_now)
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["terms", "language"],
                condition=models.Q(status=VersionStatus.DRAFT),
                name="coaching_terms_one_draft",
            ),
            models.UniqueConstraint(
                fields=["terms", "language", "number"], name="coaching_terms_number"
            ),
            models.CheckConstraint(
                condition=models.Q(status=VersionStatus.DRAFT, number=None)
                | models.Q(status=VersionStatus.PUBLISHED, number__gte=1),
                name="coaching_terms_numbered",
            ),
        ]


class FrozenText(models.Model):
    """Base of the very texts that people were shown; a trigger refuses any change to one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    revision = models.PositiveIntegerField()
    terms_version = models.ForeignKey(TermsVersion, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=16)
    title = models.CharField(max_length=200)
    html = models.TextField()
    sha256 = models.CharField(max_length=64)
    """Of `html` in UTF-8."""
    consents = models.JSONField()
    """[{"key", "text", "required"}], the terms' own box first."""
    statement = models.TextField()
    button = models.CharField(max_length=60)
    values = models.JSONField(default=dict)
    """The merge values that it was filled in with."""
    previous = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    """The text of the same person that it replaces: what a redline is made against."""
    created_at = models.DateTimeField(default=utc_now)

    class Meta:
        abstract = True


class AssignmentKind(models.TextChoices):
    """Where terms can be attached, the nearest to a product first."""

    PRODUCT = "product"
    PRODUCT_TYPE = "product_type"
    CATEGORY = "category"
    COLLECTION = "collection"
    CHANNEL = "channel"


class TermsAssignment(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    terms = models.ForeignKey(ContractTerms, on_delete=models.PROTECT, related_name="assignments")
    kind = models.CharField(max_length=12, choices=AssignmentKind.choices)
    object_id = models.CharField(max_length=128)
    """The shop's global id; for a channel its slug."""
    created_at = models.DateTimeField(default=utc_now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "object_id", "terms"], name="coaching_terms_assigned_once"
            ),
        ]
