"""Who asks."""

from __future__ import annotations

import pytest
from contract_scenario import Scenario

from saleor_coaching_plugin.commerce.port import (
    ANONYMOUS,
    Commerce,
    Customer,
    Permission,
    RequestorKind,
)


def test_without_a_token_the_request_is_anonymous(commerce: Commerce, shop: Scenario) -> None:
    assert commerce.requestor(shop.anonymous_request()) == ANONYMOUS


@pytest.mark.parametrize("token", ["x", "a.b.c", "a:b:c", "é" * 40, "Bearer", " "])
def test_a_malformed_token_is_anonymous(commerce: Commerce, shop: Scenario, token: str) -> None:
    assert commerce.requestor(shop.request_with_token(token)) == ANONYMOUS


def test_a_customer_has_an_id_and_no_permissions(
    commerce: Commerce, shop: Scenario, ada: Customer
) -> None:
    requestor = commerce.requestor(shop.customer_request(ada.id))
    assert (requestor.kind, requestor.id) == (RequestorKind.CUSTOMER, ada.id)
    assert requestor.email == ada.email
    assert not any(requestor.may(permission) for permission in Permission)


def test_staff_may_what_they_were_given(commerce: Commerce, shop: Scenario) -> None:
    requestor = commerce.requestor(shop.staff_request({"MANAGE_ORDERS"}))
    assert requestor.kind == RequestorKind.STAFF
    assert requestor.may(Permission.MANAGE_ORDERS)
    assert not requestor.may(Permission.MANAGE_PRODUCTS)


def test_a_member_of_staff_is_known_by_the_id_they_ask_with(
    commerce: Commerce, shop: Scenario
) -> None:
    requestor = commerce.requestor(shop.staff_request(set()))
    person = commerce.customer_get(requestor.id or "")
    assert (person.id, person.email) == (requestor.id, requestor.email)


def test_an_app_may_what_it_was_given(commerce: Commerce, shop: Scenario) -> None:
    requestor = commerce.requestor(shop.app_request({"MANAGE_USERS"}))
    assert requestor.kind == RequestorKind.APP
    assert requestor.email is None
    assert requestor.may(Permission.MANAGE_USERS)
    assert not requestor.may(Permission.MANAGE_ORDERS)
