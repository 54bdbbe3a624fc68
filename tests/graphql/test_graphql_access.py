"""Every mutation: who may use it, who may not, and that a refusal changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from factories.seats import BEN
from factories.shop import shop_app, shop_customer, shop_customer_token, shop_staff
from graphql_api import code_of, do, errors_of, everything, post
from graphql_cases import ANYONE, CASES, CLIENT, CUSTOMER, PAYER
from graphql_examples import participant_invited
from graphql_relay import from_global_id

from saleor_coaching_plugin.commerce.port import Permission
from saleor_coaching_plugin.graphql.schema import schema
from saleor_coaching_plugin.seats.models import SeatGroup

STAFF_SIDE = [name for name, case in CASES.items() if case.asker in set(Permission)]
FOR_APPS_TOO = [name for name in STAFF_SIDE if CASES[name].apps]
FOR_PEOPLE_ALONE = [name for name in STAFF_SIDE if not CASES[name].apps]
FOR_CUSTOMERS = [name for name, case in CASES.items() if case.asker == CUSTOMER]
FOR_PAYERS = [name for name, case in CASES.items() if case.asker == PAYER]
FOR_CLIENTS = [name for name, case in CASES.items() if case.asker == CLIENT]
OPEN_TO_ALL = [name for name, case in CASES.items() if case.asker in {CLIENT, ANYONE}]


def test_every_mutation_is_tested_here() -> None:
    assert CASES.keys() == schema.get_mutation_type().fields.keys()


def test_every_mutation_says_who_may_use_it() -> None:
    for name, field in schema.get_mutation_type().fields.items():
        rule = "Requires" if CASES[name].asker not in {CLIENT, ANYONE} else "Open to"
        assert rule in field.description, name


@pytest.mark.django_db
@pytest.mark.parametrize("name", STAFF_SIDE)
def test_staff_with_the_permission_may(name: str) -> None:
    case = CASES[name]
    variables = case.variables()
    before = everything()
    do(case.query, by=shop_staff([case.asker])[1], **variables)
    assert everything() != before


@pytest.mark.django_db
@pytest.mark.parametrize("name", FOR_APPS_TOO)
def test_an_app_with_the_permission_may(name: str) -> None:
    case = CASES[name]
    do(case.query, by=shop_app([case.asker])[1], **case.variables())


@pytest.mark.django_db
@pytest.mark.parametrize("name", FOR_PEOPLE_ALONE)
def test_what_a_person_must_do_no_app_can(name: str) -> None:
    case = CASES[name]
    variables = case.variables()
    app = shop_app(list(Permission))[1]
    before = everything()
    assert errors_of(case.query, by=app, **variables) == [("STAFF_ONLY", None)]
    assert everything() == before


@pytest.mark.django_db
@pytest.mark.parametrize("name", STAFF_SIDE)
def test_others_may_not_and_change_nothing(name: str, ada: str) -> None:
    case = CASES[name]
    variables = case.variables()
    other_permissions = [each for each in Permission if each != case.asker]
    staff = shop_staff(other_permissions)[1]
    app = shop_app(other_permissions)[1]
    before = everything()
    for token in (None, "no token at all", ada, staff, app):
        assert code_of(case.query, by=token, **variables) == "PermissionDenied"
    assert everything() == before


@pytest.mark.parametrize("name", FOR_CUSTOMERS)
def test_a_customer_may_with_what_is_theirs(name: str, ada: str) -> None:
    case = CASES[name]
    variables = case.variables()
    before = everything()
    do(case.query, by=ada, **variables)
    assert everything() != before


@pytest.mark.parametrize("name", FOR_CUSTOMERS)
def test_what_is_another_customers_is_not_found(name: str, grace: str) -> None:
    case = CASES[name]
    variables = case.variables()
    before = everything()
    answer = post(case.query, by=grace, **variables)
    (error,) = answer["data"][name]["errors"]
    assert (error["code"], error["field"]) == ("NOT_FOUND", next(iter(variables)))
    assert everything() == before


@pytest.mark.django_db
@pytest.mark.parametrize("name", FOR_CUSTOMERS)
def test_nobody_but_a_customer_may(name: str) -> None:
    case = CASES[name]
    variables = case.variables()
    # Even staff whose e-mail address is the client's.
    staff = shop_staff(list(Permission), email="ada@client.example")[1]
    before = everything()
    for token in (None, staff, shop_app(list(Permission))[1]):
        assert code_of(case.query, by=token, **variables) == "PermissionDenied"
    assert everything() == before


@pytest.mark.parametrize("name", FOR_PAYERS)
def test_a_payer_may_with_their_own_seats(name: str, ada: str) -> None:
    case = CASES[name]
    variables = case.variables()
    before = everything()
    do(case.query, by=ada, **variables)
    assert everything() != before


@pytest.mark.django_db
@pytest.mark.parametrize("name", FOR_PAYERS)
@pytest.mark.parametrize("asker", [shop_staff, shop_app])
def test_staff_and_apps_may_with_every_payers_seats(
    name: str, asker: Callable[[list[str]], tuple[Any, str]]
) -> None:
    case = CASES[name]
    variables = case.variables()
    before = everything()
    do(case.query, by=asker(["MANAGE_ORDERS"])[1], **variables)
    assert everything() != before


@pytest.mark.parametrize("name", FOR_PAYERS)
def test_neither_another_customer_nor_a_participant_finds_the_seats(name: str, grace: str) -> None:
    case = CASES[name]
    variables = case.variables()
    participant = participant_in_the_group_of(variables["id"])
    before = everything()
    for token in (grace, participant):
        assert errors_of(case.query, by=token, **variables) == [("NOT_FOUND", "id")]
    assert everything() == before


@pytest.mark.django_db
@pytest.mark.parametrize("name", FOR_PAYERS)
def test_others_may_do_nothing_about_seats(name: str) -> None:
    case = CASES[name]
    variables = case.variables()
    others = [each for each in Permission if each != "MANAGE_ORDERS"]
    # Even staff whose e-mail address is the payer's.
    staff = shop_staff(others, email="ada@client.example")[1]
    before = everything()
    for token in (None, "no token at all", staff, shop_app(others)[1]):
        assert code_of(case.query, by=token, **variables) == "PermissionDenied"
    assert everything() == before


@pytest.mark.django_db
@pytest.mark.parametrize("name", OPEN_TO_ALL)
def test_nobody_needs_to_log_in(name: str) -> None:
    case = CASES[name]
    variables = case.variables()
    before = everything()
    do(case.query, **variables)
    assert everything() != before


@pytest.mark.django_db
@pytest.mark.parametrize("name", FOR_CLIENTS)
def test_neither_staff_nor_apps_act_in_a_clients_name(name: str) -> None:
    case = CASES[name]
    variables = case.variables()
    before = everything()
    for token in (shop_staff(list(Permission))[1], shop_app(list(Permission))[1]):
        (error,) = post(case.query, by=token, **variables)["data"][name]["errors"]
        assert error["code"] == "CLIENT_ONLY"
    assert everything() == before


def participant_in_the_group_of(some_id: str) -> str:
    """Token of a customer who is invited to a seat of the same group."""
    kind, key = from_global_id(some_id)
    group = SeatGroup.objects.get(**({"id": key} if kind == "SeatGroup" else {"seats": key}))
    seat, _ = participant_invited(BEN, group)
    return shop_customer_token(shop_customer(seat.participant.email))
