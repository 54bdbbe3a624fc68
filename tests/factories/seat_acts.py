"""What participants, and the guardians of minors, answer to an invitation."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from factories.contracts import BROWSER, NOW, answers
from factories.seats import ANNA, TIM, holder, seat_invited
from saleor_coaching_plugin.agreements.act import Act
from saleor_coaching_plugin.agreements.acting import ActingFor, Capacity
from saleor_coaching_plugin.agreements.services.acceptance import Acceptance
from saleor_coaching_plugin.seats.models import Participant, Seat, SeatGroup
from saleor_coaching_plugin.seats.plan import Person
from saleor_coaching_plugin.seats.selectors import text_of
from saleor_coaching_plugin.seats.services.accept import seat_accept

PAUL_ACTS = replace(BROWSER, acting_for=ActingFor(Capacity.GUARDIAN, "Paul Adams", ""))
"""Tim's guardian."""


def seat_acceptance_of(seat: Seat, **changes: Any) -> Acceptance:
    """All that its holder would send; `changes` are fields of it."""
    text = text_of(holder(seat))
    keys = (each["key"] for each in text.consents)
    return replace(Acceptance(text_sha256=text.sha256, consents=answers(*keys)), **changes)


def seat_accepted(
    person: Person = ANNA,
    *,
    group: SeatGroup | None = None,
    act: Act | None = None,
    now: datetime = NOW,
    **changes: Any,
) -> Participant:
    """Invited and accepted, by the guardian of a minor; `changes` are fields of the acceptance."""
    seat, token = seat_invited(person, group=group, now=now)
    return seat_accept(
        token=token,
        acceptance=seat_acceptance_of(seat, **changes),
        act=act or (PAUL_ACTS if person == TIM else BROWSER),
        now=now,
    )
