"""Endings that are not the client's: the coach revokes, time runs out."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction

from saleor_coaching_plugin.agreements.errors import AgreementError, AgreementErrorCode
from saleor_coaching_plugin.agreements.models import ClientAgreement, PartyLink, PartyText
from saleor_coaching_plugin.agreements.record import agreement_record
from saleor_coaching_plugin.agreements.states import OPEN, REVOCABLE, AgreementStatus
from saleor_coaching_plugin.core.errors import NotFound
from saleor_coaching_plugin.core.events import AgreementRevoked
from saleor_coaching_plugin.core.outbox.publish import publish


@transaction.atomic
def agreement_revoke(*, agreement_id: uuid.UUID, now: datetime) -> ClientAgreement:
    """Take it back; its links answer like unknown ones. Revoking twice is harmless.

    Raises AgreementError (NOT_REVOCABLE) when the client has accepted or declined.
    """
    moved = ClientAgreement.objects.filter(id=agreement_id, status__in=REVOCABLE).update(
        status=AgreementStatus.REVOKED, closed_at=now
    )
    agreement = ClientAgreement.objects.filter(id=agreement_id).first()
    if agreement is None:
        raise NotFound("client agreement")
    if agreement.status != AgreementStatus.REVOKED:
        raise AgreementError(
            AgreementErrorCode.NOT_REVOCABLE,
            f"An agreement that is {agreement.get_status_display().lower()} cannot be revoked.",
            "id",
        )
    if moved:
        PartyLink.objects.filter(text__party__agreement=agreement, revoked_at=None).update(
            revoked_at=now
        )
        _record_revoked(agreement, now)
        publish(AgreementRevoked(agreement_id=str(agreement_id)))
    return agreement


def _record_revoked(agreement: ClientAgreement, now: datetime) -> None:
    """Of each text that a party may have seen."""
    for text in PartyText.objects.filter(
        party__agreement=agreement, revision=agreement.revision
    ).select_related("party__agreement"):
        agreement_record("agreement_revoked", text=text, now=now)


def agreements_expire(*, now: datetime) -> int:
    """Close what was not answered in time; how many."""
    return ClientAgreement.objects.filter(status__in=OPEN, expires_at__lte=now).update(
        status=AgreementStatus.EXPIRED, closed_at=now
    )
