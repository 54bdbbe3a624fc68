"""Seats in Saleor's own /graphql/: all of it, what it costs, federation, and webhooks."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from factories.seats import ANNA, planned, seat_group_opened
from saleor.order.models import Order
from saleor_agreements import refusal
from saleor_seats import PAYER, bought, course, groups_of, worked
from saleor_shop import Api, SaleorShop, global_id

from saleor_coaching_plugin.core.clock import utc_now

pytestmark = pytest.mark.django_db

MERGED, OWN = "/graphql/", "/plugins/global/coaching/graphql/"
SCHEMA = """{ __schema { types { kind name
  fields { name type { ...Named } args { name type { ...Named } } }
  inputFields { name type { ...Named } } enumValues { name } } } }
fragment Named on __Type { kind name ofType { kind name ofType { kind name ofType { name } } } }"""
ENTITIES = """query ($these: [_Any!]!) { _entities(representations: $these) {
  ... on Order { seatGroups { id } } ... on User { email seatGroups { id } } } }"""
ORDERS = """{ orders(first: 100) { edges { node { seatGroups {
  title seats { status participant { email } participants { number } } } } } } }"""
GROUPS = """{ seatGroups(first: 100) { edges { node {
  title seats { participant { email } participants { number } } } } } }"""


def about_seats(path: str) -> dict[str, Any]:
    """Types, and fields of Query and Mutation, whose names say so."""
    types = Api(path=path).data(SCHEMA)["__schema"]["types"]
    roots = [each for each in types if each["name"] in ("Query", "Mutation")]
    named = [*types, *(field for root in roots for field in root["fields"])]
    return {
        each["name"]: each
        for each in named
        if any(word in each["name"].lower() for word in ("seat", "participant"))
    }


def test_all_of_it_is_in_saleors_own_schema(saleor: SaleorShop) -> None:
    ours = about_seats(OWN)
    assert {"SeatGroup", "SeatParticipantInput", "seatGroups", "checkoutSeatsPlan"} <= ours.keys()
    assert about_seats(MERGED) == ours


def test_seats_count_in_saleors_limit_of_what_a_query_costs(
    saleor: SaleorShop, settings: Any
) -> None:
    settings.GRAPHQL_QUERY_MAX_COMPLEXITY = 500
    api = saleor.api_of(saleor.app(["MANAGE_ORDERS"]))
    assert api.post(GROUPS)["extensions"]["cost"]["requestedQueryCost"] == 400
    twice = f"{{ one: {GROUPS[2:-2]} two: {GROUPS[2:-2]} }}"
    assert refusal(api, twice)[0] == "QueryCostError"


def orders_with_seats(saleor: SaleorShop, count: int) -> None:
    for _ in range(count):
        order = Order.objects.create(
            channel=saleor.channel, status="unfulfilled", lines_count=0, currency="EUR"
        )
        seat_group_opened(order_id=global_id(order), people=[planned(ANNA)], now=utc_now())


def test_five_orders_with_seats_cost_as_many_statements_as_one(saleor: SaleorShop) -> None:
    api = saleor.api_of(saleor.app(["MANAGE_ORDERS"]))

    def statements(query: str) -> int:
        api.data(query)  # fills Saleor's caches
        with CaptureQueriesContext(connection) as captured:
            found = str(api.data(query))
        assert ANNA.email in found
        return len(captured)

    orders_with_seats(saleor, 1)
    one = [statements(query) for query in (ORDERS, GROUPS)]
    orders_with_seats(saleor, 4)
    assert [statements(query) for query in (ORDERS, GROUPS)] == one


@pytest.mark.parametrize("path", [MERGED, OWN])
def test_a_gateway_finds_the_seats_of_orders_and_of_their_payer(
    saleor: SaleorShop, path: str
) -> None:
    pia, grace = saleor.customer(PAYER), saleor.customer("grace@friend.example")
    order_id = bought(saleor, course(saleor), quantity=2, buyer=pia)
    worked()
    (group,) = groups_of(saleor, order_id)
    found = [{"id": group["id"]}]
    these = [
        {"__typename": "Order", "id": order_id},
        {"__typename": "User", "email": PAYER},
    ]
    api = Api(saleor.api_of(pia).token, path)
    assert api.data(ENTITIES, these=these)["_entities"] == [
        {"seatGroups": found},
        {"email": PAYER, "seatGroups": found},
    ]
    (other,) = Api(saleor.api_of(grace).token, path).data(ENTITIES, these=these[:1])["_entities"]
    # Saleor's own subgraph has no such order for her at all.
    assert other == (None if path == MERGED else {"seatGroups": []})
    assert "type SeatGroup implements Node" in api.data("{ _service { sdl } }")["_service"]["sdl"]
