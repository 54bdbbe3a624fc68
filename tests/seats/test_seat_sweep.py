"""What time alone brings about: planned invitations, reminders, the end of an invitation."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from factories.agreements import version_published
from factories.contracts import NOW, terms_published
from factories.database import rows
from factories.ledger import kinds_of
from factories.seats import (
    ANNA,
    BEN,
    holder,
    invitations,
    planned,
    seat_free_in,
    seat_group_opened,
    seat_invited,
    seat_token,
)
from factories.threads import at_once

from saleor_coaching_plugin.core.outbox.models import OutboxMessage
from saleor_coaching_plugin.mail.models import MailMessage
from saleor_coaching_plugin.seats.models import Seat, SeatGroup
from saleor_coaching_plugin.seats.selectors import link_open
from saleor_coaching_plugin.seats.services.assign import seat_assign
from saleor_coaching_plugin.seats.services.invite import seat_remind
from saleor_coaching_plugin.seats.services.sweep import (
    seats_expire,
    seats_invite_due,
    seats_remind_due,
)
from saleor_coaching_plugin.tasks import SWEEPS

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
END = NOW + 14 * DAY
HALF = NOW + 7 * DAY
Sweep = Callable[..., int]


def seat_planned(group: SeatGroup | None = None, *, days: int = 7) -> Seat:
    named = planned(ANNA, on=NOW.date() + days * DAY)
    return seat_assign(seat_id=seat_free_in(group).id, planned=named, now=NOW)


def test_the_sweep_knows_them() -> None:
    assert {seats_invite_due, seats_expire, seats_remind_due} <= set(SWEEPS)


def test_a_planned_invitation_leaves_on_its_day_and_not_before() -> None:
    seat = seat_planned()
    assert seats_invite_due(now=NOW + 6 * DAY) == 0
    assert invitations(seat.participant_id).count() == 0
    assert seats_invite_due(now=NOW + 7 * DAY) == 1
    seat.refresh_from_db()
    assert (seat.status, seat.expires_at) == ("invited", NOW + 21 * DAY)
    link = link_open(seat_token(seat), now=NOW + 8 * DAY)
    assert "PA-2027-0001" in link.text.html
    before = rows()
    assert seats_invite_due(now=NOW + 8 * DAY) == 0
    assert rows() == before


def test_one_that_cannot_be_sent_holds_up_nobody_and_leaves_when_the_text_is_mended() -> None:
    terms = terms_published("{{ package.description }}")
    broken = seat_planned(seat_group_opened(terms_id=terms.id))
    good = seat_planned()
    due = NOW + 7 * DAY
    assert seats_invite_due(now=due) == 1
    assert [Seat.objects.get(id=each.id).status for each in (broken, good)] == [
        "planned",
        "invited",
    ]
    told = MailMessage.objects.get(kind="coach_seat_unfillable")
    assert "Anna Adams" in told.text
    assert "package.description" in told.text
    before = rows()
    assert seats_invite_due(now=due + DAY) == 0
    assert rows() == before
    version_published(terms, "Welcome")
    assert seats_invite_due(now=due + 2 * DAY) == 1
    assert "Welcome" in link_open(seat_token(broken), now=due + 2 * DAY).text.html


def test_an_invitation_that_nobody_answered_expires_once_and_is_told_of() -> None:
    seat, _ = seat_invited()
    assert seats_expire(now=END - timedelta(seconds=1)) == 0
    assert seats_expire(now=END) == 1
    seat.refresh_from_db()
    assert seat.status == "expired"
    told = OutboxMessage.objects.get(event="SeatExpired")
    assert told.payload == {"participant_id": str(seat.participant_id)}
    assert seats_expire(now=END + DAY) == 0
    assert OutboxMessage.objects.filter(event="SeatExpired").count() == 1


@pytest.mark.parametrize("status", ["accepted", "active", "declined", "refunded"])
@pytest.mark.parametrize("sweep", [seats_expire, seats_remind_due])
def test_whoever_has_answered_is_left_alone(status: str, sweep: Sweep) -> None:
    seat, _ = seat_invited()
    Seat.objects.filter(id=seat.id).update(status=status)
    before = rows()
    assert sweep(now=END if sweep is seats_expire else HALF) == 0
    assert rows() == before


def test_everybody_is_reminded_once_when_half_of_the_time_is_over() -> None:
    seat, old = seat_invited()
    assert seats_remind_due(now=HALF - timedelta(seconds=1)) == 0
    assert seats_remind_due(now=HALF) == 1
    seat.refresh_from_db()
    assert (seat.status, seat.expires_at, seat.reminded_at) == ("invited", END, HALF)
    new = seat_token(seat)
    assert new != old
    assert link_open(new, now=HALF).expires_at == END
    assert kinds_of(f"participant:{seat.participant_id}") == ["seat_invited", "seat_reminded"]
    assert seats_remind_due(now=HALF + DAY) == 0
    assert invitations(seat.participant_id).count() == 2


def test_who_was_reminded_by_hand_is_not_reminded_again() -> None:
    seat, _ = seat_invited()
    seat_remind(seat_id=seat.id, now=NOW + 2 * DAY)
    assert seats_remind_due(now=NOW + 10 * DAY) == 0


def test_what_has_run_out_is_not_reminded_of() -> None:
    seat_invited()
    assert seats_remind_due(now=END) == 0


def test_somebody_new_in_a_seat_is_reminded_too() -> None:
    seat, _ = seat_invited(ANNA)
    seats_remind_due(now=HALF)
    seat_assign(seat_id=seat.id, planned=planned(BEN), now=HALF)
    assert seats_remind_due(now=HALF + 7 * DAY) == 1
    assert holder(seat).first_name == "Ben"


@pytest.mark.parametrize(
    ("sweep", "days"), [(seats_invite_due, 7), (seats_expire, 14), (seats_remind_due, 7)]
)
def test_each_further_seat_costs_the_same(sweep: Sweep, days: int) -> None:
    costs = []
    for number in (1, 2, 4):
        group = seat_group_opened(seats=number)
        for _ in range(number):
            if sweep is seats_invite_due:
                seat_planned(group)
            else:
                seat_invited(group=group)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert sweep(now=NOW + days * DAY) == number
        costs.append(len(queries))
    one, two, four = costs
    assert four - two == 2 * (two - one)


@pytest.mark.usefixtures("committed_db")
@pytest.mark.parametrize(
    ("sweep", "kind", "days"),
    [(seats_invite_due, "seat_invited", 7), (seats_remind_due, "seat_reminded", 7)],
)
def test_several_workers_never_mail_twice(sweep: Sweep, kind: str, days: int) -> None:
    group = seat_group_opened()
    for _ in range(5):
        if sweep is seats_invite_due:
            seat_planned(group)
        else:
            seat_invited(group=group)
    counts = at_once(4, lambda _: sweep(now=NOW + days * DAY))
    assert sum(counts) == 5
    assert MailMessage.objects.filter(kind=kind).count() == 5


@pytest.mark.usefixtures("committed_db")
def test_several_workers_expire_each_seat_once() -> None:
    group = seat_group_opened()
    for _ in range(5):
        seat_invited(group=group)
    assert sum(at_once(4, lambda _: seats_expire(now=END))) == 5
    assert OutboxMessage.objects.filter(event="SeatExpired").count() == 5
