"""Changed terms that a participant has accepted before: read and answered by their link."""

from __future__ import annotations

import json
from typing import Any

import pytest
from factories.ledger import kinds_of, personal_of
from factories.seat_amendments import (
    group_under,
    seat_amendment_asked,
    seat_amendment_token,
    seat_terms,
)
from factories.seats import ANNA, TIM
from factories.shop import shop_app, shop_customer, shop_customer_token, shop_staff
from graphql_api import ask, do, errors_of, everything
from graphql_cases import CASES, node
from graphql_examples import ADA, ticked

from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.evidence.models import LedgerEntry
from saleor_coaching_plugin.seats.models import ParticipantAmendment
from saleor_coaching_plugin.seats.plan import Person

AGREEMENT = """id number status html sha256 statement acceptedAt evidenceHash changeWaits
    amends { status acceptedAt closedAt changeNotes redline clientNote }"""
BY_TOKEN = f"query($t: String!) {{ participantAgreementByToken(token: $t) {{ {AGREEMENT} }} }}"
PORTAL = f"{{ clientPortal {{ participations {{ {AGREEMENT} }} }} }}"
SEATS = """query($id: ID!) { seatGroup(id: $id) { seats { status expiresAt
    participant { acceptedAt declinedAt activeAt } } } }"""
ACCEPT = CASES["participantAgreementAccept"].query
DECLINE = CASES["participantAgreementDecline"].query
PAUL = {"capacity": "GUARDIAN", "name": "Paul Adams"}

pytestmark = pytest.mark.django_db


def asked(person: Person = ANNA) -> ParticipantAmendment:
    """Of a seat that Ada pays for."""
    now = utc_now()
    group = group_under(seat_terms(), payer_email=ADA.email)
    return seat_amendment_asked(
        person, group=group, accepted_on=now, now=now, note="Notice is 14 days."
    )


@pytest.fixture
def amendment() -> ParticipantAmendment:
    return asked()


def opened(amendment: ParticipantAmendment, by: str | None = None) -> Any:
    return ask(BY_TOKEN, by=by, t=seat_amendment_token(amendment.participant))


def typed(amendment: ParticipantAmendment, **changes: Any) -> dict[str, Any]:
    return {
        "token": seat_amendment_token(amendment.participant),
        "textSha256": amendment.text.sha256,
        "consents": [ticked("terms")],
    } | changes


def test_the_link_opens_the_new_text_with_what_it_changes(amendment: ParticipantAmendment) -> None:
    before = everything()
    seen = opened(amendment)
    amends = seen["amends"]
    assert (seen["html"], seen["statement"]) == (amendment.text.html, amendment.text.statement)
    assert (seen["status"], seen["changeWaits"]) == ("ACCEPTED", True)
    assert (amends["status"], amends["closedAt"]) == ("OPEN", None)
    assert amends["changeNotes"] == ["Notice is 14 days."]
    assert "<ins>Notice is 14 days.</ins>" in amends["redline"]
    assert amends["acceptedAt"] == amendment.participant.accepted_at.isoformat()
    assert everything() == before


def test_the_participants_acceptance_and_its_repeat(amendment: ParticipantAmendment) -> None:
    accepted = do(ACCEPT, **typed(amendment))["participantAgreement"]
    entry = LedgerEntry.objects.get(kind="seat_amendment_accepted")
    assert accepted["evidenceHash"] == entry.hash
    seen = opened(amendment)
    assert (seen["amends"]["status"], seen["changeWaits"]) == ("ACCEPTED", False)
    before = everything()
    do(ACCEPT, **typed(amendment))
    assert everything() == before


def test_the_participant_declines_with_a_reason(amendment: ParticipantAmendment) -> None:
    token = seat_amendment_token(amendment.participant)
    do(DECLINE, token=token, reason="Too short.")
    amends = opened(amendment)["amends"]
    assert (amends["status"], amends["clientNote"]) == ("DECLINED", "Too short.")
    assert errors_of(ACCEPT, **typed(amendment)) == [("NOT_ACCEPTABLE", None)]


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"textSha256": "0" * 64}, ("TEXT_CHANGED", "textSha256")),
        ({"consents": []}, ("CONSENT_MISSING", "consents")),
        ({"consents": [ticked("terms", initially=True)]}, ("CONSENT_PRE_TICKED", "consents")),
        ({"actingFor": PAUL}, ("INVALID", "actingFor.capacity")),
    ],
)
def test_what_is_no_acceptance_changes_nothing(
    amendment: ParticipantAmendment, changes: dict[str, Any], refusal: tuple[str, str]
) -> None:
    before = everything()
    assert errors_of(ACCEPT, **typed(amendment, **changes)) == [refusal]
    assert everything() == before


def test_for_a_minor_the_guardian_alone_accepts() -> None:
    amendment = asked(TIM)
    before = everything()
    assert errors_of(ACCEPT, **typed(amendment)) == [("GUARDIAN_REQUIRED", "actingFor")]
    assert everything() == before
    do(ACCEPT, **typed(amendment, actingFor=PAUL))
    entry = LedgerEntry.objects.get(kind="seat_amendment_accepted_for_another")
    assert personal_of(entry)["acting"] == {"name": "Paul Adams", "basis": ""}


def test_staff_and_apps_cannot_answer_for_the_participant(amendment: ParticipantAmendment) -> None:
    token = seat_amendment_token(amendment.participant)
    for by in (shop_staff(["MANAGE_ORDERS"])[1], shop_app(["MANAGE_ORDERS"])[1]):
        before = everything()
        accepted = errors_of(ACCEPT, by=by, **typed(amendment))
        declined = errors_of(DECLINE, by=by, token=token, reason="")
        assert accepted == declined == [("CLIENT_ONLY", None)]
        assert everything() == before


def test_the_client_area_has_the_text_in_force_and_says_that_a_change_waits(
    amendment: ParticipantAmendment,
) -> None:
    anna = shop_customer_token(shop_customer(ANNA.email))
    (seen,) = ask(PORTAL, by=anna)["participations"]
    assert seen["html"] == amendment.text.previous.html
    assert (seen["changeWaits"], seen["amends"]) == (True, None)
    do(ACCEPT, **typed(amendment))
    (seen,) = ask(PORTAL, by=anna)["participations"]
    assert (seen["html"], seen["changeWaits"]) == (amendment.text.html, False)
    assert seen["amends"]["status"] == "ACCEPTED"


def test_whoever_pays_sees_nothing_of_it(ada: str, amendment: ParticipantAmendment) -> None:
    seats = {"id": node("SeatGroup", amendment.participant.seat.group)}
    before = ask(SEATS, by=ada, **seats)
    token = seat_amendment_token(amendment.participant)
    do(DECLINE, token=token, reason="Too short.")
    assert ask(SEATS, by=ada, **seats) == before
    assert json.dumps(before).count("ACCEPTED") == 1
    assert kinds_of(f"participant:{amendment.participant_id}")[-1] == "seat_amendment_declined"
