"""Seats, who holds them, their frozen texts and links.

No column holds an amount, and none leads a participant to whoever pays, to an order or to another
participant: `subject` and the order's ids are for staff and for paying back.
"""

from __future__ import annotations

import uuid

from django.db import models

from saleor_coaching_plugin.agreements.models import (
    AmendableText,
    AmendmentStatus,
    TermsAmendment,
)
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.core.links import SecureLink
from saleor_coaching_plugin.terms.models import ContractTerms

from .states import SeatStatus


class SeatGroup(models.Model):
    """The seats that one payer has paid for, with what every participant may know of them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject = models.CharField(max_length=100, unique=True)
    """`agreement:<id>` or `purchase:<id>`."""
    order_id = models.CharField(max_length=128, blank=True, db_index=True)
    order_line_id = models.CharField(max_length=128, blank=True)
    """The shop's, of a purchase."""
    terms = models.ForeignKey(ContractTerms, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=250)
    """Name of the package or product."""
    language = models.CharField(max_length=16)
    payer_first_name = models.CharField(max_length=100, blank=True)
    payer_last_name = models.CharField(max_length=100, blank=True)
    payer_email = models.EmailField(db_index=True)
    shared_name = models.CharField(max_length=200, blank=True)
    """By which participants are told who invites them; empty: they are told nothing."""
    values = models.JSONField(default=dict)
    """Merge values for all participants, nested: {"package": {"name": …}}."""
    sequence_id = models.UUIDField(null=True)
    packet_id = models.UUIDField(null=True)
    invitation_subject = models.CharField(max_length=250, blank=True)
    invitation_body = models.TextField(blank=True)
    """Both empty for the plugin's words."""
    days_to_accept = models.PositiveIntegerField(default=14)
    created_at = models.DateTimeField(default=utc_now)

    @property
    def payer_name(self) -> str:
        return f"{self.payer_first_name} {self.payer_last_name}".strip()


class Seat(models.Model):
    """A place for one participant. `status` is of the seat as it is now held."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(SeatGroup, on_delete=models.PROTECT, related_name="seats")
    position = models.PositiveIntegerField()
    """1, 2, 3 …"""
    status = models.CharField(max_length=8, choices=SeatStatus.choices, default=SeatStatus.FREE)
    participant = models.OneToOneField(
        "Participant", null=True, on_delete=models.PROTECT, related_name="held_seat"
    )
    """Who holds it now; those who held it before are its other `participants`."""
    invite_on = models.DateField(null=True)
    """Day (UTC) on which a planned invitation leaves."""
    expires_at = models.DateTimeField(null=True)
    """Of the invitation."""
    reminded_at = models.DateTimeField(null=True)
    refunded_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["group", "position"], name="coaching_seat_position"),
            models.CheckConstraint(
                condition=models.Q(status__in=[SeatStatus.FREE, SeatStatus.REFUNDED])
                | models.Q(participant__isnull=False),
                name="coaching_seat_held",
            ),
        ]
        indexes = [
            models.Index(
                fields=["invite_on"],
                condition=models.Q(status=SeatStatus.PLANNED),
                name="coaching_seat_planned",
            ),
            models.Index(
                fields=["expires_at"],
                condition=models.Q(status__in=[SeatStatus.INVITED, SeatStatus.OPENED]),
                name="coaching_seat_waiting",
            ),
        ]


class Participant(models.Model):
    """Somebody who holds a seat, or held it until it was given to somebody else."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=20, unique=True)
    """Of the participant's own agreement, e.g. `PA-2026-0001`."""
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="participants")
    first_name = models.CharField(max_length=100)
    last_name = models.CharField(max_length=100)
    email = models.EmailField(db_index=True)
    language = models.CharField(max_length=16)
    guardian_name = models.CharField(max_length=200, blank=True)
    """Who has to accept for a minor; empty for everybody else."""
    guardian_email = models.EmailField(blank=True, db_index=True)
    gift_message = models.TextField(blank=True)
    """What the payer writes to the participant."""
    customer_id = models.CharField(max_length=128, blank=True)
    named_at = models.DateTimeField(default=utc_now)
    invited_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    active_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)
    replaced_at = models.DateTimeField(null=True)
    """When the seat was given to somebody else, taken back or refunded."""
    decline_reason = models.TextField(blank=True)
    """For the coach alone."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(guardian_name="", guardian_email="")
                | ~models.Q(guardian_name="") & ~models.Q(guardian_email=""),
                name="coaching_participant_guardian",
            ),
        ]

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def is_minor(self) -> bool:
        return bool(self.guardian_email)

    @property
    def trigger(self) -> str:
        """By which sequences and welcome packets name what they were given for."""
        return f"seat:{self.id}"

    @property
    def answering_email(self) -> str:
        """Who is invited, and gets the copy: the guardian of a minor."""
        return self.guardian_email or self.email

    @property
    def answering_name(self) -> str:
        return self.guardian_name or self.name

    @property
    def change_waits(self) -> bool:
        """Whether there is a change of what was accepted to accept or decline."""
        return any(each.status == AmendmentStatus.OPEN for each in self.amendments.all())


class ParticipantText(AmendableText):
    """The very text that a participant was shown: the rendering without amounts."""

    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="texts")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "revision"], name="coaching_participant_revision"
            ),
        ]

    @property
    def reader(self) -> Participant:
        return self.participant


class ParticipantLink(SecureLink):
    text = models.ForeignKey(ParticipantText, on_delete=models.PROTECT, related_name="links")


class ParticipantAmendment(TermsAmendment):
    """Put to a participant, or to a minor's guardian."""

    participant = models.ForeignKey(
        Participant, on_delete=models.PROTECT, related_name="amendments"
    )
    text = models.OneToOneField(ParticipantText, on_delete=models.PROTECT, related_name="amendment")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["participant"],
                condition=models.Q(status=AmendmentStatus.OPEN),
                name="coaching_participant_amendment_one_open",
            ),
        ]


class SeatPlan(models.Model):
    """Who shall hold seats that are not paid for yet: kept until the group is opened."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject = models.CharField(max_length=300, unique=True)
    """`agreement:<id>`, or `checkout:<shop's id>:<shop's product id>`."""
    people = models.JSONField(default=list)
    """[`plan.PlannedSeat` as a dict], in the order of the seats."""
    shared_name = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=utc_now)
