"""Who shall hold a seat, as a payer or the coach names them."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Person:
    """A participant. Of a minor also the guardian, who is invited and accepts in their stead."""

    first_name: str
    last_name: str
    email: str
    """Of a minor without an address of their own: the guardian's."""
    language: str = ""
    """Empty: the group's."""
    guardian_name: str = ""
    guardian_email: str = ""


@dataclass(frozen=True)
class PlannedSeat:
    """Somebody for a seat; with a message, or a day for the invitation, it is a gift."""

    person: Person
    gift_message: str = ""
    invite_on: date | None = None
    """Day (UTC) on which the invitation leaves; None: at once."""

    def stored(self) -> dict[str, Any]:
        """As JSON holds it; see `planned_read`."""
        day = self.invite_on.isoformat() if self.invite_on else None
        return {**asdict(self), "invite_on": day}


def planned_read(stored: dict[str, Any]) -> PlannedSeat:
    day = stored["invite_on"]
    return PlannedSeat(
        person=Person(**stored["person"]),
        gift_message=stored["gift_message"],
        invite_on=date.fromisoformat(day) if day else None,
    )


def plan_subject_of(checkout_id: str, product_id: str) -> str:
    """Under what a checkout's plan for the seats of one product is kept."""
    return f"checkout:{checkout_id}:{product_id}"
