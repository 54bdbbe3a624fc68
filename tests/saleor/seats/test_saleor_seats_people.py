"""Participants in Saleor: what account they get, and what they see of whoever pays: nothing."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import pytest
from saleor.account.models import User
from saleor.order.models import Order
from saleor_agreements import done
from saleor_seats import (
    EDITH,
    GRACE,
    PAYER,
    SEAT_ASSIGN,
    assert_nothing_of_the_payer,
    bought,
    course,
    groups_of,
    place_accept,
    states_of,
    worked,
)
from saleor_shop import Api, SaleorShop, global_id

pytestmark = pytest.mark.django_db

OWN = "/plugins/global/coaching/graphql/"
ORDER = """query ($id: ID!) { order(id: $id) { seatGroups { id payerEmail }
  acceptedTerms { fingerprint } clientAgreement { number } clientInvoices { id }
  termsRequest { id } } }"""
ORDERS = "{ me { orders(first: 9) { totalCount edges { node { id } } } } }"
ME = """{ me { seatGroups { payerEmail } clientAgreements { number }
  productPurchases { productName } } }"""
PORTAL = """{ clientPortal { agreements { number } invoices { id } purchases { productName }
  seatGroups { payerEmail } participations { title number status html invitedBy } } }"""
SEAT_GROUP = "query ($id: ID!) { seatGroup(id: $id) { payerEmail seats { status } } }"


@dataclass(frozen=True)
class Sold:
    """Five seats of Pia's, one of which Grace has accepted; both have an account."""

    order_id: str
    group_id: str
    seat_id: str
    """A free one."""
    pia: User
    grace: User


@pytest.fixture
def sold(saleor: SaleorShop) -> Sold:
    pia = saleor.customer(PAYER)
    order_id = bought(saleor, course(saleor), people=[GRACE], buyer=pia)
    worked()
    place_accept(GRACE["email"])
    worked()
    (group,) = groups_of(saleor, order_id)
    grace = User.objects.get(email=GRACE["email"])
    # What a login by a mailed link proves to the plugin, Saleor has a mail of its own for.
    grace.is_confirmed = True
    grace.save()
    return Sold(order_id, group["id"], group["seats"][1]["id"], pia, grace)


def refused_with(api: Api, query: str, **variables: Any) -> str:
    """The one code of all refusals."""
    errors = api.post(query, **variables)["errors"]
    (code,) = {error["extensions"]["exception"]["code"] for error in errors}
    return str(code)


def test_who_accepts_gets_an_account_in_saleor(saleor: SaleorShop) -> None:
    order_id = bought(saleor, course(saleor), people=[GRACE])
    worked()
    assert not User.objects.filter(email=GRACE["email"]).exists()
    place_accept(GRACE["email"])
    worked()
    grace = User.objects.get(email=GRACE["email"])
    assert (grace.first_name, grace.last_name, grace.is_active) == ("Grace", "Hopper", True)
    assert (grace.password, grace.is_confirmed) == ("", False)
    assert states_of(saleor, order_id)[0] == ("ACTIVE", GRACE["email"])
    assert Order.objects.get().user != grace


def test_an_account_that_is_there_is_not_doubled(saleor: SaleorShop) -> None:
    there = saleor.customer("Grace@Friend.Example", first_name="G.")
    order_id = bought(saleor, course(saleor), people=[GRACE])
    worked()
    before = User.objects.count()
    place_accept(GRACE["email"])
    worked()
    assert states_of(saleor, order_id)[0] == ("ACTIVE", GRACE["email"])
    assert User.objects.count() == before
    there.refresh_from_db()
    assert (there.email, there.first_name) == ("Grace@Friend.Example", "G.")
    found = saleor.api_of(there).data(PORTAL)["clientPortal"]
    assert [each["status"] for each in found["participations"]] == ["ACTIVE"]


@pytest.mark.parametrize("path", ["/graphql/", OWN])
def test_a_participant_sees_an_own_agreement_and_nothing_of_the_payer(
    saleor: SaleorShop, sold: Sold, path: str
) -> None:
    grace = Api(saleor.api_of(sold.grace).token, path)
    portal = grace.data(PORTAL)["clientPortal"]
    (own,) = portal.pop("participations")
    assert "Your place in it, Grace Hopper, is yours alone." in own["html"]
    assert (own["status"], own["invitedBy"]) == ("ACTIVE", "Pia")
    assert portal == {"agreements": [], "invoices": [], "purchases": [], "seatGroups": []}
    assert_nothing_of_the_payer(json.dumps(own, ensure_ascii=False), sold.order_id)
    assert refused_with(grace, SEAT_GROUP, id=sold.group_id) == "NOT_FOUND"
    assert refused_with(grace, "{ seatGroups(first: 9) { totalCount } }") == "PermissionDenied"
    (refused,) = grace.data(SEAT_ASSIGN, id=sold.seat_id, who=GRACE)["seatAssign"]["errors"]
    assert refused["code"] == "NOT_FOUND"


def test_saleors_own_fields_show_a_participant_no_order_of_the_payer(
    saleor: SaleorShop, sold: Sold
) -> None:
    grace = saleor.api_of(sold.grace)
    assert grace.data(ORDERS)["me"]["orders"] == {"totalCount": 0, "edges": []}
    assert not any(grace.data(ME)["me"].values())
    order = grace.data(ORDER, id=sold.order_id)["order"]
    assert not any(order.values()), order
    assert refused_with(grace, "{ orders(first: 9) { totalCount } }") == "PermissionDenied"
    whose = "query ($id: ID!) { user(id: $id) { email seatGroups { id } } }"
    assert refused_with(grace, whose, id=global_id(sold.pia)) == "PermissionDenied"


def test_the_payer_sees_each_seat_and_staff_what_the_coach_may(
    saleor: SaleorShop, sold: Sold
) -> None:
    private = "query ($id: ID!) { seatGroup(id: $id) { seats { participants { number } } } }"
    states = [{"status": "ACTIVE"}, *[{"status": "FREE"}] * 4]
    pia = saleor.api_of(sold.pia)
    assert pia.data(ORDERS)["me"]["orders"]["edges"] == [{"node": {"id": sold.order_id}}]
    assert pia.data(ME)["me"]["seatGroups"] == [{"payerEmail": PAYER}]
    (found,) = pia.data(ORDER, id=sold.order_id)["order"]["seatGroups"]
    assert found == {"id": sold.group_id, "payerEmail": PAYER}
    assert pia.data(SEAT_GROUP, id=sold.group_id)["seatGroup"]["seats"] == states
    assert refused_with(pia, private, id=sold.group_id) == "PermissionDenied"
    states[1] = done(pia, SEAT_ASSIGN, id=sold.seat_id, who=EDITH)["seat"]
    assert states[1] == {"status": "INVITED"}
    for whom in (saleor.staff(["MANAGE_ORDERS"]), saleor.app(["MANAGE_ORDERS"])):
        api = saleor.api_of(whom)
        assert api.data(SEAT_GROUP, id=sold.group_id)["seatGroup"]["seats"] == states
        assert api.data("{ seatGroups(first: 9) { totalCount } }")["seatGroups"]["totalCount"] == 1
        first, *_ = api.data(private, id=sold.group_id)["seatGroup"]["seats"]
        assert len(first["participants"]) == 1
        assert api.data(ORDER, id=sold.order_id)["order"]["seatGroups"] == [found]


def test_other_permissions_and_unconfirmed_addresses_lead_to_no_seats(
    saleor: SaleorShop, sold: Sold
) -> None:
    others = ["MANAGE_USERS", "MANAGE_PRODUCTS"]
    for whom in (None, saleor.staff(others), saleor.app(others)):
        api = saleor.api_of(whom)
        assert refused_with(api, SEAT_GROUP, id=sold.group_id) == "PermissionDenied"
        answer = api.post(
            "query ($id: ID!) { order(id: $id) { seatGroups { id } } }", id=sold.order_id
        )
        assert answer["data"]["order"] == {"seatGroups": None}
    User.objects.filter(pk__in=[sold.grace.pk, sold.pia.pk]).update(is_confirmed=False)
    for whom in (sold.grace, sold.pia):
        whom.refresh_from_db()
        api = saleor.api_of(whom)
        assert refused_with(api, PORTAL) == "PermissionDenied"
        assert refused_with(api, SEAT_GROUP, id=sold.group_id) == "PermissionDenied"
