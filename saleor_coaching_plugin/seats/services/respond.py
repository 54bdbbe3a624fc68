"""What a participant does with an invitation other than accepting it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from saleor_coaching_plugin.agreements.act import Act, act_by_client_only
from saleor_coaching_plugin.core.errors import InvalidInput
from saleor_coaching_plugin.core.events import SeatDeclined
from saleor_coaching_plugin.core.outbox.publish import publish
from saleor_coaching_plugin.seats.models import Participant, ParticipantLink
from saleor_coaching_plugin.seats.record import participant_record
from saleor_coaching_plugin.seats.selectors import link_open
from saleor_coaching_plugin.seats.states import ANSWERABLE, SeatStatus

from .amendment_answer import amendment_decline
from .answer import answered_like, seat_move

MAX_REASON = 4000


@transaction.atomic
def seat_view(*, token: str, now: datetime) -> ParticipantLink:
    """Open the page; the first time, note that it was seen. Raises SeatError (LINK_…)."""
    link = link_open(token, now=now)
    participant = link.text.participant
    if seat_move(participant, [SeatStatus.INVITED], SeatStatus.OPENED):
        participant.opened_at = participant.opened_at or now
        participant.save(update_fields=["opened_at"])
        participant_record("seat_viewed", text=link.text, now=now, facts={"link": str(link.id)})
    return link


@transaction.atomic
def seat_decline(*, token: str, reason: str, act: Act, now: datetime) -> Participant:
    """Say no to the invitation, or to the change of what was accepted.

    The reason is for the coach alone. Declining twice changes nothing. Raises SeatError
    (LINK_INVALID, LINK_EXPIRED, NOT_ANSWERABLE), AgreementError (CLIENT_ONLY, NOT_ACCEPTABLE),
    InvalidInput.
    """
    act_by_client_only(act)
    if len(reason) > MAX_REASON:
        raise InvalidInput(f"Please write at most {MAX_REASON} characters.", "reason")
    link = link_open(token, now=now)
    participant = link.text.participant
    if link.text.is_amendment:
        amendment_decline(link=link, reason=reason.strip(), act=act, now=now)
        return participant
    if not seat_move(participant, ANSWERABLE, SeatStatus.DECLINED):
        return answered_like(participant, [SeatStatus.DECLINED])
    participant.declined_at, participant.decline_reason = now, reason.strip()
    participant.save(update_fields=["declined_at", "decline_reason"])
    participant_record(
        "seat_declined",
        text=link.text,
        now=now,
        facts={"link": str(link.id), **act.facts()},
        personal={"note": reason.strip(), **act.personal()},
    )
    publish(SeatDeclined(participant_id=str(participant.id)))
    return participant
