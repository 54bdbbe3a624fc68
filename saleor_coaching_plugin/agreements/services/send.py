"""Freeze the text, make the link, mail the proposal."""

from __future__ import annotations

import uuid
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F

from saleor_coaching_plugin.agreements.errors import AgreementError, AgreementErrorCode
from saleor_coaching_plugin.agreements.models import ClientAgreement, Party, PartyLink, PartyText
from saleor_coaching_plugin.agreements.rendering import agreement_values, contract_html, text_sha256
from saleor_coaching_plugin.agreements.states import EDITABLE, OPEN, AgreementStatus, PartyRole
from saleor_coaching_plugin.core.errors import NotFound
from saleor_coaching_plugin.core.events import AgreementSent
from saleor_coaching_plugin.core.links import page_url
from saleor_coaching_plugin.core.outbox.publish import publish
from saleor_coaching_plugin.core.templating import OwnAddress, markdown_render, template_render
from saleor_coaching_plugin.core.tokens import token_new
from saleor_coaching_plugin.mail.queue import Mail, link_placeholder, mail_queue
from saleor_coaching_plugin.terms.consents import consents_asked
from saleor_coaching_plugin.terms.models import TermsVersion
from saleor_coaching_plugin.terms.selectors import versions_in_force
from saleor_coaching_plugin.terms.wording import wording_for


@transaction.atomic
def agreement_send(*, agreement_id: uuid.UUID, now: datetime) -> ClientAgreement:
    """Send a draft, or a revision after the client asked for changes; older links die.

    Sending what is already with the client changes nothing and mails nothing. Raises
    AgreementError (NOT_SENDABLE, MERGE_FIELD_MISSING), TemplateError, NotFound.
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
        return _already_with_client(agreement)
    _check_custom_values(agreement)
    party = agreement.parties.get(role=PartyRole.PAYER)
    _links_of(agreement).filter(revoked_at=None).update(revoked_at=now)
    text = _freeze(agreement, party, now)
    _mail_proposal(agreement, party, text, key=f"proposal:{agreement.id}:{agreement.revision}")
    publish(AgreementSent(agreement_id=str(agreement.id)))
    return agreement


@transaction.atomic
def agreement_resend(*, agreement_id: uuid.UUID, now: datetime) -> ClientAgreement:
    """The same text once more under a new link; the old one dies.

    Raises AgreementError (NOT_SENDABLE) unless it is with the client.
    """
    agreement = _agreement(agreement_id)
    extended = ClientAgreement.objects.filter(id=agreement_id, status__in=OPEN).update(
        expires_at=now + timedelta(days=agreement.template_version.expiry_days)
    )
    agreement.refresh_from_db()
    if not extended:
        raise _not_sendable(agreement)
    party = agreement.parties.get(role=PartyRole.PAYER)
    text = party.texts.get(revision=agreement.revision)
    _links_of(agreement).filter(revoked_at=None).update(revoked_at=now)
    _mail_proposal(agreement, party, text, key=f"proposal:{agreement.id}:{uuid.uuid4()}")
    return agreement


def _agreement(agreement_id: uuid.UUID) -> ClientAgreement:
    found = (
        ClientAgreement.objects.select_related("template_version").filter(id=agreement_id).first()
    )
    if found is None:
        raise NotFound("client agreement")
    return found


def _already_with_client(agreement: ClientAgreement) -> ClientAgreement:
    if agreement.status in OPEN:
        return agreement
    raise _not_sendable(agreement)


def _not_sendable(agreement: ClientAgreement) -> AgreementError:
    return AgreementError(
        AgreementErrorCode.NOT_SENDABLE,
        f"An agreement that is {agreement.get_status_display().lower()} cannot be sent.",
        "id",
    )


def _check_custom_values(agreement: ClientAgreement) -> None:
    missing = [
        field["label"]
        for field in agreement.template_version.custom_fields
        if not agreement.custom_values.get(field["name"])
    ]
    if missing:
        raise AgreementError(
            AgreementErrorCode.MERGE_FIELD_MISSING,
            f"Please fill in: {', '.join(missing)}.",
            "custom_values",
        )


def _links_of(agreement: ClientAgreement) -> Any:
    return PartyLink.objects.filter(text__party__agreement=agreement)


def _freeze(agreement: ClientAgreement, party: Party, now: datetime) -> PartyText:
    version = _terms_in_force(agreement)
    html = contract_html(version.body, agreement_values(agreement, party, now=now))
    wording = wording_for(version.language)
    consents = consents_asked(wording.consent_terms, version.consents)
    return PartyText.objects.create(
        party=party,
        revision=agreement.revision,
        terms_version=version,
        language=version.language,
        title=version.title,
        html=html,
        sha256=text_sha256(html),
        consents=[asdict(consent) for consent in consents],
        statement=wording.accept_statement,
        button=wording.accept_button,
        created_at=now,
    )


def _terms_in_force(agreement: ClientAgreement) -> TermsVersion:
    terms_id = agreement.template_version.terms_id
    return versions_in_force([terms_id], language=agreement.language)[terms_id]


def _mail_proposal(agreement: ClientAgreement, party: Party, text: PartyText, *, key: str) -> None:
    """The raw token exists only here and, sealed, in the mail until it has left."""
    token = token_new()
    PartyLink.objects.create(
        text=text,
        token_digest=token.digest,
        created_at=agreement.sent_at,
        expires_at=agreement.expires_at,
    )
    placeholder = link_placeholder("agreement")
    values = agreement_values(agreement, party, now=text.created_at)
    template = agreement.template_version
    subject = template_render(template.proposal_subject, values)[:250]
    values["agreement"]["link"] = OwnAddress(placeholder)
    mail_queue(
        Mail(
            key=key,
            kind="proposal",
            about=str(agreement.id),
            to_email=party.email,
            to_name=party.name,
            language=agreement.language,
            subject=subject,
            markdown=markdown_render(template.proposal_body, values),
            links={placeholder: page_url(f"a/{token.raw}/")},
        )
    )
