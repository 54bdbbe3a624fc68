"""What a material change of terms sets going: participants are asked, and the coach told."""

from __future__ import annotations

import uuid

from saleor_coaching_plugin.agreements.amendment_mails import coach_answer_mail_for
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.core.events import (
    SeatAccepted,
    SeatAmendmentAccepted,
    SeatAmendmentDeclined,
    SeatAmendmentOwed,
    TermsVersionPublished,
)
from saleor_coaching_plugin.core.outbox.publish import publish
from saleor_coaching_plugin.mail.queue import mail_queue
from saleor_coaching_plugin.terms.models import TermsVersion
from saleor_coaching_plugin.terms.selectors import newest_material_after

from .mails import asked_of
from .models import Participant, ParticipantAmendment
from .selectors import text_of, texts_outdated_by
from .services.amendment_ask import amendment_ask


def material_change_spread(event: TermsVersionPublished) -> None:
    """One event for each participant, so that none holds up another.

    Who has an older text and has yet to accept it is asked once they have.
    """
    version = TermsVersion.objects.get(id=event.version_id)
    if version.is_material:
        owed = texts_outdated_by(version).values_list("participant_id", flat=True)
        publish(
            *(
                SeatAmendmentOwed(participant_id=str(each), version_id=event.version_id)
                for each in owed
            )
        )


def late_acceptance_ask(event: SeatAccepted) -> None:
    """Who accepts a text that was sent before a material change is asked like all the others."""
    accepted = text_of(Participant.objects.get(id=event.participant_id))
    version = newest_material_after(accepted.terms_version)
    if version:
        publish(SeatAmendmentOwed(participant_id=event.participant_id, version_id=str(version.id)))


def participant_ask(event: SeatAmendmentOwed) -> None:
    amendment_ask(
        participant_id=uuid.UUID(event.participant_id),
        version_id=uuid.UUID(event.version_id),
        now=utc_now(),
    )


def coach_tell_answer(event: SeatAmendmentAccepted | SeatAmendmentDeclined) -> None:
    found = ParticipantAmendment.objects.select_related("participant__seat__group")
    amendment = found.get(id=event.amendment_id)
    mail_queue(coach_answer_mail_for(asked_of(amendment.participant), amendment))
