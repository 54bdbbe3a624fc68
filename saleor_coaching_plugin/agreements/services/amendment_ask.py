"""Put a material change of the terms to a party that accepted them before."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from saleor_coaching_plugin.agreements.amendment_mails import (
    amendment_mail_for,
    asked_of,
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
from saleor_coaching_plugin.agreements.selectors import text_in_force
from saleor_coaching_plugin.agreements.texts import text_of_version
from saleor_coaching_plugin.core.templating import TemplateError
from saleor_coaching_plugin.core.tokens import token_new
from saleor_coaching_plugin.mail.queue import mail_queue
from saleor_coaching_plugin.terms.models import TermsVersion

from .amending import (
    amends,
    is_asked,
    links_revoke,
    question_keep,
    question_open,
    revision_next,
    version_newest,
)


@transaction.atomic
def amendment_ask(*, party_id: uuid.UUID, version_id: uuid.UUID, now: datetime) -> None:
    """Ask for the newest text, once; an older question that is open gives way to it.

    Who has accepted that text already, word for word, is not asked. If the agreement lacks a value
    for it, the coach is told instead.
    """
    party = Party.objects.select_for_update().get(id=party_id)
    older = question_open(party)
    version = version_newest(version_id)
    accepted = text_in_force(party)
    if accepted is None or is_asked(version, accepted):
        return
    try:
        text = _compose(party, version, accepted, now)
    except TemplateError as error:
        mail_queue(coach_unfillable_mail_for(asked_of(party), version, reason=error.message))
        return
    if question_keep(text, accepted, older=older, now=now):
        _link_send(text, "amendment_sent", now)


def amendments_resend(agreement: ClientAgreement, *, now: datetime) -> bool:
    """Each open question once more under a new link; False when there is none."""
    waiting = Amendment.objects.filter(
        party__agreement=agreement, status=AmendmentStatus.OPEN
    ).select_related("text__party__agreement__template_version")
    for amendment in waiting:
        links_revoke(amendment, now)
        _link_send(amendment.text, "amendment_resent", now)
    return bool(waiting)


def _compose(party: Party, version: TermsVersion, accepted: PartyText, now: datetime) -> PartyText:
    """With the values as agreed, and for what the old text did not have, as they were then."""
    then = agreement_values(party.agreement, party, now=accepted.created_at)
    values = _laid_over(then, accepted.values)
    return text_of_version(version, party, values, revision=revision_next(accepted), now=now)


def _laid_over(values: Mapping[str, Any], agreed: Mapping[str, Any]) -> dict[str, Any]:
    return {
        group: {**fields, **agreed.get(group, {})} if isinstance(fields, Mapping) else fields
        for group, fields in values.items()
    }


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
    mail_queue(amendment_mail_for(asked_of(text.party), link, token=token.raw))
    facts = {
        "link": str(link.id),
        "expires_at": link.expires_at.isoformat(),
        **amends(text),
    }
    agreement_record(kind, text=text, now=now, facts=facts)
