"""Freeze the text, make the link, mail the proposal."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F

from saleor_coaching_plugin.agreements.errors import AgreementError, AgreementErrorCode
from saleor_coaching_plugin.agreements.models import ClientAgreement, Party, PartyLink, PartyText
from saleor_coaching_plugin.agreements.participants import participants_check
from saleor_coaching_plugin.agreements.record import agreement_record
from saleor_coaching_plugin.agreements.rendering import agreement_values
from saleor_coaching_plugin.agreements.states import EDITABLE, OPEN, AgreementStatus, PartyRole
from saleor_coaching_plugin.agreements.texts import (
    custom_fields_missing,
    proposal_compose,
    text_compose,
)
from saleor_coaching_plugin.core.errors import NotFound
from saleor_coaching_plugin.core.events import AgreementSent
from saleor_coaching_plugin.core.links import page_url
from saleor_coaching_plugin.core.outbox.publish import publish
from saleor_coaching_plugin.core.tokens import token_new
from saleor_coaching_plugin.mail.queue import Mail, link_placeholder, mail_queue

from .amendment_ask import amendments_resend
from .countersign import Signer, agreement_countersign, text_countersign


@transaction.atomic
def agreement_send(
    *, agreement_id: uuid.UUID, now: datetime, signer: Signer | None = None
) -> ClientAgreement:
    """Send a draft, or a revision after the client asked for changes; older links die.

    With a `signer`, the coach signs the text as it leaves. Sending what is already with the
    client changes nothing and mails nothing, but for a signature that it lacks. Raises
    AgreementError (NOT_SENDABLE, MERGE_FIELD_MISSING, STAFF_ONLY), TemplateError, NotFound, and
    with seats TermsError (AMOUNT_FOR_PARTICIPANTS).
    """
    agreement = _agreement(agreement_id)
    expires_at = now + timedelta(days=agreement.template_version.expiry_days)
    moved = ClientAgreement.objects.filter(id=agreement_id, status__in=EDITABLE).update(
        status=AgreementStatus.SENT,
        revision=F("revision") + 1,
        sent_at=now,
        viewed_at=None,
        expires_at=expires_at,
    )
    agreement.refresh_from_db()
    if not moved:
        return _already_with_client(agreement, signer, now)
    _check_custom_values(agreement)
    if agreement.seats:
        participants_check(agreement, now)
    party = agreement.parties.get(role=PartyRole.PAYER)
    _links_of(agreement).filter(revoked_at=None).update(revoked_at=now)
    text = _freeze(agreement, party, now)
    if signer:
        text_countersign(text, signer, now=now)
    link = _mail_proposal(
        agreement, party, text, key=f"proposal:{agreement.id}:{agreement.revision}"
    )
    _record_sent("agreement_sent", text, link, now)
    publish(AgreementSent(agreement_id=str(agreement.id)))
    return agreement


@transaction.atomic
def agreement_resend(*, agreement_id: uuid.UUID, now: datetime) -> ClientAgreement:
    """The same text once more under a new link; the old one dies.

    Of an accepted agreement, the change that the client has yet to answer. Raises AgreementError
    (NOT_SENDABLE) when nothing is with the client.
    """
    agreement = _agreement(agreement_id)
    extended = ClientAgreement.objects.filter(id=agreement_id, status__in=OPEN).update(
        expires_at=now + timedelta(days=agreement.template_version.expiry_days)
    )
    agreement.refresh_from_db()
    if not extended:
        if amendments_resend(agreement, now=now):
            return agreement
        raise _not_sendable(agreement)
    party = agreement.parties.get(role=PartyRole.PAYER)
    text = party.texts.get(revision=agreement.revision)
    _links_of(agreement).filter(revoked_at=None).update(revoked_at=now)
    link = _mail_proposal(agreement, party, text, key=f"proposal:{agreement.id}:{uuid.uuid4()}")
    _record_sent("agreement_resent", text, link, now)
    return agreement


def _record_sent(kind: str, text: PartyText, link: PartyLink, now: datetime) -> None:
    facts = {"link": str(link.id), "expires_at": link.expires_at.isoformat()}
    agreement_record(kind, text=text, now=now, facts=facts)


def _agreement(agreement_id: uuid.UUID) -> ClientAgreement:
    found = (
        ClientAgreement.objects.select_related("template_version").filter(id=agreement_id).first()
    )
    if found is None:
        raise NotFound("client agreement")
    return found


def _already_with_client(
    agreement: ClientAgreement, signer: Signer | None, now: datetime
) -> ClientAgreement:
    if agreement.status not in OPEN:
        raise _not_sendable(agreement)
    if signer:
        sent = PartyText.objects.get(
            party__agreement=agreement, party__role=PartyRole.PAYER, revision=agreement.revision
        )
        agreement_countersign(
            agreement_id=agreement.id, text_sha256=sent.sha256, signer=signer, now=now
        )
    return agreement


def _not_sendable(agreement: ClientAgreement) -> AgreementError:
    return AgreementError(
        AgreementErrorCode.NOT_SENDABLE,
        f"An agreement that is {agreement.get_status_display().lower()} cannot be sent.",
        "id",
    )


def _check_custom_values(agreement: ClientAgreement) -> None:
    missing = [field["label"] for field in custom_fields_missing(agreement)]
    if missing:
        raise AgreementError(
            AgreementErrorCode.MERGE_FIELD_MISSING,
            f"Please fill in: {', '.join(missing)}.",
            "custom_values",
        )


def _links_of(agreement: ClientAgreement) -> Any:
    return PartyLink.objects.filter(text__party__agreement=agreement)


def _freeze(agreement: ClientAgreement, party: Party, now: datetime) -> PartyText:
    text = text_compose(agreement, party, agreement_values(agreement, party, now=now), now=now)
    text.previous = party.texts.order_by("revision").last()
    text.save(force_insert=True)
    return text


def _mail_proposal(
    agreement: ClientAgreement, party: Party, text: PartyText, *, key: str
) -> PartyLink:
    """The raw token exists only here and, sealed, in the mail until it has left."""
    token = token_new()
    link = PartyLink.objects.create(
        text=text,
        token_digest=token.digest,
        created_at=agreement.sent_at,
        expires_at=agreement.expires_at,
    )
    placeholder = link_placeholder("agreement")
    values = agreement_values(agreement, party, now=text.created_at)
    proposal = proposal_compose(agreement, text, values, link=placeholder)
    mail_queue(
        Mail(
            key=key,
            kind="proposal",
            about=str(agreement.id),
            to_email=party.email,
            to_name=party.name,
            language=agreement.language,
            subject=proposal.subject,
            markdown=proposal.markdown,
            links={placeholder: page_url(f"a/{token.raw}/")},
        )
    )
    return link
