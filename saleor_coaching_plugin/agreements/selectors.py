"""Read agreements."""

from __future__ import annotations

from datetime import datetime

from saleor_coaching_plugin.core.tokens import token_digest

from .errors import AgreementError, AgreementErrorCode, link_invalid
from .models import ClientAgreement, Party, PartyLink
from .states import AgreementStatus, PartyRole


def link_open(token: str, *, now: datetime) -> PartyLink:
    """The link with its text, party, agreement and template version, in one query.

    Raises AgreementError: LINK_INVALID for unknown and revoked alike, LINK_EXPIRED.
    """
    link = (
        PartyLink.objects.select_related("text__party__agreement__template_version")
        .filter(token_digest=token_digest(token), revoked_at=None)
        .first()
    )
    if link is None or link.text.party.agreement.status == AgreementStatus.REVOKED:
        raise link_invalid()
    if link.expires_at <= now:
        raise AgreementError(
            AgreementErrorCode.LINK_EXPIRED,
            "This link has expired. Please ask your coach for a new one.",
            "token",
        )
    return link


def payer_of(agreement: ClientAgreement) -> Party:
    return agreement.parties.get(role=PartyRole.PAYER)


def agreements_of(customer_email: str) -> list[Party]:
    """A person's places on agreements that were sent, newest first, with what the portal shows."""
    return list(
        Party.objects.filter(email=customer_email)
        .exclude(agreement__status__in=[AgreementStatus.DRAFT, AgreementStatus.REVOKED])
        .select_related("agreement__template_version")
        .prefetch_related("texts")
        .order_by("-agreement__created_at")
    )
