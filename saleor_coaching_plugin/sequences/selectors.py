"""Read sequences and people's runs through them."""

from __future__ import annotations

import uuid

from django.db.models import QuerySet

from saleor_coaching_plugin.terms.models import VersionStatus

from .models import Enrolment, SequenceVersion


def version_in_force(sequence_id: uuid.UUID) -> SequenceVersion | None:
    """The newest published version, which new runs take."""
    return (
        SequenceVersion.objects.filter(sequence=sequence_id, status=VersionStatus.PUBLISHED)
        .order_by("-number")
        .first()
    )


def enrolments_found(*, email: str | None = None) -> QuerySet[Enrolment]:
    """For staff: runs, newest first; all of them, or one person's."""
    found = Enrolment.objects.order_by("-enrolled_at", "id")
    return found if email is None else found.filter(recipient_email=email.strip().lower())
