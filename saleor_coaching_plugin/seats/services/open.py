"""Open the seats that somebody has paid for, and name who was planned for them."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from saleor_coaching_plugin.core.errors import DomainError
from saleor_coaching_plugin.core.events import SeatsOpened
from saleor_coaching_plugin.core.outbox.publish import publish
from saleor_coaching_plugin.evidence.ledger import ledger_append
from saleor_coaching_plugin.seats.models import Seat, SeatGroup, SeatPlan
from saleor_coaching_plugin.seats.plan import PlannedSeat, planned_read
from saleor_coaching_plugin.seats.selectors import plan_of

from .assign import seat_name
from .invite import invitation_try
from .plan import plan_turn_take


@dataclass(frozen=True)
class Opening:
    """What was paid for. Fields that `SeatGroup` has too mean the same there."""

    subject: str
    plan_subject: str
    """Of the `SeatPlan`, if there is one."""
    chain: str
    """Where the ledger has the payer's acceptance; empty where there is none."""
    seats: int
    terms_id: uuid.UUID
    title: str
    language: str
    payer_first_name: str
    payer_last_name: str
    payer_email: str
    values: Mapping[str, Any]
    sequence_id: uuid.UUID | None = None
    packet_id: uuid.UUID | None = None
    order_id: str = ""
    order_line_id: str = ""
    invitation_subject: str = ""
    invitation_body: str = ""
    days_to_accept: int = 14
    is_free: bool = False
    """Then anybody may have ordered: nobody is mailed before the payer logs in and names them."""

    def columns(self) -> dict[str, Any]:
        """Those of the group but its subject."""
        others = ("subject", "plan_subject", "chain", "seats", "is_free")
        return {name: value for name, value in asdict(self).items() if name not in others}


@transaction.atomic
def group_open(*, opening: Opening, now: datetime) -> SeatGroup:
    """Make the seats, once for each subject, and invite who was planned; the payer is told."""
    plan = _plan_taken(opening.plan_subject)
    columns = opening.columns() | {
        "shared_name": plan.shared_name if plan else "",
        "created_at": now,
    }
    group, is_new = SeatGroup.objects.get_or_create(subject=opening.subject, defaults=columns)
    if is_new:
        numbered = range(1, opening.seats + 1)
        seats = Seat.objects.bulk_create(Seat(group=group, position=each) for each in numbered)
        if opening.chain:
            facts = {"group": str(group.id), "seats": opening.seats}
            ledger_append(
                chain=opening.chain, kind="seats_opened", facts=facts, personal={}, now=now
            )
        if plan:
            _carry_out(plan, group, () if opening.is_free else seats, now)
        publish(SeatsOpened(group_id=str(group.id)))
    return group


def _plan_taken(subject: str) -> SeatPlan | None:
    """From now on nobody can change it. An order that was made elsewhere has none."""
    if not subject:
        return None
    plan_turn_take(subject)
    return plan_of(subject)


def _carry_out(plan: SeatPlan, group: SeatGroup, seats: Sequence[Seat], now: datetime) -> None:
    """Who cannot have a seat stays behind in a plan of the group's own, for the payer's mail."""
    free = iter(seats)
    people = map(planned_read, plan.people)
    unseated = [each for each in people if not _seated(next(free, None), each, now)]
    SeatPlan.objects.update_or_create(
        subject=group.subject, defaults={"people": [each.stored() for each in unseated]}
    )


def _seated(seat: Seat | None, planned: PlannedSeat, now: datetime) -> bool:
    """Named, and invited if the day has come; a day that has passed meanwhile is today."""
    if seat is None:
        return False
    if planned.invite_on and planned.invite_on < now.date():
        planned = replace(planned, invite_on=None)
    try:
        seat_name(seat, planned, now=now)
    except DomainError:
        return False
    if seat.invite_on <= now.date():
        invitation_try(seat, now)
    return True
