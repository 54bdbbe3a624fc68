"""A participant accepts what has changed in what they accepted before, or declines it.

Neither touches the seat: it stays theirs.
"""

from __future__ import annotations

from datetime import datetime

from saleor_coaching_plugin.agreements.act import Act
from saleor_coaching_plugin.agreements.models import AmendmentStatus
from saleor_coaching_plugin.agreements.services.acceptance import Acceptance, acceptance_check
from saleor_coaching_plugin.agreements.services.amending import amends, question_close
from saleor_coaching_plugin.core.events import SeatAmendmentAccepted, SeatAmendmentDeclined
from saleor_coaching_plugin.core.outbox.publish import publish
from saleor_coaching_plugin.seats.models import ParticipantLink
from saleor_coaching_plugin.seats.record import participant_record

from .acceptance import guardian_check, seat_acceptance_record


def amendment_accept(
    *, link: ParticipantLink, acceptance: Acceptance, act: Act, now: datetime
) -> None:
    """From now on the new text is in force; accepting it twice changes nothing.

    In the transaction of the caller, who knows that it is the participant. Raises SeatError
    (GUARDIAN_REQUIRED), AgreementError (TEXT_CHANGED, NOT_ACCEPTABLE), ConsentError, InvalidInput.
    """
    amendment = link.text.amendment
    if amendment.status == AmendmentStatus.ACCEPTED:
        return
    guardian_check(link.text.participant, act)
    ticked = acceptance_check(link.text, acceptance)
    if not question_close(amendment, AmendmentStatus.ACCEPTED, now=now):
        return
    copy_owed = seat_acceptance_record(
        "seat_amendment_accepted",
        link=link,
        acceptance=acceptance,
        ticked=ticked,
        act=act,
        now=now,
        facts=amends(link.text),
    )
    publish(SeatAmendmentAccepted(amendment_id=str(amendment.id)), copy_owed)


def amendment_decline(*, link: ParticipantLink, reason: str, act: Act, now: datetime) -> None:
    """The text that was accepted stays in force; declining twice changes nothing.

    In the transaction of the caller, who knows that it is the participant. Raises AgreementError
    (NOT_ACCEPTABLE).
    """
    amendment = link.text.amendment
    if not question_close(amendment, AmendmentStatus.DECLINED, now=now, client_note=reason):
        return
    participant_record(
        "seat_amendment_declined",
        text=link.text,
        now=now,
        facts={"link": str(link.id), **amends(link.text), **act.facts()},
        personal={"note": reason, **act.personal()},
    )
    publish(SeatAmendmentDeclined(amendment_id=str(amendment.id)))
