"""A participant accepts: one conditional UPDATE, one ledger row, and what must follow."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from saleor_coaching_plugin.agreements.act import Act, act_by_client_only
from saleor_coaching_plugin.agreements.services.acceptance import Acceptance, acceptance_check
from saleor_coaching_plugin.core.events import SeatAccepted
from saleor_coaching_plugin.core.outbox.publish import publish
from saleor_coaching_plugin.seats.models import Participant
from saleor_coaching_plugin.seats.selectors import link_open
from saleor_coaching_plugin.seats.states import ANSWERABLE, TAKEN, SeatStatus

from .acceptance import guardian_check, seat_acceptance_record
from .amendment_answer import amendment_accept
from .answer import answered_like, seat_move


@transaction.atomic
def seat_accept(*, token: str, acceptance: Acceptance, act: Act, now: datetime) -> Participant:
    """Accept what is behind the link: the invitation, or the change of what was accepted.

    Who has accepted it already is returned. Raises SeatError (LINK_INVALID, LINK_EXPIRED,
    NOT_ANSWERABLE, GUARDIAN_REQUIRED), AgreementError (CLIENT_ONLY, TEXT_CHANGED, NOT_ACCEPTABLE),
    ConsentError or InvalidInput (copy_to, acting_for.capacity), and has then changed nothing.
    """
    act_by_client_only(act)
    link = link_open(token, now=now)
    participant = link.text.participant
    if link.text.is_amendment:
        amendment_accept(link=link, acceptance=acceptance, act=act, now=now)
        return participant
    if participant.seat.status in TAKEN:
        return participant
    guardian_check(participant, act)
    ticked = acceptance_check(link.text, acceptance)
    if not seat_move(participant, ANSWERABLE, SeatStatus.ACCEPTED):
        return answered_like(participant, TAKEN)
    participant.accepted_at = now
    participant.save(update_fields=["accepted_at"])
    copy_owed = seat_acceptance_record(
        "seat_accepted", link=link, acceptance=acceptance, ticked=ticked, act=act, now=now
    )
    publish(SeatAccepted(participant_id=str(participant.id)), copy_owed)
    return participant
