"""A participant looks at the invitation, or declines it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from factories.contracts import BROWSER, NOW
from factories.database import refused, rows
from factories.ledger import facts_of, kinds_of, personal_of
from factories.seat_acts import seat_acceptance_of
from factories.seats import ANNA, BEN, TIM, holder, planned, seat_invited, seat_token

from saleor_coaching_plugin.agreements.errors import AgreementErrorCode
from saleor_coaching_plugin.commerce.port import Requestor, RequestorKind
from saleor_coaching_plugin.core.errors import CoreErrorCode
from saleor_coaching_plugin.core.outbox.models import OutboxMessage
from saleor_coaching_plugin.evidence.models import LedgerEntry
from saleor_coaching_plugin.seats.errors import SeatErrorCode
from saleor_coaching_plugin.seats.models import Participant, Seat
from saleor_coaching_plugin.seats.services.accept import seat_accept
from saleor_coaching_plugin.seats.services.assign import seat_assign
from saleor_coaching_plugin.seats.services.invite import seat_remind
from saleor_coaching_plugin.seats.services.respond import MAX_REASON, seat_decline, seat_view
from saleor_coaching_plugin.seats.services.sweep import seats_expire

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
END = NOW + timedelta(days=14)


@pytest.fixture
def invited() -> tuple[Seat, str]:
    """Anna's seat, with the raw token of her link."""
    return seat_invited(ANNA)


def decline(invited: tuple[Seat, str], reason: str = "", **changes: object) -> Participant:
    return seat_decline(token=invited[1], reason=reason, act=replace(BROWSER, **changes), now=NOW)


def chain_of(seat: Seat) -> list[str]:
    return kinds_of(f"participant:{seat.participant_id}")


# looking


def test_the_first_look_is_noted_and_the_next_ones_are_not(invited: tuple[Seat, str]) -> None:
    link = seat_view(token=invited[1], now=NOW + HOUR)
    participant = link.text.participant
    assert (participant.seat.status, participant.opened_at) == ("opened", NOW + HOUR)
    assert holder(invited[0]).opened_at == NOW + HOUR
    assert chain_of(invited[0]) == ["seat_invited", "seat_viewed"]
    before = rows()
    assert seat_view(token=invited[1], now=NOW + 2 * HOUR) == link
    assert rows() == before


def test_what_was_opened_can_be_accepted_and_looked_at_after_that(
    invited: tuple[Seat, str],
) -> None:
    seat_view(token=invited[1], now=NOW)
    seat_accept(token=invited[1], acceptance=seat_acceptance_of(invited[0]), act=BROWSER, now=NOW)
    before = rows()
    assert seat_view(token=invited[1], now=NOW).text.participant.seat.status == "accepted"
    assert rows() == before


def test_a_dead_an_expired_and_an_unknown_link_show_nothing(invited: tuple[Seat, str]) -> None:
    with refused(SeatErrorCode.LINK_INVALID, "token"):
        seat_view(token="unknown", now=NOW)
    with refused(SeatErrorCode.LINK_EXPIRED, "token"):
        seat_view(token=invited[1], now=END)
    seat_assign(seat_id=invited[0].id, planned=planned(BEN), now=NOW)
    with refused(SeatErrorCode.LINK_INVALID, "token"):
        seat_view(token=invited[1], now=NOW)


def test_who_is_invited_anew_keeps_the_day_of_the_first_look(invited: tuple[Seat, str]) -> None:
    seat_view(token=invited[1], now=NOW)
    seats_expire(now=END)
    seat_remind(seat_id=invited[0].id, now=END)
    link = seat_view(token=seat_token(invited[0]), now=END + HOUR)
    assert (link.text.participant.seat.status, holder(invited[0]).opened_at) == ("opened", NOW)


# declining


def test_declining_frees_the_participant_and_tells_payer_and_coach(
    invited: tuple[Seat, str],
) -> None:
    participant = decline(invited, " No time. \n")
    seat = Seat.objects.get(id=invited[0].id)
    assert (seat.status, seat.participant) == ("declined", participant)
    kept = holder(seat)
    assert (kept.declined_at, kept.decline_reason) == (NOW, "No time.")
    entry = LedgerEntry.objects.get(kind="seat_declined")
    assert entry.chain == f"participant:{participant.id}"
    assert facts_of(entry)["actor"] == "anonymous"
    assert (personal_of(entry)["note"], personal_of(entry)["ip"]) == ("No time.", "203.0.113.7")
    assert "No time" not in entry.facts
    told = OutboxMessage.objects.filter(event="SeatDeclined")
    assert set(told.values_list("handler", flat=True)) == {
        "seats.handlers.payer_tell_declined",
        "seats.handlers.coach_tell_declined",
    }


def test_declining_twice_changes_nothing(invited: tuple[Seat, str]) -> None:
    first = decline(invited, "No time.")
    before = rows()
    assert decline(invited, "Really not.") == first
    assert rows() == before


def test_a_minor_may_decline_without_a_guardian() -> None:
    invited = seat_invited(TIM)
    assert decline(invited).declined_at == NOW


def test_what_was_accepted_cannot_be_declined(invited: tuple[Seat, str]) -> None:
    acceptance = seat_acceptance_of(invited[0])
    seat_accept(token=invited[1], acceptance=acceptance, act=BROWSER, now=NOW)
    with refused(SeatErrorCode.NOT_ANSWERABLE, None, saying="accepted"):
        decline(invited)


def test_a_reason_has_an_end(invited: tuple[Seat, str]) -> None:
    with refused(CoreErrorCode.INVALID, "reason", saying=str(MAX_REASON)):
        decline(invited, "x" * (MAX_REASON + 1))
    assert decline(invited, "x" * MAX_REASON).decline_reason == "x" * MAX_REASON


@pytest.mark.parametrize("kind", [RequestorKind.STAFF, RequestorKind.APP])
def test_staff_and_apps_decline_for_nobody(invited: tuple[Seat, str], kind: RequestorKind) -> None:
    with refused(AgreementErrorCode.CLIENT_ONLY, None, saying="Only the client"):
        decline(invited, requestor=Requestor(kind, "1", "alex@coach.example"))
