"""A seat that nobody has accepted is given back, or its payer's name is shared."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from factories.contracts import NOW
from factories.database import refused, rows
from factories.ledger import kinds_of
from factories.seats import ANNA, holder, seat_free_in, seat_group_opened, seat_invited

from saleor_coaching_plugin.core.errors import CoreErrorCode
from saleor_coaching_plugin.seats.errors import SeatErrorCode
from saleor_coaching_plugin.seats.models import Participant, Seat
from saleor_coaching_plugin.seats.selectors import link_open
from saleor_coaching_plugin.seats.services.close import seat_close
from saleor_coaching_plugin.seats.services.share import group_share_name
from saleor_coaching_plugin.terms.errors import TermsErrorCode

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=3)


@pytest.mark.parametrize("status", ["planned", "invited", "opened", "declined", "expired"])
def test_whoever_held_it_loses_it_and_their_chain_says_so(status: str) -> None:
    seat, token = seat_invited(ANNA)
    Seat.objects.filter(id=seat.id).update(status=status)
    anna = holder(seat)
    seat_close(seat_id=seat.id, now=LATER)
    seat.refresh_from_db()
    assert (seat.status, seat.participant, seat.refunded_at) == ("refunded", None, LATER)
    assert Participant.objects.get(id=anna.id).replaced_at == LATER
    with refused(SeatErrorCode.LINK_INVALID, "token"):
        link_open(token, now=LATER)
    assert kinds_of(f"participant:{anna.id}") == ["seat_invited", "seat_closed"]


def test_a_free_seat_is_closed_and_a_repeat_changes_nothing() -> None:
    seat = seat_close(seat_id=seat_free_in().id, now=NOW)
    assert seat.status == "refunded"
    before = rows()
    assert seat_close(seat_id=seat.id, now=LATER) == seat
    assert rows() == before


@pytest.mark.parametrize("status", ["accepted", "active"])
def test_a_seat_that_is_accepted_is_not_given_back(status: str) -> None:
    seat, _ = seat_invited(ANNA)
    Seat.objects.filter(id=seat.id).update(status=status)
    with refused(SeatErrorCode.NOT_REFUNDABLE, "id"):
        seat_close(seat_id=seat.id, now=LATER)


def test_an_unknown_seat_or_group_is_not_found() -> None:
    with refused(CoreErrorCode.NOT_FOUND, "id"):
        seat_close(seat_id=uuid4(), now=NOW)
    with refused(CoreErrorCode.NOT_FOUND, "id"):
        group_share_name(group_id=uuid4(), name="Paula")


def test_a_name_is_shared_and_taken_back() -> None:
    group = seat_group_opened()
    assert group_share_name(group_id=group.id, name="  Paula  ").shared_name == "Paula"
    assert group_share_name(group_id=group.id, name=" ").shared_name == ""


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("x" * 201, CoreErrorCode.INVALID),
        ("Paula\nBcc: x", CoreErrorCode.INVALID),
        ("Paula, who paid €500", TermsErrorCode.AMOUNT_FOR_PARTICIPANTS),
    ],
)
def test_a_name_that_participants_may_not_read_is_refused(name: str, code: Any) -> None:
    group = seat_group_opened()
    with refused(code, "name"):
        group_share_name(group_id=group.id, name=name)
