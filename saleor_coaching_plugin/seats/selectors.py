"""Read seats, who holds them, and what those are shown."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import datetime

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from saleor_coaching_plugin.agreements.models import AmendmentStatus
from saleor_coaching_plugin.core.errors import NotFound
from saleor_coaching_plugin.core.tokens import token_digest
from saleor_coaching_plugin.terms.models import TermsVersion

from .errors import SeatError, SeatErrorCode, link_invalid
from .models import Participant, ParticipantLink, ParticipantText, Seat, SeatGroup, SeatPlan
from .plan import planned_read
from .states import TAKEN


def link_open(token: str, *, now: datetime) -> ParticipantLink:
    """The link with its text, participant, seat, group and amendment, in one query.

    Raises SeatError: LINK_INVALID for one that is unknown, revoked, or of somebody whose seat was
    given away, alike; LINK_EXPIRED.
    """
    link = (
        ParticipantLink.objects.select_related("text__participant__seat__group", "text__amendment")
        .filter(
            token_digest=token_digest(token),
            revoked_at=None,
            text__participant__replaced_at=None,
        )
        .first()
    )
    if link is None:
        raise link_invalid()
    if link.expires_at <= now:
        raise SeatError(
            SeatErrorCode.LINK_EXPIRED,
            "This link has expired. Please ask the person who invited you for a new one.",
            "token",
        )
    return link


def groups_of(payer_email: str) -> list[SeatGroup]:
    """What a payer has seats of, newest first, each with its seats and who holds them."""
    return list(_groups().filter(payer_email=payer_email))


def group_of(payer_email: str, group_id: uuid.UUID) -> SeatGroup:
    """The payer's own, as `groups_of` has it. Raises NotFound."""
    return _or_not_found(_groups().filter(payer_email=payer_email, id=group_id))


def group_get(group_id: uuid.UUID) -> SeatGroup:
    """Anybody's, as `groups_of` has it. Raises NotFound."""
    return _or_not_found(_groups().filter(id=group_id))


def groups_found(*, statuses: Collection[str] = (), search: str = "") -> QuerySet[SeatGroup]:
    """Groups with a seat in one of the states, as `groups_of` has them; all when there are none.

    Each word of `search` stands in the title, or in a name or e-mail address of the payer or of
    somebody who holds a seat or held it.
    """
    found = _groups()
    if statuses:
        found = found.filter(Exists(Seat.objects.filter(group=OuterRef("pk"), status__in=statuses)))
    for word in search.split():
        named = Participant.objects.filter(seat__group=OuterRef("pk")).filter(
            Q(first_name__icontains=word) | Q(last_name__icontains=word) | Q(email__icontains=word)
        )
        found = found.filter(
            Q(title__icontains=word)
            | Q(payer_first_name__icontains=word)
            | Q(payer_last_name__icontains=word)
            | Q(payer_email__icontains=word)
            | Exists(named)
        )
    return found


def places_of(email: str) -> list[Participant]:
    """The seats that somebody was invited to and still holds, also as a guardian; newest first."""
    return list(_places(email))


def place_of(email: str, participant_id: uuid.UUID) -> Participant:
    """One of `places_of`. Raises NotFound."""
    found = _places(email).filter(id=participant_id).first()
    if found is None:
        raise NotFound("place")
    return found


STANDING = Q(amendment=None) | Q(amendment__status=AmendmentStatus.ACCEPTED)
"""Texts that were sent with an invitation, or accepted; not a change that is neither."""


def text_of(participant: Participant) -> ParticipantText:
    """What the participant, who was invited, has accepted last, or else was invited with."""
    return participant.texts.filter(STANDING).latest("revision")


def plan_of(subject: str) -> SeatPlan | None:
    return SeatPlan.objects.filter(subject=subject).first()


def texts_outdated_by(version: TermsVersion) -> QuerySet[ParticipantText]:
    """Accepted texts in force that come from an earlier version in the same language."""
    newer = ParticipantText.objects.filter(
        STANDING, participant=OuterRef("participant"), revision__gt=OuterRef("revision")
    )
    return ParticipantText.objects.filter(
        STANDING,
        ~Exists(newer),
        participant__held_seat__status__in=TAKEN,
        terms_version__terms=version.terms_id,
        terms_version__language=version.language,
        terms_version__number__lt=version.number,
    )


def agreement_emails(agreement_id: uuid.UUID) -> set[str]:
    """Of everybody who holds a seat of that agreement, or is planned for one, and guardians."""
    subject = f"agreement:{agreement_id}"
    plan = plan_of(subject)
    planned = [planned_read(each).person for each in plan.people] if plan else []
    holders = Participant.objects.filter(seat__group__subject=subject, replaced_at=None)
    emails = {email for who in (*planned, *holders) for email in (who.email, who.guardian_email)}
    return emails - {""}


def _groups() -> QuerySet[SeatGroup]:
    seats = Prefetch("seats", Seat.objects.select_related("participant"))
    return SeatGroup.objects.prefetch_related(seats).order_by("-created_at", "id")


def _or_not_found(found: QuerySet[SeatGroup]) -> SeatGroup:
    group = found.first()
    if group is None:
        raise NotFound("group of seats")
    return group


def _places(email: str) -> QuerySet[Participant]:
    return (
        Participant.objects.filter(
            Q(email=email) | Q(guardian_email=email), replaced_at=None, invited_at__isnull=False
        )
        .select_related("seat__group")
        .prefetch_related("amendments")
        .order_by("-invited_at", "id")
    )
