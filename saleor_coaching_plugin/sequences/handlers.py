"""Who enters a sequence by what they did: accepting an agreement, buying a product."""

from __future__ import annotations

import uuid

from saleor_coaching_plugin.agreements.models import ClientAgreement
from saleor_coaching_plugin.agreements.rendering import agreement_values
from saleor_coaching_plugin.agreements.selectors import payer_of
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.core.coach import coach_values
from saleor_coaching_plugin.core.events import (
    AgreementAccepted,
    ProductPurchased,
    SeatActivated,
)
from saleor_coaching_plugin.core.links import page_url
from saleor_coaching_plugin.seats.models import Participant
from saleor_coaching_plugin.seats.selectors import text_of
from saleor_coaching_plugin.terms.merge_fields import nested

from .services.enrolment import Recipient, enrol


def agreement_enrol(event: AgreementAccepted) -> None:
    """Enrol the payer in the sequence that the template names, if it names one."""
    agreement = ClientAgreement.objects.select_related("template_version").get(
        id=event.agreement_id
    )
    sequence_id = agreement.template_version.sequence_id
    if sequence_id is None:
        return
    payer = payer_of(agreement)
    enrol(
        sequence_id=sequence_id,
        recipient=Recipient(email=payer.email, name=payer.name, language=agreement.language),
        trigger=f"agreement:{agreement.id}",
        # As of the day it was sent, so that its dates are those of the accepted text.
        values=agreement_values(agreement, payer, now=agreement.sent_at),
        now=utc_now(),
    )


def purchase_enrol(event: ProductPurchased) -> None:
    """Enrol the buyer in the sequence that the product names, if it names one."""
    if event.sequence_id is None:
        return
    name = f"{event.first_name} {event.last_name}".strip()
    values = {
        **coach_values(),
        "client.name": name,
        "client.first_name": event.first_name,
        "client.email": event.email,
        "product.name": event.product_name,
        "portal.link": page_url("portal/"),
    }
    enrol(
        sequence_id=uuid.UUID(event.sequence_id),
        recipient=Recipient(email=event.email, name=name, language=event.language),
        trigger=f"purchase:{event.purchase_id}",
        values=nested(values),
        now=utc_now(),
    )


def seat_enrol(event: SeatActivated) -> None:
    """Enrol the participant in the sequence that the seats name, if they name one."""
    participant = Participant.objects.select_related("seat__group").get(id=event.participant_id)
    sequence_id = participant.seat.group.sequence_id
    if sequence_id is None:
        return
    enrol(
        sequence_id=sequence_id,
        recipient=Recipient(
            email=participant.email, name=participant.name, language=participant.language
        ),
        trigger=participant.trigger,
        # Those of the text that was accepted, so nothing of whoever pays is among them.
        values={**text_of(participant).values, "portal": {"link": page_url("portal/")}},
        now=utc_now(),
    )
