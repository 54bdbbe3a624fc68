"""Who sees which seats, and how much of them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from factories.contracts import BROWSER
from factories.seats import ANNA, BEN, TIM, seat_free_in
from factories.shop import shop_app, shop_customer, shop_customer_token, shop_staff
from graphql_api import ask, code_of, do, post
from graphql_cases import CASES, node, participant_typed, seats_plan_typed
from graphql_examples import participant_invited, seat_accepted, seats_opened
from graphql_relay import to_global_id

from saleor_coaching_plugin.agreements.models import ClientAgreement
from saleor_coaching_plugin.agreements.services.prepare import Client
from saleor_coaching_plugin.commerce.port import Permission
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.core.links import page_url
from saleor_coaching_plugin.seats.models import Seat, SeatGroup
from saleor_coaching_plugin.seats.services.assign import seat_free
from saleor_coaching_plugin.seats.services.respond import seat_decline
from saleor_coaching_plugin.seats.services.share import group_share_name

NAMED = "firstName lastName email isMinor guardianName guardianEmail invitedAt declinedAt"
STAFF_ALONE = ("number", "declineReason", "replacedAt", "evidenceChain")
GROUP = f"""query($id: ID!) {{ seatGroup(id: $id) {{
    title language payerName payerEmail sharedName agreementId orderId url
    seats {{ position status inviteOn expiresAt participant {{ {NAMED} }} }} }} }}"""
STAFFS = """query($id: ID!) { seatGroup(id: $id) { seats { participants {
    email number declineReason replacedAt evidenceChain } } } }"""
FOUND = """query($agreement: ID, $status: [SeatStatusEnum!], $search: String) {
    seatGroups(agreementId: $agreement, status: $status, search: $search) {
        edges { node { id } } } }"""
PORTAL = """{ clientPortal {
    seatGroups { id seats { status participant { email } } }
    participations { id number status firstName invitedBy isForMinor } } }"""
AGREEMENT = """query($id: ID!) { clientAgreement(id: $id) { seats
    seatPlan { sharedName participants { firstName email giftMessage inviteOn } }
    seatGroup { id agreementId } } }"""
GRACE = Client("Grace", "Hopper", "grace@client.example")

pytestmark = pytest.mark.django_db


def declined(group: SeatGroup) -> Seat:
    seat, token = participant_invited(ANNA, group)
    seat_decline(token=token, reason="Too early for me.", act=BROWSER, now=utc_now())
    return seat


def token_of_customer(email: str) -> str:
    return shop_customer_token(shop_customer(email))


def ids_of(found: Any) -> list[str]:
    return [edge["node"]["id"] for edge in found["edges"]]


def test_a_payer_sees_how_far_each_seat_is(ada: str) -> None:
    group = seats_opened()
    declined(group)
    shown = ask(GROUP, by=ada, id=node("SeatGroup", group))
    first, second = shown.pop("seats")
    assert shown == {
        "title": "Six sessions",
        "language": "en",
        "payerName": "Ada Lovelace",
        "payerEmail": "ada@client.example",
        "sharedName": "",
        "agreementId": None,
        "orderId": None,
        "url": page_url(f"portal/seats/{group.id}/"),
    }
    assert (first["status"], first["participant"]["email"]) == ("DECLINED", ANNA.email)
    assert first["participant"]["invitedAt"] < first["participant"]["declinedAt"]
    assert (second["status"], second["participant"]) == ("FREE", None)


@pytest.mark.parametrize("field", STAFF_ALONE)
def test_a_payer_does_not_see_what_is_for_staff(field: str, ada: str) -> None:
    group = seats_opened()
    declined(group)
    query = f"query($id: ID!) {{ seatGroup(id: $id) {{ seats {{ participant {{ {field} }} }} }} }}"
    answer = post(query, by=ada, id=node("SeatGroup", group))
    (error,) = answer["errors"]
    assert error["extensions"]["exception"]["code"] == "PermissionDenied"
    assert answer["data"]["seatGroup"]["seats"] == [
        {"participant": {field: None}},
        {"participant": None},
    ]


def test_a_payer_does_not_see_who_held_a_seat_before(ada: str) -> None:
    group = seats_opened()
    seat, _ = participant_invited(ANNA, group)
    seat_free(seat_id=seat.id, now=utc_now())
    answer = post(STAFFS, by=ada, id=node("SeatGroup", group))
    assert answer["data"]["seatGroup"]["seats"] == [{"participants": None}] * 2
    assert ANNA.email not in json.dumps(answer)


def test_staff_see_why_somebody_declined_and_who_was_replaced(orders: str) -> None:
    group = seats_opened()
    seat = declined(group)
    replace = {"id": node("Seat", seat), "participant": participant_typed()}
    do(CASES["seatAssign"].query, by=orders, **replace)
    held, free = ask(STAFFS, by=orders, id=node("SeatGroup", group))["seats"]
    former, holder = held["participants"]
    assert (former["email"], former["declineReason"]) == (ANNA.email, "Too early for me.")
    assert former["evidenceChain"] == f"participant:{seat.participant_id}"
    assert former["replacedAt"]
    assert (holder["email"], holder["declineReason"]) == ("grace@friend.example", "")
    assert holder["replacedAt"] is None
    assert former["number"] != holder["number"]
    assert free["participants"] == []


def test_a_group_that_is_not_ones_own_looks_like_none(grace: str) -> None:
    group = seats_opened()
    participant_invited(ANNA, group)
    participant_invited(TIM, group)
    participants = [token_of_customer(each) for each in (ANNA.email, TIM.guardian_email)]
    nowhere = to_global_id("SeatGroup", "00000000-0000-4000-8000-000000000000")
    for token in (grace, *participants):
        others = post(GROUP, by=token, id=node("SeatGroup", group))
        none = post(GROUP, by=token, id=nowhere)
        assert others["data"] == none["data"] == {"seatGroup": None}
        assert others["errors"] == none["errors"]
        assert others["errors"][0]["extensions"]["exception"]["code"] == "NOT_FOUND"


def test_seats_are_for_their_payer_and_staff_alone() -> None:
    group = node("SeatGroup", seats_opened())
    others = [each for each in Permission if each != "MANAGE_ORDERS"]
    staff = shop_staff(others, email="ada@client.example")[1]
    for token in (None, "no token at all", staff, shop_app(others)[1]):
        assert code_of(GROUP, by=token, id=group) == "PermissionDenied"
    for token in (shop_staff(["MANAGE_ORDERS"])[1], shop_app(["MANAGE_ORDERS"])[1]):
        assert ask(GROUP, by=token, id=group)["payerName"] == "Ada Lovelace"


def test_staff_find_seats_by_state(orders: str) -> None:
    free, accepted = seats_opened(), seats_opened(GRACE)
    seat_accepted(ANNA, accepted)
    assert ids_of(ask(FOUND, by=orders)) == [node("SeatGroup", accepted), node("SeatGroup", free)]
    only = ask(FOUND, by=orders, status=["ACCEPTED"])
    assert ids_of(only) == [node("SeatGroup", accepted)]
    either = ask(FOUND, by=orders, status=["ACCEPTED", "FREE"])
    assert len(ids_of(either)) == 2
    assert ids_of(ask(FOUND, by=orders, status=["DECLINED"])) == []


@pytest.mark.parametrize(
    "search", ["lovelace", "ADA six", "ada@client", "anna", "adams sessions", "anna@family"]
)
def test_staff_find_seats_by_words(search: str, orders: str) -> None:
    group = seats_opened()
    participant_invited(ANNA, group)
    participant_invited(BEN, seats_opened(GRACE))
    assert ids_of(ask(FOUND, by=orders, search=search)) == [node("SeatGroup", group)]


def test_all_words_of_a_search_count(orders: str) -> None:
    participant_invited(ANNA, seats_opened())
    assert ids_of(ask(FOUND, by=orders, search="anna brown")) == []
    assert code_of(FOUND, by=orders, search="x" * 201) == "INVALID"


def test_staff_find_the_seats_of_an_agreement(orders: str) -> None:
    typed = seats_plan_typed()
    seats_opened()
    do(CASES["agreementSeatsPlan"].query, by=orders, **typed)
    agreement = ask(AGREEMENT, by=orders, id=typed["agreementId"])
    assert agreement["seats"] == 3
    assert agreement["seatGroup"] is None
    assert agreement["seatPlan"]["sharedName"] == "Ada"
    assert agreement["seatPlan"]["participants"] == [
        {
            "firstName": "Grace",
            "email": "grace@friend.example",
            "giftMessage": "Enjoy it.",
            "inviteOn": typed["participants"][0]["inviteOn"],
        }
    ]
    key = ClientAgreement.objects.get().id
    group = {"id": node("SeatGroup", seats_opened(subject=f"agreement:{key}"))}
    found = ask(FOUND, by=orders, agreement=typed["agreementId"])
    assert ids_of(found) == [group["id"]]
    agreement = ask(AGREEMENT, by=orders, id=typed["agreementId"])
    assert agreement["seatGroup"] == group | {"agreementId": typed["agreementId"]}
    wrong = to_global_id("SeatGroup", key)
    assert code_of(FOUND, by=orders, agreement=wrong) == "NOT_FOUND"


def test_the_client_area_has_what_one_pays_for_and_what_one_takes_part_in(
    ada: str, grace: str
) -> None:
    group = seats_opened()
    seat, _ = participant_invited(ANNA, group)
    assert ask(PORTAL, by=ada) == {
        "seatGroups": [
            {
                "id": node("SeatGroup", group),
                "seats": [
                    {"status": "INVITED", "participant": {"email": ANNA.email}},
                    {"status": "FREE", "participant": None},
                ],
            }
        ],
        "participations": [],
    }
    assert ask(PORTAL, by=token_of_customer(ANNA.email)) == {
        "seatGroups": [],
        "participations": [
            {
                "id": node("ParticipantAgreement", seat.participant),
                "number": seat.participant.number,
                "status": "INVITED",
                "firstName": "Anna",
                "invitedBy": None,
                "isForMinor": False,
            }
        ],
    }
    assert ask(PORTAL, by=grace) == {"seatGroups": [], "participations": []}


def test_a_guardian_sees_the_childs_agreement_and_whom_it_is_for() -> None:
    group = seats_opened()
    participant_invited(TIM, group)
    group_share_name(group_id=group.id, name="Aunt Ada")
    (shown,) = ask(PORTAL, by=token_of_customer(TIM.guardian_email))["participations"]
    assert (shown["firstName"], shown["isForMinor"]) == ("Tim", True)
    assert shown["invitedBy"] == "Aunt Ada"


def test_who_was_replaced_has_no_place_any_more(orders: str) -> None:
    seat, _ = participant_invited(ANNA)
    replace = {"id": node("Seat", seat), "participant": participant_typed()}
    do(CASES["seatAssign"].query, by=orders, **replace)
    assert ask(PORTAL, by=token_of_customer(ANNA.email))["participations"] == []
    assert len(ask(PORTAL, by=token_of_customer("grace@friend.example"))["participations"]) == 1


def test_a_payer_who_takes_a_seat_has_both(ada: str) -> None:
    seat = seat_free_in(seats_opened())
    taken = do(CASES["seatTake"].query, by=ada, id=node("Seat", seat))["seat"]
    assert taken == {
        "status": "INVITED",
        "participant": {"firstName": "Ada", "email": "ada@client.example"},
    }
    portal = ask(PORTAL, by=ada)
    assert len(portal["seatGroups"]) == len(portal["participations"]) == 1
