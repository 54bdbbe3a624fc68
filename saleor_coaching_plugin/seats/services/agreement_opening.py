"""What an agreement opens seats with, once its client has accepted it."""

from __future__ import annotations

from datetime import datetime

from saleor_coaching_plugin.agreements.models import ClientAgreement, Party
from saleor_coaching_plugin.agreements.participants import seat_values
from saleor_coaching_plugin.agreements.record import chain_of

from .open import Opening


def opening_of(agreement: ClientAgreement, payer: Party, *, now: datetime) -> Opening:
    """Also of an agreement that is not saved, for a preview."""
    template, chain = agreement.template_version, chain_of(agreement)
    return Opening(
        subject=chain,
        plan_subject=chain,
        chain=chain,
        seats=agreement.seats,
        terms_id=template.terms_id,
        title=template.package_name,
        language=agreement.language,
        payer_first_name=payer.first_name,
        payer_last_name=payer.last_name,
        payer_email=payer.email,
        values=seat_values(agreement, now),
        sequence_id=template.participant_sequence_id,
        packet_id=template.participant_packet_id,
        invitation_subject=template.invitation_subject,
        invitation_body=template.invitation_body,
        days_to_accept=template.expiry_days,
    )
