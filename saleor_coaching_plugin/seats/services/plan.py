"""Name people for seats that are not paid for yet."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction

from saleor_coaching_plugin.core.errors import DomainError
from saleor_coaching_plugin.core.locks import turn_take
from saleor_coaching_plugin.seats.copies import copied_refuse, payer_copied
from saleor_coaching_plugin.seats.errors import SeatError, SeatErrorCode
from saleor_coaching_plugin.seats.models import SeatGroup, SeatPlan
from saleor_coaching_plugin.seats.people import planned_clean
from saleor_coaching_plugin.seats.plan import PlannedSeat

from .share import shared_name_clean

MAX_PEOPLE = 100


@transaction.atomic
def seat_plan_save(
    *, subject: str, people: Sequence[PlannedSeat], shared_name: str, now: datetime
) -> SeatPlan:
    """Keep who shall hold the seats of `subject` once they are opened; the plan before is gone.

    Raises SeatError (TOO_MANY_SEATS, NOT_ASSIGNABLE); for a person `people.<index>.<field>` with
    the codes of InvalidInput, or AMOUNT_FOR_PARTICIPANTS.
    """
    if len(people) > MAX_PEOPLE:
        raise SeatError(
            SeatErrorCode.TOO_MANY_SEATS,
            f"At most {MAX_PEOPLE} people can be named before the payment.",
            "people",
        )
    copied = payer_copied(subject)
    plan = {
        "people": [
            _stored(each, copied, f"people.{index}", now) for index, each in enumerate(people)
        ],
        "shared_name": shared_name_clean(shared_name, field="shared_name"),
        "created_at": now,
    }
    plan_turn_take(subject)
    if SeatGroup.objects.filter(subject=subject).exists():
        raise SeatError(
            SeatErrorCode.NOT_ASSIGNABLE,
            "These seats are open already. Please name the people seat by seat.",
            "people",
        )
    saved, _ = SeatPlan.objects.update_or_create(subject=subject, defaults=plan)
    return saved


def plan_turn_take(subject: str) -> None:
    """A plan is either saved before the seats are opened, and used, or refused."""
    turn_take(f"seats:{subject}")


def _stored(
    planned: PlannedSeat, copied: Collection[str], field: str, now: datetime
) -> dict[str, object]:
    try:
        clean = planned_clean(planned, now=now)
        copied_refuse(clean.person, copied)
    except DomainError as error:
        raise DomainError(error.code, error.message, f"{field}.{error.field}") from None
    return clean.stored()
