"""Give new clients and buyers their welcome packet."""

from __future__ import annotations

from saleor_coaching_plugin.agreements.models import ClientAgreement
from saleor_coaching_plugin.agreements.selectors import payer_of
from saleor_coaching_plugin.core.events import (
    AgreementAccepted,
    ProductPurchased,
    SeatActivated,
)
from saleor_coaching_plugin.seats.models import Participant

from .models import PacketAssignment


def packet_give_client(event: AgreementAccepted) -> None:
    agreement = ClientAgreement.objects.select_related("template_version").get(
        id=event.agreement_id
    )
    packet_id = agreement.template_version.packet_id
    if packet_id:
        _give(str(packet_id), payer_of(agreement).email, f"agreement:{agreement.id}")


def packet_give_buyer(event: ProductPurchased) -> None:
    if event.packet_id:
        _give(event.packet_id, event.email, f"purchase:{event.purchase_id}")


def packet_give_participant(event: SeatActivated) -> None:
    participant = Participant.objects.select_related("seat__group").get(id=event.participant_id)
    packet_id = participant.seat.group.packet_id
    if packet_id:
        _give(str(packet_id), participant.email, participant.trigger)


def _give(packet_id: str, email: str, trigger: str) -> None:
    PacketAssignment.objects.get_or_create(packet_id=packet_id, email=email, trigger=trigger)
