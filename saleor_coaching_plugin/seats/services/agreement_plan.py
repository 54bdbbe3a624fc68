"""The coach names participants before the payer has accepted."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from saleor_coaching_plugin.agreements.models import ClientAgreement
from saleor_coaching_plugin.agreements.states import REVOCABLE
from saleor_coaching_plugin.core.errors import NotFound
from saleor_coaching_plugin.seats.errors import SeatError, SeatErrorCode
from saleor_coaching_plugin.seats.models import SeatPlan
from saleor_coaching_plugin.seats.plan import PlannedSeat

from .plan import seat_plan_save


@transaction.atomic
def agreement_seats_plan(
    *, agreement_id: uuid.UUID, people: Sequence[PlannedSeat], shared_name: str, now: datetime
) -> SeatPlan:
    """Keep who shall be invited once the agreement is accepted.

    Raises NotFound, SeatError (NOT_ASSIGNABLE once it is decided, TOO_MANY_SEATS) and what
    `seat_plan_save` does.
    """
    agreement = ClientAgreement.objects.filter(id=agreement_id).first()
    if agreement is None:
        raise NotFound("client agreement", "agreement_id")
    if agreement.status not in REVOCABLE:
        raise SeatError(
            SeatErrorCode.NOT_ASSIGNABLE,
            f"This agreement is {agreement.get_status_display().lower()}. The seats of an accepted "
            "one are given seat by seat.",
            "agreement_id",
        )
    if len(people) > agreement.seats:
        raise SeatError(
            SeatErrorCode.TOO_MANY_SEATS,
            f"This agreement has no more than {agreement.seats} seats for them.",
            "people",
        )
    # Accepted meanwhile or not: the seats are opened after this, or it is refused.
    return seat_plan_save(
        subject=f"agreement:{agreement.id}", people=people, shared_name=shared_name, now=now
    )
