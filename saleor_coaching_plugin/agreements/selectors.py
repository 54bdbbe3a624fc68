"""Read agreements."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet

from saleor_coaching_plugin.core.tokens import token_digest
from saleor_coaching_plugin.terms.models import TermsVersion

from .errors import AgreementError, AgreementErrorCode, link_invalid
from .models import AmendableText, AmendmentStatus, ClientAgreement, Party, PartyLink, PartyText
from .states import AgreementStatus, PartyRole, PartyStatus


def link_open(token: str, *, now: datetime) -> PartyLink:
    """The link with its text, party, agreement and amendment, in one query.

    Raises AgreementError: LINK_INVALID for unknown and revoked alike, LINK_EXPIRED.
    """
    link = (
        PartyLink.objects.select_related("text__party__agreement", "text__amendment")
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


_IN_FORCE = Q(amendment__status=AmendmentStatus.ACCEPTED) | Q(
    revision=F("party__agreement__revision"), party__status=PartyStatus.ACCEPTED
)


def text_in_force(party: Party) -> PartyText | None:
    """What the party has accepted, as last amended; None while it has accepted nothing."""
    return PartyText.objects.filter(_IN_FORCE, party=party).order_by("revision").last()


def accepted_at(text: AmendableText) -> datetime:
    """When its reader accepted this very text, which they have."""
    moment: datetime = text.amendment.closed_at if text.is_amendment else text.reader.accepted_at
    return moment


def texts_outdated_by(version: TermsVersion) -> QuerySet[PartyText]:
    """Texts in force that come from an earlier version in the same language."""
    newer = PartyText.objects.filter(
        _IN_FORCE, party=OuterRef("party"), revision__gt=OuterRef("revision")
    )
    return PartyText.objects.filter(
        _IN_FORCE,
        ~Exists(newer),
        party__agreement__status=AgreementStatus.ACCEPTED,
        terms_version__terms=version.terms_id,
        terms_version__language=version.language,
        terms_version__number__lt=version.number,
    )


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
        .prefetch_related(Prefetch("texts", PartyText.objects.select_related("amendment")))
        .order_by("-agreement__created_at")
    )


def text_shown(place: Party) -> PartyText:
    """Of one of `places_shown`: what was accepted last, or sent; not a change that is neither."""
    standing = (
        text
        for text in place.texts.all()
        if not text.is_amendment or text.amendment.status == AmendmentStatus.ACCEPTED
    )
    return max(standing, key=lambda text: text.revision)


def change_waits(place: Party) -> bool:
    """Whether the party of one of `places_shown` has a change to accept or decline."""
    return any(
        text.is_amendment and text.amendment.status == AmendmentStatus.OPEN
        for text in place.texts.all()
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
