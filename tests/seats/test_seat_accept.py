"""A participant accepts: once, in time, and nobody in their stead but whom the law lets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from factories.contracts import BROWSER, NOW, answers
from factories.database import refused, rows
from factories.ledger import acceptance_entry, facts_of, kinds_of, personal_of
from factories.seat_acts import PAUL_ACTS, seat_acceptance_of, seat_accepted
from factories.seats import (
    ANNA,
    BEN,
    TIM,
    holder,
    planned,
    seat_group_opened,
    seat_invited,
    seat_token,
)

from saleor_coaching_plugin.agreements.act import Act
from saleor_coaching_plugin.agreements.acting import ActingFor, Capacity
from saleor_coaching_plugin.agreements.errors import AgreementErrorCode
from saleor_coaching_plugin.agreements.services.acceptance import Acceptance
from saleor_coaching_plugin.commerce.port import Requestor, RequestorKind
from saleor_coaching_plugin.core.errors import CoreErrorCode
from saleor_coaching_plugin.core.outbox.models import OutboxMessage
from saleor_coaching_plugin.evidence.bundle import bundle_make
from saleor_coaching_plugin.evidence.models import GivenConsent
from saleor_coaching_plugin.evidence.verify.check import bundle_faults
from saleor_coaching_plugin.seats.errors import SeatError, SeatErrorCode
from saleor_coaching_plugin.seats.models import Participant, Seat
from saleor_coaching_plugin.seats.selectors import text_of
from saleor_coaching_plugin.seats.services.accept import seat_accept
from saleor_coaching_plugin.seats.services.assign import seat_assign, seat_free
from saleor_coaching_plugin.seats.services.close import seat_close
from saleor_coaching_plugin.seats.services.invite import seat_remind
from saleor_coaching_plugin.seats.services.respond import seat_decline
from saleor_coaching_plugin.seats.services.sweep import seats_expire
from saleor_coaching_plugin.terms.consents import ConsentErrorCode

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
FOR_AN_ADULT = ActingFor(Capacity.REPRESENTATIVE, "Rita Rep", "Power of attorney of 3 May")


@pytest.fixture
def invited() -> tuple[Seat, str]:
    """Anna's seat, with the raw token of her link."""
    return seat_invited(ANNA)


def accept(
    invited: tuple[Seat, str],
    *,
    acceptance: Acceptance | None = None,
    act: Act = BROWSER,
    now: datetime = NOW,
    **changes: Any,
) -> Participant:
    seat, token = invited
    given = acceptance or seat_acceptance_of(seat, **changes)
    return seat_accept(token=token, acceptance=given, act=act, now=now)


def test_accepting_takes_the_seat_and_promises_what_follows(invited: tuple[Seat, str]) -> None:
    participant = accept(invited)
    seat = Seat.objects.get(id=invited[0].id)
    assert (participant.accepted_at, seat.status) == (NOW, "accepted")
    assert participant == holder(seat)
    assert holder(seat).accepted_at == NOW
    promised = OutboxMessage.objects.filter(event__in=["SeatAccepted", "CopyOwed"])
    assert set(promised.values_list("event", "handler")) == {
        ("SeatAccepted", "seats.handlers.participant_activate"),
        ("SeatAccepted", "seats.handlers.coach_tell_accepted"),
        ("SeatAccepted", "seats.amendment_handlers.late_acceptance_ask"),
        ("CopyOwed", "evidence.handlers.act_sign"),
        ("CopyOwed", "evidence.handlers.copy_send"),
    }


def test_the_ledger_says_who_what_and_how_on_a_chain_of_their_own(
    invited: tuple[Seat, str],
) -> None:
    participant = accept(invited)
    text, entry = text_of(participant), acceptance_entry()
    assert kinds_of(f"participant:{participant.id}") == ["seat_invited", "seat_accepted"]
    facts, personal = facts_of(entry), personal_of(entry)
    del facts["recorded_at"], facts["personal_hash"]
    assert facts == {
        "agreement": "PA-2027-0001",
        "group": participant.seat.group.subject,
        "revision": 1,
        "party": str(participant.id),
        "role": "participant",
        "texts": [
            {
                "terms_version": str(text.terms_version_id),
                "language": "en",
                "sha256": text.sha256,
            }
        ],
        "language": "en",
        "statement": text.statement,
        "button": text.button,
        "consents": [
            {
                **text.consents[0],
                "accepted": True,
                "terms_version": str(text.terms_version_id),
            }
        ],
        "identified_by": "link mailed to the party",
        "link": str(text.links.get().id),
        **BROWSER.facts(answers("terms")),
    }
    assert personal == {
        "name": "Anna Adams",
        "email": "anna@family.example",
        "mailed_to": {"name": "Anna Adams", "email": "anna@family.example"},
        "texts": [{"title": text.title, "text": text.html, "values": text.values}],
        "copies_to": [],
        **BROWSER.personal(),
    }
    assert entry.personal.hold_reason == "accepted agreement"
    assert GivenConsent.objects.get().email == "anna@family.example"
    assert bundle_faults(bundle_make()) == []


def test_a_second_click_returns_the_same_acceptance(invited: tuple[Seat, str]) -> None:
    first = accept(invited)
    before = rows()
    assert accept(invited, now=NOW + HOUR) == first
    assert accept(invited, text_sha256="0" * 64).accepted_at == NOW
    assert rows() == before


def test_another_text_is_not_what_they_were_shown(invited: tuple[Seat, str]) -> None:
    with refused(AgreementErrorCode.TEXT_CHANGED, "text_sha256", saying="reload"):
        accept(invited, text_sha256="0" * 64)


@pytest.mark.parametrize(
    ("consents", "code"),
    [
        ([], ConsentErrorCode.CONSENT_MISSING),
        (answers("terms", accepted=False), ConsentErrorCode.CONSENT_MISSING),
        (answers("terms", pre_ticked=True), ConsentErrorCode.CONSENT_PRE_TICKED),
        (answers("terms", "other"), ConsentErrorCode.CONSENT_UNKNOWN),
    ],
)
def test_the_boxes_must_be_ticked_by_the_reader(
    invited: tuple[Seat, str], consents: Any, code: ConsentErrorCode
) -> None:
    with refused(code, "consents"):
        accept(invited, consents=consents)


@pytest.mark.parametrize("kind", [RequestorKind.STAFF, RequestorKind.APP])
def test_staff_and_apps_accept_for_nobody(invited: tuple[Seat, str], kind: RequestorKind) -> None:
    act = replace(BROWSER, requestor=Requestor(kind, "1", "alex@coach.example"))
    with refused(AgreementErrorCode.CLIENT_ONLY, None, saying="Only the client"):
        accept(invited, act=act)


# too late


def _handed_over(seat: Seat, token: str) -> None:
    seat_assign(seat_id=seat.id, planned=planned(BEN), now=NOW)


def _freed(seat: Seat, token: str) -> None:
    seat_free(seat_id=seat.id, now=NOW)


def _refunded(seat: Seat, token: str) -> None:
    seat_close(seat_id=seat.id, now=NOW)


def _reminded(seat: Seat, token: str) -> None:
    seat_remind(seat_id=seat.id, now=NOW + timedelta(days=2))


@pytest.mark.parametrize("change", [_handed_over, _freed, _refunded, _reminded])
def test_the_link_of_who_lost_the_seat_answers_like_an_unknown_one(
    invited: tuple[Seat, str], change: Callable[[Seat, str], None]
) -> None:
    given = seat_acceptance_of(invited[0])
    change(*invited)
    before, told = rows(), []
    for token in (invited[1], "unknown", "", "\x00"):
        with pytest.raises(SeatError) as caught:
            seat_accept(token=token, acceptance=given, act=BROWSER, now=NOW)
        told.append(vars(caught.value))
    assert told == [told[1]] * 4
    assert told[0]["code"] == SeatErrorCode.LINK_INVALID
    assert rows() == before


def test_what_was_declined_cannot_be_accepted(invited: tuple[Seat, str]) -> None:
    seat_decline(token=invited[1], reason="", act=BROWSER, now=NOW)
    with refused(SeatErrorCode.NOT_ANSWERABLE, None, saying="declined"):
        accept(invited)


def test_after_its_time_the_link_has_expired(invited: tuple[Seat, str]) -> None:
    end = NOW + timedelta(days=14)
    with refused(SeatErrorCode.LINK_EXPIRED, "token", saying="expired"):
        accept(invited, now=end)
    assert seats_expire(now=end) == 1
    with refused(SeatErrorCode.LINK_EXPIRED, "token", saying="expired"):
        accept(invited, now=end)


def test_a_reminder_of_an_expired_seat_opens_it_again(invited: tuple[Seat, str]) -> None:
    end = NOW + timedelta(days=14)
    seats_expire(now=end)
    seat_remind(seat_id=invited[0].id, now=end)
    participant = accept((invited[0], seat_token(invited[0])), now=end + HOUR)
    assert participant.accepted_at == end + HOUR


# minors, and others who are represented


def test_only_a_guardian_accepts_for_a_minor() -> None:
    invited = seat_invited(TIM)
    rita = replace(BROWSER, acting_for=FOR_AN_ADULT)
    for act in (BROWSER, rita):
        with refused(SeatErrorCode.GUARDIAN_REQUIRED, "acting_for", saying="guardian"):
            accept(invited, act=act)
    participant = accept(invited, act=PAUL_ACTS)
    entry = acceptance_entry()
    assert entry.kind == "seat_accepted_for_another"
    facts, personal = facts_of(entry), personal_of(entry)
    assert facts["acting"] == {"capacity": "guardian"}
    assert facts["identified_by"] == "link mailed to the guardian"
    assert personal["acting"] == {"name": "Paul Adams", "basis": ""}
    assert personal["mailed_to"] == {"name": "Paul Adams", "email": "paul@family.example"}
    assert (personal["name"], participant.accepted_at) == ("Tim Adams", NOW)
    assert "Paul" not in entry.facts


def test_nobody_is_the_guardian_of_an_adult(invited: tuple[Seat, str]) -> None:
    with refused(CoreErrorCode.INVALID, "acting_for.capacity", saying="not named as a minor"):
        accept(invited, act=PAUL_ACTS)


def test_an_adult_can_be_represented(invited: tuple[Seat, str]) -> None:
    accept(invited, act=replace(BROWSER, acting_for=FOR_AN_ADULT))
    entry = acceptance_entry()
    assert entry.kind == "seat_accepted_for_another"
    assert personal_of(entry)["acting"]["name"] == "Rita Rep"


# a copy for somebody else


def test_a_copy_can_be_asked_for_in_any_writing_of_the_address() -> None:
    seat_accepted(copy_to=" Lawyer@Example.COM ")
    copies = personal_of(acceptance_entry())["copies_to"]
    assert copies == [{"email": "lawyer@example.com", "asked_by": "Anna Adams"}]


def test_a_guardians_wish_is_the_guardians() -> None:
    seat_accepted(TIM, copy_to="tim@school.example")
    copies = personal_of(acceptance_entry())["copies_to"]
    assert copies == [{"email": "tim@school.example", "asked_by": "Paul Adams"}]


def test_nobody_gets_a_second_copy() -> None:
    seat_accepted(copy_to="ANNA@family.example")
    assert personal_of(acceptance_entry())["copies_to"] == []


@pytest.mark.parametrize("typed", ["nobody", "a@b.example, c@d.example", "a@b.example\nBcc: x@y.z"])
def test_what_is_no_address_is_refused(invited: tuple[Seat, str], typed: str) -> None:
    with refused(CoreErrorCode.INVALID, "copy_to", saying="e-mail address"):
        accept(invited, copy_to=typed)


# nothing of the payer


def test_nothing_on_the_chain_names_the_payer_or_another_participant() -> None:
    group = seat_group_opened(seats=3)
    seat_accepted(BEN, group=group)
    anna = seat_accepted(ANNA, group=group, copy_to="lawyer@example.com")
    told = str(bundle_make([f"participant:{anna.id}"]))
    for hidden in ("Paula", "payer.example", "Ben", "seats_opened"):
        assert hidden not in told
    assert "anna@family.example" in told
