"""That `ask_everything` does ask for everything: other tests prove with it what nobody gets."""

from __future__ import annotations

import json
from typing import Any

import graphene
import pytest
from django.test import RequestFactory
from factories.contracts import token_of
from factories.shop import shop_staff
from factories.whole_schema import (
    ask_everything,
    asking_as,
    attempts,
    queries,
    questions,
    try_everything,
)
from graphql import GraphQLObjectType, parse, visit
from graphql.language.visitor import TypeInfoVisitor, Visitor
from graphql.type.definition import get_named_type
from graphql.utils.type_info import TypeInfo
from graphql_cases import node
from graphql_examples import (
    agreement_accepted,
    agreement_sent,
    invoice_open,
    packet_given,
    participant_invited,
    purchase_made,
    seat_accepted,
    seats_opened,
)
from graphql_relay import to_global_id

from saleor_coaching_plugin.commerce.port import Permission
from saleor_coaching_plugin.core.errors import PermissionDenied
from saleor_coaching_plugin.graphql.execution import execute
from saleor_coaching_plugin.graphql.limits import document_check
from saleor_coaching_plugin.graphql.schema import schema

ANY = {"id": ["x"], "email": ["sam@client.example"], "token": ["x"], "chain": ["x"]}


class FieldsAsked(Visitor):
    def __init__(self, types: TypeInfo) -> None:
        super().__init__()
        self.types = types
        self.seen: set[tuple[str, str]] = set()

    def enter_Field(self, asked: Any, *rest: Any) -> None:
        self.seen.add((self.types.get_parent_type().name, asked.name.value))


def fields_there(kind: Any, found: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """(type, field) of all that a query can reach from a type."""
    named = get_named_type(kind)
    members = getattr(named, "types", ())
    for each in members:
        fields_there(each, found)
    if isinstance(named, GraphQLObjectType):
        for name, field in named.fields.items():
            if (named.name, name) not in found:
                found.add((named.name, name))
                fields_there(field.type, found)
    return found


def asked_in(text: str) -> set[tuple[str, str]]:
    types = TypeInfo(schema)
    fields = FieldsAsked(types)
    visit(parse(text), TypeInfoVisitor(types, fields))
    return fields.seen


def texts() -> list[str]:
    return [text for each in questions(schema, ANY) for _, text in queries(each.paths)]


def test_every_field_of_every_type_that_can_be_reached_is_asked_for() -> None:
    asked = set().union(*map(asked_in, texts()))
    assert asked == fields_there(schema.get_query_type(), set())


def test_no_query_is_larger_than_the_endpoint_takes() -> None:
    for text in texts():
        document_check(parse(text))


def test_a_field_is_asked_with_each_value_of_its_required_arguments() -> None:
    ids = ANY | {"id": ["one", "two"], "chain": ["three"]}
    asked = "\n".join(text for each in questions(schema, ids) for _, text in queries(each.paths))
    for each in ("one", "two"):
        assert f'clientAgreement(id: "{each}")' in asked
        assert f'representations: [{{__typename: "Order", id: "{each}"}}]' in asked
    assert 'evidenceCertificate(chain: "three", position: 1)' in asked
    assert "clientAgreements(first: 100)" in asked
    assert 'productPurchases(first: 100, email: "sam@client.example")' in asked


def test_every_mutation_is_tried_with_all_its_arguments_and_each_value_of_them() -> None:
    asked = list(attempts(schema, ANY | {"id": ["one", "two"]}))
    mutations = schema.get_mutation_type().fields
    assert {text.split("(")[0] for text in asked} == {f"mutation {{ {name}" for name in mutations}
    for each in ("one", "two"):
        assert any(f'seatAssign(id: "{each}", participant: {{' in text for text in asked)
    for text in asked:
        document_check(parse(text))


@pytest.mark.django_db
def test_what_a_mutation_tells_whoever_may_all_is_in_the_answers() -> None:
    staff = shop_staff(list(Permission))[1]
    group = seats_opened()
    told = try_everything(asking_as(staff), ANY | {"id": [node("SeatGroup", group)]}).decode()
    assert group.title in told
    assert "Internal Server Error" not in told


@pytest.mark.django_db
def test_whoever_may_all_gets_what_there_is() -> None:
    """What is planted where only a nested field, a list or a token leads to is in the answers."""
    staff = shop_staff(list(Permission))[1]
    invoice = invoice_open(agreement_accepted())
    purchase_made(), packet_given()
    seat, token = participant_invited(message="planted-in-a-gift")
    held = seat_accepted(group=seats_opened())
    found = ask_everything(
        asking_as(staff),
        {
            "id": [node("ClientAgreement", invoice.agreement), node("SeatGroup", seat.group)],
            "token": [token, token_of(agreement_sent())],
            "email": ["ada@client.example"],
            "chain": [f"participant:{held.participant_id}"],
        },
    ).decode()
    assert "1500.00" in found
    assert invoice.number in found
    assert "planted-in-a-gift" in found
    assert seat.participant.number in found
    assert "first_goal" in found
    assert "seat_accepted" in found
    assert "Internal Server Error" not in found


class Safe(graphene.ObjectType):
    locked = graphene.String(required=True)
    label = graphene.String()

    @staticmethod
    def resolve_locked(root: Any, info: Any) -> str:
        raise PermissionDenied


class House(graphene.ObjectType):
    safes = graphene.List(graphene.NonNull(Safe), required=True)


class HouseQuery(graphene.ObjectType):
    house = graphene.Field(House)

    @staticmethod
    def resolve_house(root: None, info: Any) -> Any:
        return {"safes": [{"label": "planted-on-the-door"}]}


def test_a_refusal_that_takes_its_neighbours_with_it_does_not_hide_them() -> None:
    """A field that cannot be null is refused, so that all of the house is null at first."""

    def ask(query: str) -> bytes:
        request = RequestFactory().post("/graphql/")
        answer = execute(request, query, schema=graphene.Schema(query=HouseQuery))
        return json.dumps(answer).encode()

    refused, found = ask_everything(ask, {}).decode().split("\n")
    assert "You are not allowed" in refused
    assert "planted-on-the-door" not in refused
    assert "planted-on-the-door" in found


@pytest.mark.django_db
def test_a_shops_own_fields_are_asked_for_too(ada: str, settings: Any) -> None:
    settings.ROOT_URLCONF = "saleor_coaching_plugin.sandbox.urls"
    agreement = agreement_accepted()
    answers = ask_everything(asking_as(ada), {"id": ["x"]}).split(b"\n")
    found = [data["me"] for data in (json.loads(each)["data"] for each in answers) if "me" in data]
    (agreements,) = (me["clientAgreements"] for me in found if "clientAgreements" in me)
    assert [each["number"] for each in agreements] == [agreement.number]


@pytest.mark.django_db
def test_what_is_not_there_is_asked_for_once() -> None:
    """A field that answers null is not asked for the rest of what would be below it."""
    ask = asking_as(shop_staff(["MANAGE_ORDERS"])[1])
    nowhere = to_global_id("ClientAgreement", "00000000-0000-4000-8000-000000000000")
    asked: list[str] = []

    def counted(query: str) -> bytes:
        asked.append(query)
        return ask(query)

    ask_everything(counted, {"id": [nowhere]})
    assert sum("clientAgreement(id" in query for query in asked) == 1
