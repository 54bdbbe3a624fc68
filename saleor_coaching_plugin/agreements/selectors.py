"""Read agreements."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

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
    return list(places_shown().filter(email=customer_email))


def places_shown() -> QuerySet[Party]:
    """Everybody's places on agreements that were sent, newest first, with what the portal shows."""
    return (
        Party.objects.exclude(
            agreement__status__in=[AgreementStatus.DRAFT, AgreementStatus.REVOKED]
        )
        .select_related("agreement__template_version")
        .prefetch_related("texts")
        .order_by("-agreement__created_at")
    )


def agreements_found(
    *, statuses: Collection[str] = (), search: str = ""
) -> QuerySet[ClientAgreement]:
    """Agreements in one of the states, newest first; all states when there are none.

    Each word of `search` stands in the number, or in a party's name or e-mail address.
    """
    found = ClientAgreement.objects.order_by("-created_at", "id")
    if statuses:
        found = found.filter(status__in=statuses)
    for word in search.split():
        of_this = Party.objects.filter(agreement=OuterRef("pk"))
        named = of_this.filter(
            Q(first_name__icontains=word) | Q(last_name__icontains=word) | Q(email__icontains=word)
        )
        found = found.filter(Q(number__icontains=word) | Exists(named))
    return found
