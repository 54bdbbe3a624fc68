"""What seats do after events: they are opened, and people are told."""

from __future__ import annotations

import uuid

from saleor_coaching_plugin.agreements.models import ClientAgreement
from saleor_coaching_plugin.agreements.selectors import payer_of
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.core.coach import coach_values
from saleor_coaching_plugin.core.events import (
    AgreementAccepted,
    SeatAccepted,
    SeatDeclined,
    SeatExpired,
    SeatsBought,
    SeatsOpened,
)
from saleor_coaching_plugin.mail.queue import mail_queue
from saleor_coaching_plugin.terms.merge_fields import nested

from .models import Participant
from .payer_mails import (
    coach_accepted_mail_for,
    coach_declined_mail_for,
    declined_mail_for,
    expired_mail_for,
    opened_mail_for,
)
from .selectors import group_get, plan_of, text_of
from .services.activate import participant_activate as activate
from .services.agreement_opening import opening_of
from .services.open import Opening, group_open


def agreement_seats_open(event: AgreementAccepted) -> None:
    """Nothing follows where the client takes part himself."""
    agreement = ClientAgreement.objects.select_related("template_version").get(
        id=event.agreement_id
    )
    if not agreement.seats:
        return
    now = utc_now()
    group_open(opening=opening_of(agreement, payer_of(agreement), now=now), now=now)


def purchase_seats_open(event: SeatsBought) -> None:
    group_open(
        opening=Opening(
            subject=f"purchase:{event.purchase_id}",
            plan_subject=event.plan_subject,
            chain=event.chain,
            order_id=event.order_id,
            order_line_id=event.order_line_id,
            seats=event.seats,
            is_free=event.is_free,
            terms_id=uuid.UUID(event.terms_id),
            title=event.product_name,
            language=event.language,
            payer_first_name=event.first_name,
            payer_last_name=event.last_name,
            payer_email=event.email,
            values=nested({**coach_values(), "product.name": event.product_name}),
            sequence_id=uuid.UUID(event.sequence_id) if event.sequence_id else None,
            packet_id=uuid.UUID(event.packet_id) if event.packet_id else None,
        ),
        now=utc_now(),
    )


def payer_tell_opened(event: SeatsOpened) -> None:
    group = group_get(uuid.UUID(event.group_id))
    mail_queue(opened_mail_for(group, plan_of(group.subject)))


def participant_activate(event: SeatAccepted) -> None:
    activate(participant_id=uuid.UUID(event.participant_id), now=utc_now())


def coach_tell_accepted(event: SeatAccepted) -> None:
    mail_queue(coach_accepted_mail_for(_participant(event)))


def payer_tell_declined(event: SeatDeclined) -> None:
    mail_queue(declined_mail_for(_participant(event)))


def coach_tell_declined(event: SeatDeclined) -> None:
    mail_queue(coach_declined_mail_for(_participant(event)))


def payer_tell_expired(event: SeatExpired) -> None:
    """A participant whose invitation was renewed can let that one run out as well."""
    participant = _participant(event)
    invitation = text_of(participant).links.latest("created_at")
    mail_queue(expired_mail_for(participant, invitation=str(invitation.id)))


def _participant(event: SeatAccepted | SeatDeclined | SeatExpired) -> Participant:
    return Participant.objects.select_related("seat__group").get(id=event.participant_id)
