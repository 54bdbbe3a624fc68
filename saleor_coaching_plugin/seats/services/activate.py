"""Whoever has accepted becomes a client: with an account in the shop, and all that follows."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction

from saleor_coaching_plugin.commerce.current import commerce
from saleor_coaching_plugin.core.events import SeatActivated
from saleor_coaching_plugin.core.outbox.publish import publish
from saleor_coaching_plugin.seats.models import Participant, Seat
from saleor_coaching_plugin.seats.states import SeatStatus


@transaction.atomic
def participant_activate(*, participant_id: uuid.UUID, now: datetime) -> None:
    """Doing it twice changes nothing. Raises CommerceError when the shop makes no account."""
    participant = Participant.objects.get(id=participant_id)
    first_name, last_name = _owner_of_address(participant)
    customer = commerce().customer_get_or_create(
        email=participant.email,
        first_name=first_name,
        last_name=last_name,
        language=participant.language,
    )
    accepted = Seat.objects.filter(participant=participant, status=SeatStatus.ACCEPTED)
    if accepted.update(status=SeatStatus.ACTIVE):
        Participant.objects.filter(id=participant_id).update(customer_id=customer.id, active_at=now)
        publish(SeatActivated(participant_id=str(participant_id)))


def _owner_of_address(participant: Participant) -> tuple[str, str]:
    """First and last name: of the guardian, where the minor has no address of their own."""
    if participant.email != participant.guardian_email:
        return participant.first_name, participant.last_name
    first_name, _, last_name = participant.guardian_name.rpartition(" ")
    return first_name, last_name
