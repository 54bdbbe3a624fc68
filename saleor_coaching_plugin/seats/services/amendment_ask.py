"""Put a material change of the terms to a participant who accepted them before."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.db import transaction

from saleor_coaching_plugin.agreements.amendment_mails import (
    amendment_mail_for,
    coach_unfillable_mail_for,
)
from saleor_coaching_plugin.agreements.services.amending import (
    amends,
    is_asked,
    question_keep,
    question_open,
    revision_next,
    version_newest,
)
from saleor_coaching_plugin.core.errors import DomainError
from saleor_coaching_plugin.core.tokens import token_new
from saleor_coaching_plugin.mail.queue import mail_queue
from saleor_coaching_plugin.seats.mails import asked_of, guardian_note
from saleor_coaching_plugin.seats.models import Participant, ParticipantLink, ParticipantText
from saleor_coaching_plugin.seats.record import participant_record
from saleor_coaching_plugin.seats.selectors import text_of
from saleor_coaching_plugin.seats.texts import text_of_version
from saleor_coaching_plugin.seats.wording import invitation_wording_for
from saleor_coaching_plugin.terms.amounts import amounts_refuse
from saleor_coaching_plugin.terms.models import TermsVersion
from saleor_coaching_plugin.terms.selectors import changes_told


@transaction.atomic
def amendment_ask(*, participant_id: uuid.UUID, version_id: uuid.UUID, now: datetime) -> None:
    """Ask whoever has accepted for the newest text, once; an older open question gives way to it.

    Nobody is asked about a text that reads the same to participants. If it cannot be filled in, or
    would tell them an amount, the coach is told instead.
    """
    participant = (
        Participant.objects.select_for_update(of=("self",))
        .select_related("seat__group")
        .get(id=participant_id)
    )
    older = question_open(participant)
    version = version_newest(version_id)
    accepted = text_of(participant)
    if is_asked(version, accepted):
        return
    try:
        text = _compose(version, accepted, now)
    except DomainError as error:
        told = coach_unfillable_mail_for(asked_of(participant), version, reason=error.message)
        mail_queue(told)
        return
    if question_keep(text, accepted, older=older, now=now):
        _link_send(text, now)


def _compose(version: TermsVersion, accepted: ParticipantText, now: datetime) -> ParticipantText:
    """With the values as accepted. Raises TemplateError, TermsError (AMOUNT_FOR_PARTICIPANTS)."""
    for note in changes_told(accepted.terms_version, version):
        amounts_refuse(note, field="note")
    return text_of_version(
        version,
        accepted.participant,
        accepted.values,
        revision=revision_next(accepted),
        now=now,
    )


def _link_send(text: ParticipantText, now: datetime) -> None:
    """The raw token exists only here and, sealed, in the mail until it has left."""
    token, participant = token_new(), text.participant
    link = ParticipantLink.objects.create(
        text=text,
        token_digest=token.digest,
        created_at=now,
        expires_at=now + timedelta(days=participant.seat.group.days_to_accept),
    )
    why = guardian_note(participant, invitation_wording_for(text.language))
    mail_queue(amendment_mail_for(asked_of(participant), link, token=token.raw, why=why))
    facts = {
        "link": str(link.id),
        "expires_at": link.expires_at.isoformat(),
        **amends(text),
    }
    participant_record("seat_amendment_sent", text=text, now=now, facts=facts)
