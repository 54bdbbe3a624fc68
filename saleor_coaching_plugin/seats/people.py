"""People as a payer or the coach names them, made fit to keep, to show and to write to."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from saleor_coaching_plugin.core.addresses import email_normalised, line_clean
from saleor_coaching_plugin.core.errors import InvalidInput
from saleor_coaching_plugin.core.languages import language_clean
from saleor_coaching_plugin.terms.amounts import amounts_refuse

from .plan import Person, PlannedSeat

MAX_GIFT_MESSAGE = 2000
FARTHEST_INVITATION = timedelta(days=365)


def planned_clean(planned: PlannedSeat, *, now: datetime) -> PlannedSeat:
    """Raises InvalidInput, TermsError (AMOUNT_FOR_PARTICIPANTS)."""
    message = planned.gift_message.strip()
    if len(message) > MAX_GIFT_MESSAGE:
        raise InvalidInput(f"Please write at most {MAX_GIFT_MESSAGE} characters.", "gift_message")
    amounts_refuse(message, field="gift_message")
    return PlannedSeat(
        person=_person_clean(planned.person),
        gift_message=message,
        invite_on=_day_clean(planned.invite_on, now.date()),
    )


def _person_clean(person: Person) -> Person:
    guardian_name, guardian_email = "", ""
    if person.guardian_name.strip() or person.guardian_email.strip():
        guardian_name = line_clean(person.guardian_name, field="guardian_name")
        guardian_email = email_normalised(person.guardian_email, field="guardian_email")
    own_email = person.email.strip() or guardian_email
    return Person(
        first_name=line_clean(person.first_name, field="first_name", max_length=100),
        last_name=line_clean(person.last_name, field="last_name", max_length=100),
        email=email_normalised(own_email),
        language=language_clean(person.language) if person.language else "",
        guardian_name=guardian_name,
        guardian_email=guardian_email,
    )


def _day_clean(day: date | None, today: date) -> date | None:
    if day and not today <= day <= today + FARTHEST_INVITATION:
        raise InvalidInput(
            "An invitation can leave today or on a later day, at most a year from now.",
            "invite_on",
        )
    return day
