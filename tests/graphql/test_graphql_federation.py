"""The endpoint as a subgraph: what a gateway of Apollo Federation 1 asks of it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from factories.contracts import PRODUCT_BODY
from factories.shop import shop_product, shop_product_unpublish, shop_staff
from graphql import build_ast_schema, parse
from graphql_api import ask, code_of, post
from graphql_examples import product_with_terms, terms_published

from saleor_coaching_plugin.graphql.federation.query import MAX_ENTITIES
from saleor_coaching_plugin.graphql.schema import schema
from saleor_coaching_plugin.terms.models import AssignmentKind
from saleor_coaching_plugin.terms.services import terms_assign

pytestmark = pytest.mark.django_db

ENTITIES = """query($these: [_Any!]!) { _entities(representations: $these) {
    __typename
    ... on Product { id channel contractTerms { title } }
    ... on Order { id clientInvoices { number } }
    ... on User { email productPurchases { productName } } } }"""
TERMS = """query($these: [_Any!]!) { _entities(representations: $these) {
    ... on Product { contractTerms { title } } } }"""


def sdl() -> str:
    return str(ask("{ _service { sdl } }")["sdl"])


def product(id: str, channel: str | None = "default-channel") -> dict[str, Any]:
    return {"__typename": "Product", "id": id, "channel": channel}


def test_types_of_the_shop_are_extended_by_their_keys() -> None:
    extended = {
        part.split(" {")[0]: [line.strip() for line in part.splitlines() if "@external" in line]
        for part in sdl().split("\n\n")
        if part.startswith("extend")
    }
    assert extended == {
        'extend type Product @key(fields: "id channel")': [
            "id: ID! @external",
            "channel: String @external",
        ],
        'extend type Order @key(fields: "id")': ["id: ID! @external"],
        'extend type User @key(fields: "email")': ["email: String! @external"],
    }


def test_all_else_is_in_it_as_it_is() -> None:
    """Without what belongs to federation itself, which a gateway brings along."""
    plain = re.sub(r"extend (type \w+) @key\(.*\) \{", r"\1 {", sdl()).replace(" @external", "")
    composed = build_ast_schema(parse(f"schema {{ query: Query mutation: Mutation }} {plain}"))
    types = composed.get_type_map()
    assert schema.get_type_map().keys() - types.keys() == {"_Any", "_Entity", "_Service"}
    assert types.keys() <= schema.get_type_map().keys()
    queries = composed.get_query_type().fields.keys()
    assert schema.get_query_type().fields.keys() - queries == {"_service", "_entities"}
    assert composed.get_mutation_type().fields.keys() == schema.get_mutation_type().fields.keys()


def test_entities_come_in_the_order_they_were_asked_for(users: str) -> None:
    with_terms, without = product_with_terms(), shop_product("Poster")
    found = ask(
        ENTITIES,
        by=shop_staff(["MANAGE_USERS", "MANAGE_ORDERS"])[1],
        these=[
            {"__typename": "User", "email": "ada@client.example"},
            product(without.id),
            {"__typename": "Order", "id": "T3JkZXI6MQ=="},
            product(with_terms.id),
            product(without.id),
        ],
    )
    assert found == [
        {"__typename": "User", "email": "ada@client.example", "productPurchases": []},
        {"__typename": "Product", **product(without.id), "contractTerms": []},
        {"__typename": "Order", "id": "T3JkZXI6MQ==", "clientInvoices": []},
        {
            "__typename": "Product",
            **product(with_terms.id),
            "contractTerms": [{"title": "Coaching agreement"}],
        },
        {"__typename": "Product", **product(without.id), "contractTerms": []},
    ]


def test_an_unknown_product_is_null_in_its_place() -> None:
    known = product_with_terms()
    found = ask(TERMS, these=[product("UHJvZHVjdDo5OTk5"), product(known.id), product("x")])
    assert found == [None, {"contractTerms": [{"title": "Coaching agreement"}]}, None]


def test_a_product_that_is_not_published_is_for_staff_alone(ada: str, orders: str) -> None:
    hidden = product_with_terms()
    shop_product_unpublish(hidden.id)
    for who in (None, ada):
        assert ask(TERMS, by=who, these=[product(hidden.id)]) == [None]
    assert ask(TERMS, by=orders, these=[product(hidden.id)]) != [None]


def test_without_a_channel_the_default_one_counts() -> None:
    found = shop_product("Poster")
    terms = terms_published(PRODUCT_BODY)
    terms_assign(terms_id=terms.id, kind=AssignmentKind.CHANNEL, object_id=found.channel)
    query = """query($these: [_Any!]!) { _entities(representations: $these) {
        ... on Product { channel contractTerms { title } } } }"""
    assert ask(query, these=[product(found.id, None)]) == [
        {"channel": None, "contractTerms": [{"title": "Coaching agreement"}]}
    ]


def test_representations_can_stand_in_the_query_itself() -> None:
    known = product_with_terms()
    found = ask(
        f'{{ _entities(representations: [{{__typename: "Product", id: "{known.id}"}}])'
        " { ... on Product { contractTerms { title } } } }"
    )
    assert found == [{"contractTerms": [{"title": "Coaching agreement"}]}]


@pytest.mark.parametrize(
    ("malformed", "field"),
    [
        (1, "representations"),
        ("Product", "representations"),
        ([{}], "representations"),
        ({}, "representations"),
        ({"__typename": None, "id": "x"}, "representations"),
        ({"__typename": "Checkout", "id": "x"}, "representations"),
        ({"__typename": "ContractTerms", "id": "x"}, "representations"),
        ({"__typename": ["Order"], "id": "x"}, "representations"),
        ({"__typename": "Order"}, "id"),
        ({"__typename": "Order", "id": None}, "id"),
        ({"__typename": "Order", "id": ""}, "id"),
        ({"__typename": "Order", "id": 7}, "id"),
        ({"__typename": "Order", "id": {"$ne": 1}}, "id"),
        ({"__typename": "Order", "id": "a\x00b"}, "id"),
        ({"__typename": "Product", "id": "x", "channel": 7}, "channel"),
        ({"__typename": "Product", "id": "x", "channel": ""}, "channel"),
        ({"__typename": "User", "id": "VXNlcjox"}, "email"),
    ],
)
def test_what_is_malformed_fails_alone(malformed: Any, field: str) -> None:
    known = product_with_terms()
    answer = post(TERMS, these=[malformed, product(known.id)])
    (error,) = answer["errors"]
    assert error["path"] == ["_entities", 0]
    assert error["extensions"]["exception"]["code"] == "INVALID"
    assert error["extensions"]["field"] == field
    assert answer["data"]["_entities"] == [
        None,
        {"contractTerms": [{"title": "Coaching agreement"}]},
    ]


@pytest.mark.parametrize("these", [None, [None]])
def test_null_is_no_representation(these: Any) -> None:
    answer = post(TERMS, these=these)
    assert "data" not in answer
    assert answer["errors"]


def test_an_unknown_channel_has_no_products() -> None:
    known = product_with_terms()
    found = ask(TERMS, these=[product(known.id, "nowhere"), product(known.id)])
    assert found == [None, {"contractTerms": [{"title": "Coaching agreement"}]}]


def test_a_gateway_asks_for_a_hundred_at_most() -> None:
    known = product_with_terms()
    assert len(ask(TERMS, these=[product(known.id)] * MAX_ENTITIES)) == MAX_ENTITIES
    assert code_of(TERMS, these=[product(known.id)] * (MAX_ENTITIES + 1)) == "INVALID"
