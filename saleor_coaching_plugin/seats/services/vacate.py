"""Somebody loses a seat that they have not accepted."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from saleor_coaching_plugin.core.errors import NotFound
from saleor_coaching_plugin.seats.models import Participant, ParticipantLink, ParticipantText, Seat
from saleor_coaching_plugin.seats.record import participant_record


def seat_locked(seat_id: uuid.UUID) -> Seat:
    """The seat, its group and who holds it; others wait until the commit. Raises NotFound."""
    seat = (
        Seat.objects.select_for_update(of=("self",))
        .select_related("group", "participant")
        .filter(id=seat_id)
        .first()
    )
    if seat is None:
        raise NotFound("seat")
    return seat


def seat_vacate(seat: Seat, status: str, *, kind: str, now: datetime, **columns: Any) -> None:
    """Take whoever holds a locked seat out of it; `kind` is what the ledger calls that."""
    former_id = seat.participant_id
    vacant = {
        "status": status,
        "participant": None,
        "invite_on": None,
        "expires_at": None,
        "reminded_at": None,
        **columns,
    }
    for name, value in vacant.items():
        setattr(seat, name, value)
    seat.save(update_fields=vacant.keys())
    if former_id:
        participant_let_go(former_id, kind=kind, now=now)


def participant_let_go(participant_id: uuid.UUID, *, kind: str, now: datetime) -> None:
    """Their links answer like unknown ones from now on."""
    Participant.objects.filter(id=participant_id).update(replaced_at=now)
    links = ParticipantLink.objects.filter(text__participant=participant_id, revoked_at=None)
    links.update(revoked_at=now)
    texts = ParticipantText.objects.filter(participant=participant_id)
    shown = texts.select_related("participant__seat__group").order_by("revision").last()
    if shown:
        participant_record(kind, text=shown, now=now)
