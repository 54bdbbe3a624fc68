"""People named before the payment."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from factories.contracts import NOW
from factories.database import refused
from factories.seats import ANNA, BEN, TIM, planned, seat_group_opened

from saleor_coaching_plugin.core.errors import CoreErrorCode
from saleor_coaching_plugin.seats.errors import SeatErrorCode
from saleor_coaching_plugin.seats.models import SeatPlan
from saleor_coaching_plugin.seats.plan import PlannedSeat, planned_read
from saleor_coaching_plugin.seats.selectors import plan_of
from saleor_coaching_plugin.seats.services.plan import seat_plan_save
from saleor_coaching_plugin.seats.services.purge import KEPT, seat_plans_purge
from saleor_coaching_plugin.terms.errors import TermsErrorCode

pytestmark = pytest.mark.django_db
SUBJECT = "checkout:1:2"
AGREEMENT = f"agreement:{uuid4()}"
TODAY = NOW.date()


def saved(*people: PlannedSeat, shared_name: str = "", subject: str = SUBJECT) -> SeatPlan:
    return seat_plan_save(subject=subject, people=people, shared_name=shared_name, now=NOW)


def people_of(plan: SeatPlan) -> list[PlannedSeat]:
    return [planned_read(each) for each in plan.people]


def test_people_are_kept_cleaned_in_their_order() -> None:
    untidy = replace(ANNA, first_name=" Anna ", email=" ANNA@Family.example ")
    gift = planned(untidy, message=" Enjoy! \n", on=TODAY + timedelta(days=30))
    plan = saved(gift, planned(BEN), shared_name=" Paula ")
    assert plan_of(SUBJECT) == plan
    assert plan.shared_name == "Paula"
    assert people_of(plan) == [
        PlannedSeat(ANNA, gift_message="Enjoy!", invite_on=TODAY + timedelta(days=30)),
        PlannedSeat(BEN),
    ]


def test_plans_of_abandoned_checkouts_are_forgotten_in_the_end() -> None:
    saved(planned(BEN))
    SeatPlan.objects.create(subject=AGREEMENT, created_at=NOW)
    assert seat_plans_purge(now=NOW + KEPT) == 0
    assert seat_plans_purge(now=NOW + KEPT + timedelta(seconds=1)) == 1
    assert [plan.subject for plan in SeatPlan.objects.all()] == [AGREEMENT]


def test_a_minor_without_an_address_has_the_guardians() -> None:
    [kept] = people_of(saved(planned(TIM)))
    assert kept.person == replace(TIM, email="paul@family.example")


def test_a_newer_plan_replaces_the_one_before() -> None:
    saved(planned(ANNA), shared_name="Paula")
    plan = saved(planned(BEN))
    assert SeatPlan.objects.get() == plan
    assert (people_of(plan), plan.shared_name) == ([PlannedSeat(BEN)], "")


def test_a_hundred_people_fit_and_one_more_does_not() -> None:
    saved(*[planned()] * 100)
    with refused(SeatErrorCode.TOO_MANY_SEATS, "people"):
        saved(*[planned()] * 101)


def test_a_plan_for_seats_that_are_open_is_refused() -> None:
    group = seat_group_opened()
    with refused(SeatErrorCode.NOT_ASSIGNABLE, "people", saying="seat by seat"):
        saved(planned(), subject=group.subject)


@pytest.mark.parametrize(
    ("wrong", "code", "field"),
    [
        (planned(replace(ANNA, first_name=" ")), CoreErrorCode.INVALID, "first_name"),
        (planned(replace(ANNA, last_name="A\nBcc: x")), CoreErrorCode.INVALID, "last_name"),
        (planned(replace(ANNA, first_name="x" * 101)), CoreErrorCode.INVALID, "first_name"),
        (planned(replace(ANNA, email="nobody")), CoreErrorCode.INVALID, "email"),
        (planned(replace(ANNA, email="")), CoreErrorCode.INVALID, "email"),
        (planned(replace(ANNA, language="English")), CoreErrorCode.INVALID, "language"),
        (planned(replace(TIM, guardian_name="")), CoreErrorCode.INVALID, "guardian_name"),
        (planned(replace(TIM, guardian_email="")), CoreErrorCode.INVALID, "guardian_email"),
        (planned(message="x" * 2001), CoreErrorCode.INVALID, "gift_message"),
        (planned(on=TODAY - timedelta(days=1)), CoreErrorCode.INVALID, "invite_on"),
        (planned(on=TODAY + timedelta(days=366)), CoreErrorCode.INVALID, "invite_on"),
        (
            planned(message="It cost me €1,500.00"),
            TermsErrorCode.AMOUNT_FOR_PARTICIPANTS,
            "gift_message",
        ),
    ],
)
def test_whoever_cannot_be_named_is_refused_by_their_place(
    wrong: PlannedSeat, code: Any, field: str
) -> None:
    saved(planned(BEN))
    with refused(code, f"people.1.{field}"):
        saved(planned(ANNA), wrong)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Paula\nBcc: x", CoreErrorCode.INVALID),
        ("Paula, who paid €500", TermsErrorCode.AMOUNT_FOR_PARTICIPANTS),
    ],
)
def test_a_shared_name_that_participants_may_not_read_is_refused(name: str, code: Any) -> None:
    with refused(code, "shared_name"):
        saved(planned(), shared_name=name)
