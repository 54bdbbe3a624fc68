"""Put a material change of the terms to a party that accepted them before."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from saleor_coaching_plugin.agreements.amendment_mails import (
    amendment_mail_for,
    coach_unfillable_mail_for,
)
from saleor_coaching_plugin.agreements.models import (
    Amendment,
    AmendmentStatus,
    ClientAgreement,
    Party,
    PartyLink,
    PartyText,
)
from saleor_coaching_plugin.agreements.record import agreement_record
from saleor_coaching_plugin.agreements.rendering import agreement_values
from saleor_coaching_plugin.agreements.selectors import accepted_at, text_in_force
from saleor_coaching_plugin.agreements.texts import text_of_version
from saleor_coaching_plugin.core.templating import TemplateError
from saleor_coaching_plugin.core.tokens import token_new
from saleor_coaching_plugin.mail.queue import mail_queue
from saleor_coaching_plugin.terms.models import TermsVersion, VersionStatus
from saleor_coaching_plugin.terms.selectors import changes_told
from saleor_coaching_plugin.terms.wording import wording_for


@transaction.atomic
def amendment_ask(*, party_id: uuid.UUID, version_id: uuid.UUID, now: datetime) -> None:
    """Ask for the newest text, once; an older question that is open gives way to it.

    Who has accepted that text already, word for word, is not asked. If the agreement lacks a value
    for it, the coach is told instead.
    """
    # Locked, so that the client's answer to an older question comes either before or after.
    party = Party.objects.select_for_update().get(id=party_id)
    open_before = Amendment.objects.select_for_update().filter(
        party=party, status=AmendmentStatus.OPEN
    )
    older = open_before.first()
    version = _newest(TermsVersion.objects.get(id=version_id))
    accepted = text_in_force(party)
    if accepted is None or _was_asked(party, version) or accepted.terms_version_id == version.id:
        return
    try:
        text = _compose(party, version, accepted, now)
    except TemplateError as error:
        mail_queue(coach_unfillable_mail_for(party, version, reason=error.message))
        return
    if older:
        _supersede(older, now)
    if not _reads_the_same(text, accepted):
        text.save(force_insert=True)
        Amendment.objects.create(party=party, text=text, asked_at=now)
        _link_send(text, "amendment_sent", now)


def amendments_resend(agreement: ClientAgreement, *, now: datetime) -> bool:
    """Each open question once more under a new link; False when there is none."""
    waiting = Amendment.objects.filter(
        party__agreement=agreement, status=AmendmentStatus.OPEN
    ).select_related("text__party__agreement__template_version")
    for amendment in waiting:
        _links_revoke(amendment, now)
        _link_send(amendment.text, "amendment_resent", now)
    return bool(waiting)


def _newest(version: TermsVersion) -> TermsVersion:
    """What the terms say by now: the event may be handled late."""
    published = TermsVersion.objects.filter(
        terms=version.terms_id, language=version.language, status=VersionStatus.PUBLISHED
    )
    return published.latest("number")


def _was_asked(party: Party, version: TermsVersion) -> bool:
    return Amendment.objects.filter(party=party, text__terms_version=version).exists()


def _compose(party: Party, version: TermsVersion, accepted: PartyText, now: datetime) -> PartyText:
    """With the values as agreed, and for what the old text did not have, as they were then."""
    then = agreement_values(party.agreement, party, now=accepted.created_at)
    newest = party.texts.latest("revision")
    text = text_of_version(
        version, party, _laid_over(then, accepted.values), revision=newest.revision + 1, now=now
    )
    text.statement = wording_for(version.language).amendment_statement
    text.previous = accepted
    return text


def _laid_over(values: Mapping[str, Any], agreed: Mapping[str, Any]) -> dict[str, Any]:
    return {
        group: {**fields, **agreed.get(group, {})} if isinstance(fields, Mapping) else fields
        for group, fields in values.items()
    }


def _reads_the_same(text: PartyText, accepted: PartyText) -> bool:
    """The box for the terms themselves, the first, is worded by a setting and not by the terms."""
    return (text.title, text.html, text.consents[1:]) == (
        accepted.title,
        accepted.html,
        accepted.consents[1:],
    )


def _supersede(amendment: Amendment, now: datetime) -> None:
    amendment.status, amendment.closed_at = AmendmentStatus.SUPERSEDED, now
    amendment.save(update_fields=["status", "closed_at"])
    _links_revoke(amendment, now)


def _links_revoke(amendment: Amendment, now: datetime) -> None:
    PartyLink.objects.filter(text=amendment.text_id, revoked_at=None).update(revoked_at=now)


def _link_send(text: PartyText, kind: str, now: datetime) -> None:
    """The raw token exists only here and, sealed, in the mail until it has left."""
    token = token_new()
    days = text.party.agreement.template_version.expiry_days
    link = PartyLink.objects.create(
        text=text,
        token_digest=token.digest,
        created_at=now,
        expires_at=now + timedelta(days=days),
    )
    notes = changes_told(text.previous.terms_version, text.terms_version)
    mail_queue(
        amendment_mail_for(
            link, token=token.raw, accepted_at=accepted_at(text.previous), notes=notes
        )
    )
    facts = {
        "link": str(link.id),
        "expires_at": link.expires_at.isoformat(),
        "amends": text.previous.sha256,
    }
    agreement_record(kind, text=text, now=now, facts=facts)
