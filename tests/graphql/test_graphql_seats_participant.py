"""A participant and the link to their agreement."""

from __future__ import annotations

import json
from typing import Any

import pytest
from factories.ledger import acceptance_entry, kinds_of, personal_of
from factories.seats import ANNA, TIM, seat_token
from factories.shop import shop_app, shop_staff
from graphql import GraphQLNonNull, GraphQLObjectType
from graphql.type.definition import get_named_type
from graphql_api import ask, code_of, do, errors_of, everything, post
from graphql_cases import CASES, node, participant_typed, participation_typed
from graphql_examples import participant_invited, seats_opened, ticked

from saleor_coaching_plugin.commerce.port import Permission
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.graphql.schema import schema
from saleor_coaching_plugin.seats.models import Participant, ParticipantLink, Seat
from saleor_coaching_plugin.seats.services.share import group_share_name

VIEW = """query($token: String!) { participantAgreementByToken(token: $token) {
    id number status title html sha256 language statement button consents { key text required }
    firstName lastName isForMinor guardianName giftMessage invitedBy expiresAt acceptedAt
    amends { status } changeWaits evidenceHash certificateNumber certificateUrl } }"""
STATUS = "query($token: String!) { participantAgreementByToken(token: $token) { status } }"
INVITED_BY = "query($token: String!) { participantAgreementByToken(token: $token) { invitedBy } }"
SEATS = "query($id: ID!) { seatGroup(id: $id) { seats { status participant { acceptedAt } } } }"
ACCEPT = CASES["participantAgreementAccept"].query
DECLINE = CASES["participantAgreementDecline"].query
PAUL = {"capacity": "GUARDIAN", "name": "Paul Adams"}

pytestmark = pytest.mark.django_db


def test_the_link_shows_all_that_the_page_must() -> None:
    seat, token = participant_invited(ANNA, message="Enjoy it!")
    participant, text = seat.participant, seat.participant.texts.get()
    shown = ask(VIEW, token=token)
    (box,) = shown.pop("consents")
    assert (box["key"], box["required"]) == ("terms", True)
    assert shown.pop("expiresAt") == seat.expires_at.isoformat()
    assert shown == {
        "id": node("ParticipantAgreement", participant),
        "number": participant.number,
        "status": "OPENED",
        "title": text.title,
        "html": text.html,
        "sha256": text.sha256,
        "language": "en",
        "statement": text.statement,
        "button": text.button,
        "firstName": "Anna",
        "lastName": "Adams",
        "isForMinor": False,
        "guardianName": "",
        "giftMessage": "Enjoy it!",
        "invitedBy": None,
        "acceptedAt": None,
        "amends": None,
        "changeWaits": False,
        "evidenceHash": None,
        "certificateNumber": None,
        "certificateUrl": None,
    }


def test_the_participants_first_look_is_noted_and_staffs_is_not() -> None:
    seat, token = participant_invited()
    before = everything()
    for other in (shop_staff(list(Permission))[1], shop_app(list(Permission))[1]):
        assert ask(STATUS, by=other, token=token) == {"status": "INVITED"}
    assert everything() == before
    assert ask(STATUS, token=token) == {"status": "OPENED"}
    seen = everything()
    assert ask(STATUS, token=token) == {"status": "OPENED"}
    assert everything() == seen
    chain = f"participant:{seat.participant_id}"
    assert kinds_of(chain).count("seat_viewed") == 1


def test_what_opens_nothing_is_told_alike() -> None:
    seat, token = participant_invited()
    do(CASES["seatFree"].query, by=shop_staff(["MANAGE_ORDERS"])[1], id=node("Seat", seat))
    unknown, revoked = post(VIEW, token="x" * 43), post(VIEW, token=token)
    assert unknown == revoked
    assert code_of(VIEW, token=token) == "LINK_INVALID"


def test_an_expired_link_says_so() -> None:
    _, token = participant_invited()
    ParticipantLink.objects.update(expires_at=utc_now())
    assert code_of(VIEW, token=token) == "LINK_EXPIRED"


def test_who_invites_is_told_only_where_the_payer_wants_it() -> None:
    seat, token = participant_invited()
    assert ask(INVITED_BY, token=token) == {"invitedBy": None}
    group_share_name(group_id=seat.group_id, name="Aunt Ada")
    assert ask(INVITED_BY, token=token) == {"invitedBy": "Aunt Ada"}


def test_an_acceptance_is_proven_to_the_participant_and_told_to_the_payer(ada: str) -> None:
    typed = participation_typed(copyTo=" Lawyer@Office.example ")
    accepted = do(ACCEPT, **typed)["participantAgreement"]
    entry = acceptance_entry()
    assert (accepted["status"], accepted["evidenceHash"]) == ("ACCEPTED", entry.hash)
    assert entry.chain == f"participant:{Participant.objects.get().id}"
    (copy,) = personal_of(entry)["copies_to"]
    assert copy["email"] == "lawyer@office.example"
    group = Seat.objects.exclude(participant=None).get().group
    seat, _ = ask(SEATS, by=ada, id=node("SeatGroup", group))["seats"]
    assert seat == {
        "status": "ACCEPTED",
        "participant": {"acceptedAt": accepted["acceptedAt"]},
    }


def test_a_guardian_accepts_for_a_minor() -> None:
    accepted = do(ACCEPT, **participation_typed(TIM, actingFor=PAUL))["participantAgreement"]
    assert accepted["status"] == "ACCEPTED"
    entry = acceptance_entry()
    assert entry.kind == "seat_accepted_for_another"
    assert personal_of(entry)["acting"] == {"name": "Paul Adams", "basis": ""}


def test_what_is_accepted_cannot_be_declined_nor_the_other_way_round() -> None:
    typed = participation_typed()
    do(ACCEPT, **typed)
    assert errors_of(DECLINE, token=typed["token"]) == [("NOT_ANSWERABLE", None)]
    seat, token = participant_invited()
    do(DECLINE, token=token)
    again = {**typed, "token": token, "textSha256": seat.participant.texts.get().sha256}
    assert errors_of(ACCEPT, **again) == [("NOT_ANSWERABLE", None)]


def test_a_decline_is_told_to_the_payer_without_its_reason(ada: str) -> None:
    seat, token = participant_invited()
    declined = do(DECLINE, token=token, reason="Too early for me.")["participantAgreement"]
    assert declined["status"] == "DECLINED"
    answer = post(
        """query($id: ID!) { seatGroup(id: $id) { title sharedName seats { id position status
        participant { firstName lastName email isMinor namedAt invitedAt openedAt acceptedAt
        activeAt declinedAt } inviteOn expiresAt remindedAt refundedAt } } }""",
        by=ada,
        id=node("SeatGroup", seat.group),
    )
    assert answer["data"]["seatGroup"]["seats"][0]["status"] == "DECLINED"
    assert "Too early" not in json.dumps(answer)


def test_a_seat_handed_over_is_the_new_participants_alone(ada: str) -> None:
    seat, token = participant_invited()
    replace = {"id": node("Seat", seat), "participant": participant_typed()}
    do(CASES["seatAssign"].query, by=ada, **replace)
    seat.refresh_from_db()
    assert errors_of(DECLINE, token=token) == [("LINK_INVALID", "token")]
    shown = ask(VIEW, token=seat_token(seat))
    assert (shown["firstName"], shown["status"]) == ("Grace", "OPENED")


def test_a_reminder_has_a_new_link_and_kills_the_old_one(ada: str) -> None:
    seat, token = participant_invited()
    reminded = do(CASES["seatRemind"].query, by=ada, id=node("Seat", seat))["seat"]
    assert reminded["remindedAt"]
    assert code_of(VIEW, token=token) == "LINK_INVALID"
    assert ask(STATUS, token=seat_token(seat)) == {"status": "OPENED"}


def test_nothing_leads_from_a_participants_agreement_to_anything_else() -> None:
    """So that no query through it can reach the group, whoever pays, or another seat."""

    def reached(kind: Any, seen: set[str]) -> set[str]:
        named = get_named_type(kind)
        if named.name not in seen:
            seen.add(named.name)
            if isinstance(named, GraphQLObjectType):
                for field in named.fields.values():
                    reached(field.type, seen)
        return seen

    assert reached(schema.get_type("ParticipantAgreement"), set()) == {
        *("ParticipantAgreement", "SeatStatusEnum", "ContractConsent"),
        *("ClientAgreementAmends", "ClientAgreementAmendmentStatusEnum"),
        *("ID", "String", "Boolean", "DateTime"),
    }


def test_what_is_for_staff_alone_can_be_null() -> None:
    """A refusal of a field that cannot takes its neighbours with it."""
    fields = schema.get_type("SeatParticipant").fields
    guarded = [each for each in fields.values() if "Requires" in (each.description or "")]
    assert len(guarded) == 4
    assert not any(isinstance(each.type, GraphQLNonNull) for each in guarded)


def test_accepting_moves_ones_own_seat_alone() -> None:
    group = seats_opened()
    first, token = participant_invited(ANNA, group)
    second, other = participant_invited(TIM, group)
    assert ask(VIEW, token=token)["id"] != ask(VIEW, token=other)["id"]
    sha256 = first.participant.texts.get().sha256
    do(ACCEPT, token=token, textSha256=sha256, consents=[ticked("terms")])
    second.refresh_from_db()
    assert second.status == "opened"
