"""Templates, client agreements, their parties, frozen texts and links."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.db.models import Value

from saleor_coaching_plugin.core.audience import Audience
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.core.links import SecureLink
from saleor_coaching_plugin.terms.models import ContractTerms, FrozenText, VersionStatus

from .states import AgreementStatus, PartyRole, PartyStatus


class AgreementTemplate(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200)
    created_at = models.DateTimeField(default=utc_now)


class TemplateVersion(models.Model):
    """What a coach prepares once; immutable once published (a trigger refuses)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    template = models.ForeignKey(
        AgreementTemplate, on_delete=models.PROTECT, related_name="versions"
    )
    number = models.PositiveIntegerField(null=True)
    status = models.CharField(
        max_length=9, choices=VersionStatus.choices, default=VersionStatus.DRAFT
    )
    terms = models.ForeignKey(ContractTerms, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=100)
    currency = models.CharField(max_length=3)
    package_name = models.CharField(max_length=200)
    package_description = models.TextField(blank=True)
    sessions = models.PositiveIntegerField()
    variant_id = models.CharField(max_length=128)
    """What the shop sells for it: an order line of one, at the agreement's fee."""
    fee_minor = models.PositiveBigIntegerField()
    instalments = models.PositiveIntegerField(default=1)
    """Number of equal parts, one a month, the first due at once."""
    payment_days = models.PositiveIntegerField(default=14)
    seats = models.PositiveIntegerField(default=0, db_default=0)
    """How many take part besides paying; 0 where the client is the one who takes part."""
    custom_fields = models.JSONField(default=list)
    """Further merge fields under `custom.`: [{"name", "label", "for_participants"}].

    Versions that are older than seats have no "for_participants".
    """
    proposal_subject = models.CharField(max_length=250)
    proposal_body = models.TextField()
    expiry_days = models.PositiveIntegerField(default=14)
    sequence_id = models.UUIDField(null=True)
    packet_id = models.UUIDField(null=True)
    participant_sequence_id = models.UUIDField(null=True)
    participant_packet_id = models.UUIDField(null=True)
    invitation_subject = models.CharField(max_length=250, blank=True, db_default="")
    invitation_body = models.TextField(blank=True, db_default="")
    """The participants' own mail; both empty for the plugin's words."""
    created_at = models.DateTimeField(default=utc_now)
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["template"],
                condition=models.Q(status=VersionStatus.DRAFT),
                name="coaching_template_one_draft",
            ),
            models.UniqueConstraint(fields=["template", "number"], name="coaching_template_number"),
        ]


class ClientAgreement(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=20, unique=True)
    template_version = models.ForeignKey(
        TemplateVersion, on_delete=models.PROTECT, related_name="agreements"
    )
    status = models.CharField(
        max_length=17, choices=AgreementStatus.choices, default=AgreementStatus.DRAFT
    )
    revision = models.PositiveIntegerField(default=0)
    """Counts the times that it was sent with a newly frozen text."""
    language = models.CharField(max_length=16)
    currency = models.CharField(max_length=3)
    fee_minor = models.PositiveBigIntegerField()
    sessions = models.PositiveIntegerField()
    instalments = models.PositiveIntegerField()
    seats = models.PositiveIntegerField(default=0, db_default=0)
    """See `TemplateVersion.seats`."""
    start_on = models.DateField(null=True)
    custom_values = models.JSONField(default=dict)
    copy_emails = models.JSONField(default=list, db_default=Value([], models.JSONField()))
    """Who gets a copy of what the payer accepts, amounts and all."""
    created_at = models.DateTimeField(default=utc_now)
    sent_at = models.DateTimeField(null=True)
    viewed_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    """When it was declined, revoked or found expired."""
    expires_at = models.DateTimeField(null=True)
    client_note = models.TextField(blank=True)
    """The client's reason for declining, or the changes asked for."""
    order_id = models.CharField(max_length=128, blank=True, db_index=True)

    class Meta:
        indexes = [
            models.Index(fields=["-created_at", "id"], name="coaching_agreement_newest"),
            models.Index(
                fields=["expires_at"],
                condition=models.Q(status__in=[AgreementStatus.SENT, AgreementStatus.VIEWED]),
                name="coaching_agreement_expiring",
            ),
        ]


class Party(models.Model):
    """Someone on an agreement, with a text, a link and an act of their own."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agreement = models.ForeignKey(ClientAgreement, on_delete=models.CASCADE, related_name="parties")
    role = models.CharField(max_length=11, choices=PartyRole.choices)
    status = models.CharField(
        max_length=8, choices=PartyStatus.choices, default=PartyStatus.PENDING
    )
    first_name = models.CharField(max_length=100)
    last_name = models.CharField(max_length=100)
    email = models.EmailField(db_index=True)
    billing_address = models.JSONField(null=True)
    """commerce.port.Address as a dict; the payer's alone."""
    customer_id = models.CharField(max_length=128, blank=True, db_index=True)
    accepted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agreement"],
                condition=models.Q(role=PartyRole.PAYER),
                name="coaching_party_one_payer",
            ),
            models.CheckConstraint(
                condition=models.Q(role=PartyRole.PAYER) | models.Q(billing_address=None),
                name="coaching_party_address",
            ),
        ]

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}"


class AmendableText(FrozenText):
    """Base of texts that a material change of the terms can amend once they are accepted."""

    class Meta:
        abstract = True

    @property
    def reader(self) -> Any:
        """Whose text it is: a model with `texts`, `amendments` and `accepted_at`."""
        raise NotImplementedError

    @property
    def is_amendment(self) -> bool:
        return hasattr(self, "amendment")


class PartyText(AmendableText):
    """The very text that one party was shown."""

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="texts")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["party", "revision"], name="coaching_text_revision"),
        ]

    @property
    def reader(self) -> Party:
        return self.party


class PartyLink(SecureLink):
    text = models.ForeignKey(PartyText, on_delete=models.PROTECT, related_name="links")


class AmendmentStatus(models.TextChoices):
    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    SUPERSEDED = "superseded"


class TermsAmendment(models.Model):
    """Base of material changes of the terms, put to those who had accepted them before.

    Until one is accepted the text before stays in force. `text` is what is new, its `previous`
    what was accepted.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    status = models.CharField(
        max_length=10, choices=AmendmentStatus.choices, default=AmendmentStatus.OPEN
    )
    asked_at = models.DateTimeField(default=utc_now)
    closed_at = models.DateTimeField(null=True)
    """When it was accepted, declined, or superseded by a newer one."""
    client_note = models.TextField(blank=True)

    class Meta:
        abstract = True


class Amendment(TermsAmendment):
    """Put to a party."""

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="amendments")
    text = models.OneToOneField(PartyText, on_delete=models.PROTECT, related_name="amendment")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["party"],
                condition=models.Q(status=AmendmentStatus.OPEN),
                name="coaching_amendment_one_open",
            ),
        ]


class CountersignatureTiming(models.TextChoices):
    BEFORE = "before"
    AFTER = "after"


class Countersignature(models.Model):
    """The coach's own signature under one text, before or after the client's; append-only."""

    text = models.OneToOneField(
        PartyText, on_delete=models.PROTECT, primary_key=True, related_name="countersignature"
    )
    name = models.CharField(max_length=200)
    email = models.EmailField(blank=True)
    staff_id = models.CharField(max_length=128)
    """The shop's id of the staff user."""
    signed_at = models.DateTimeField()
    timing = models.CharField(max_length=6, choices=CountersignatureTiming.choices)
    """Whether the client had accepted the text when the coach signed it."""


class PreviewLink(SecureLink):
    """Opens an agreement as one party would see it. Looking leaves no evidence."""

    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="previews")
    audience = models.CharField(
        max_length=11, default=Audience.PAYER, db_default=Audience.PAYER.value
    )
    """`core.audience.Audience`: for participants, their page in place of the party's."""
