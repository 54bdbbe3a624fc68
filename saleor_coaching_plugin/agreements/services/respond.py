"""What a client does with an agreement other than accepting it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from saleor_coaching_plugin.agreements.act import Act, act_by_client_only
from saleor_coaching_plugin.agreements.errors import AgreementError, AgreementErrorCode
from saleor_coaching_plugin.agreements.models import ClientAgreement, Party, PartyLink
from saleor_coaching_plugin.agreements.record import agreement_record
from saleor_coaching_plugin.agreements.selectors import link_open
from saleor_coaching_plugin.agreements.states import OPEN, AgreementStatus, PartyStatus
from saleor_coaching_plugin.core.errors import InvalidInput
from saleor_coaching_plugin.core.events import AgreementChangesRequested, AgreementDeclined
from saleor_coaching_plugin.core.outbox.publish import publish

from .amendment_answer import amendment_decline

MAX_NOTE = 4000


@transaction.atomic
def agreement_view(*, token: str, now: datetime) -> PartyLink:
    """Open the page; the first time, note that it was seen."""
    link = link_open(token, now=now)
    agreement = link.text.party.agreement
    if agreement.status == AgreementStatus.SENT:
        first = ClientAgreement.objects.filter(id=agreement.id, status=AgreementStatus.SENT).update(
            status=AgreementStatus.VIEWED, viewed_at=now
        )
        agreement.refresh_from_db(fields=["status", "viewed_at"])
        if first:
            agreement_record(
                "agreement_viewed", text=link.text, now=now, facts={"link": str(link.id)}
            )
    return link


@transaction.atomic
def agreement_decline(*, token: str, reason: str, act: Act, now: datetime) -> ClientAgreement:
    """Say no to the agreement, or to the change of one that was accepted.

    Declining twice changes nothing. Raises AgreementError (NOT_ACCEPTABLE, ...).
    """
    link = _opened(token, reason, act, now)
    if link.text.is_amendment:
        amendment_decline(link=link, reason=reason.strip(), act=act, now=now)
        return link.text.party.agreement
    agreement, changed = _close(link, AgreementStatus.DECLINED, reason, act, now)
    if changed:
        publish(AgreementDeclined(agreement_id=str(agreement.id)))
    return agreement


@transaction.atomic
def agreement_request_changes(
    *, token: str, message: str, act: Act, now: datetime
) -> ClientAgreement:
    """Ask the coach for another text; the link shows the old one until the revision is sent."""
    if not message.strip():
        raise InvalidInput("Please say what should be changed.", "message")
    link = _opened(token, message, act, now)
    agreement, changed = _close(link, AgreementStatus.CHANGES_REQUESTED, message, act, now)
    if changed:
        publish(AgreementChangesRequested(agreement_id=str(agreement.id)))
    return agreement


def not_acceptable(agreement: ClientAgreement) -> AgreementError:
    """The client came too late: says what is now true."""
    return AgreementError(
        AgreementErrorCode.NOT_ACCEPTABLE,
        f"This agreement is {agreement.get_status_display().lower()} and can no longer be "
        "answered.",
    )


def _opened(token: str, note: str, act: Act, now: datetime) -> PartyLink:
    act_by_client_only(act)
    if len(note) > MAX_NOTE:
        raise InvalidInput(f"Please write at most {MAX_NOTE} characters.", "message")
    return link_open(token, now=now)


def _close(
    link: PartyLink, status: str, note: str, act: Act, now: datetime
) -> tuple[ClientAgreement, bool]:
    party = link.text.party
    agreement = party.agreement
    changed = ClientAgreement.objects.filter(id=agreement.id, status__in=OPEN).update(
        status=status, client_note=note.strip(), closed_at=now
    )
    agreement.refresh_from_db()
    if not changed and agreement.status != status:
        raise not_acceptable(agreement)
    if changed:
        agreement_record(
            f"agreement_{status}",
            text=link.text,
            now=now,
            facts={"link": str(link.id), **act.facts()},
            personal={"note": note.strip(), **act.personal()},
        )
    if changed and status == AgreementStatus.DECLINED:
        Party.objects.filter(id=party.id).update(status=PartyStatus.DECLINED)
    return agreement, bool(changed)
