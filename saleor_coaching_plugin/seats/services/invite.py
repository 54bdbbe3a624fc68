"""Invite a participant: freeze the text, make the link, mail it. And once more, as a reminder."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.db import transaction

from saleor_coaching_plugin.core.errors import DomainError
from saleor_coaching_plugin.core.tokens import token_new
from saleor_coaching_plugin.mail.queue import mail_queue
from saleor_coaching_plugin.seats.errors import SeatError, SeatErrorCode
from saleor_coaching_plugin.seats.mails import coach_unfillable_mail_for, invitation_mail_for
from saleor_coaching_plugin.seats.models import Participant, ParticipantLink, ParticipantText, Seat
from saleor_coaching_plugin.seats.record import participant_record
from saleor_coaching_plugin.seats.selectors import text_of
from saleor_coaching_plugin.seats.states import ANSWERABLE, SeatStatus
from saleor_coaching_plugin.seats.texts import participant_text_compose
from saleor_coaching_plugin.terms.amounts import amounts_refuse

from .vacate import seat_locked

REMINDABLE = (*ANSWERABLE, SeatStatus.EXPIRED)
PAUSE = timedelta(hours=24)
"""Between two mails to the same participant."""


@transaction.atomic
def invitation_send(seat: Seat, now: datetime) -> None:
    """Invite who is planned for the seat; nothing happens if the seat is not planned any more.

    Raises TemplateError, TermsError (NOT_PUBLISHED, AMOUNT_FOR_PARTICIPANTS), and has then
    changed nothing.
    """
    planned = Seat.objects.filter(
        id=seat.id, status=SeatStatus.PLANNED, participant=seat.participant_id
    )
    expires_at = now + timedelta(days=seat.group.days_to_accept)
    if not planned.update(status=SeatStatus.INVITED, expires_at=expires_at):
        return
    Participant.objects.filter(id=seat.participant_id).update(invited_at=now)
    participant = Participant.objects.select_related("seat__group").get(id=seat.participant_id)
    text = participant_text_compose(participant, now=now)
    text.save(force_insert=True)
    _link_mail(text, kind="seat_invited", now=now)


def invitation_try(seat: Seat, now: datetime) -> bool:
    """The same; what cannot be sent stays planned, and the coach is told, once."""
    try:
        invitation_send(seat, now)
    except DomainError as error:
        mail_queue(coach_unfillable_mail_for(seat, reason=error.message))
        return False
    return True


@transaction.atomic
def seat_remind(*, seat_id: uuid.UUID, now: datetime) -> Seat:
    """The same text under a new link, with all the time to answer; also of an expired invitation.

    Raises SeatError (NOT_REMINDABLE; TOO_SOON within a day of the last mail), NotFound.
    """
    seat = seat_locked(seat_id)
    if seat.status not in REMINDABLE:
        raise SeatError(
            SeatErrorCode.NOT_REMINDABLE, "Nobody is to be reminded of this seat.", "id"
        )
    last = ParticipantLink.objects.filter(text__participant=seat.participant_id)
    if last.latest("created_at").created_at > now - PAUSE:
        raise SeatError(
            SeatErrorCode.TOO_SOON,
            "The last mail left less than a day ago. Please wait until tomorrow.",
            "id",
        )
    days = timedelta(days=seat.group.days_to_accept)
    reminder_send(seat, expires_at=now + days, now=now)
    return seat


def reminder_send(seat: Seat, *, expires_at: datetime, now: datetime) -> None:
    """Of a locked seat. The link before dies."""
    if seat.status == SeatStatus.EXPIRED:
        seat.status = SeatStatus.INVITED
    seat.expires_at, seat.reminded_at = expires_at, now
    seat.save(update_fields=["status", "expires_at", "reminded_at"])
    participant = Participant.objects.select_related("seat__group").get(id=seat.participant_id)
    links = ParticipantLink.objects.filter(text__participant=participant, revoked_at=None)
    links.update(revoked_at=now)
    _link_mail(text_of(participant), kind="seat_reminded", now=now)


def _link_mail(text: ParticipantText, *, kind: str, now: datetime) -> None:
    """The raw token exists only here and, sealed, in the mail until it has left."""
    token = token_new()
    link = ParticipantLink.objects.create(
        text=text,
        token_digest=token.digest,
        created_at=now,
        expires_at=text.participant.seat.expires_at,
    )
    mail = mail_queue(invitation_mail_for(link, token=token.raw, kind=kind))
    amounts_refuse(f"{mail.subject}\n{mail.text}", field="invitation")
    facts = {"link": str(link.id), "expires_at": link.expires_at.isoformat()}
    participant_record(kind, text=text, now=now, facts=facts)
