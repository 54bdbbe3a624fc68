"""Who asks: on plain requests under /plugins/, and in the context of Saleor's own GraphQL."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpRequest
from django.test import RequestFactory
from saleor.account.models import Group, User
from saleor.core.jwt import (
    create_access_token,
    create_access_token_for_app,
    create_refresh_token,
    jwt_encode,
    jwt_user_payload,
)
from saleor.graphql.context import get_context_value
from saleor.permission.models import Permission
from saleor_shop import SaleorShop, global_id

from saleor_coaching_plugin.commerce.port import ANONYMOUS, Requestor, RequestorKind
from saleor_coaching_plugin.commerce.port import Permission as Ours
from saleor_coaching_plugin.commerce.saleor import SaleorCommerce
from saleor_coaching_plugin.commerce.saleor.own_app import own_app

commerce = SaleorCommerce()


def plain(token: str, header: str = "Authorization") -> HttpRequest:
    value = token if header == "Authorization-Bearer" else f"Bearer {token}"
    return RequestFactory().get("/plugins/global/coaching/", headers={header: value})


def within_graphql(token: str) -> HttpRequest:
    request = RequestFactory().post("/graphql/", headers={"Authorization": f"JWT {token}"})
    context: HttpRequest = get_context_value(request)
    return context


@pytest.fixture(params=[plain, within_graphql])
def asks(request: pytest.FixtureRequest) -> Callable[[str], Requestor]:
    """Who asks with this token."""
    return lambda token: commerce.requestor(request.param(token))


Asks = Callable[[str], Requestor]


def test_a_customer(saleor: SaleorShop, asks: Asks) -> None:
    user = saleor.customer("sam@client.example")
    requestor = asks(create_access_token(user))
    assert (requestor.kind, requestor.id) == (RequestorKind.CUSTOMER, global_id(user))
    assert (requestor.email, requestor.permissions) == ("sam@client.example", frozenset())


def test_saleors_own_header(saleor: SaleorShop) -> None:
    token = create_access_token(saleor.customer())
    request = plain(token, header="Authorization-Bearer")
    assert commerce.requestor(request).kind == RequestorKind.CUSTOMER


def test_an_address_that_is_not_confirmed_opens_nothing(saleor: SaleorShop, asks: Asks) -> None:
    user = saleor.customer(is_confirmed=False)
    requestor = asks(create_access_token(user))
    assert (requestor.id, requestor.email) == (global_id(user), None)


def test_staff_by_permission_and_by_group(saleor: SaleorShop, asks: Asks) -> None:
    user = saleor.staff(["MANAGE_ORDERS"])
    group = Group.objects.create(name="Shelves")
    group.permissions.set(Permission.objects.filter(codename="manage_products"))
    user.groups.add(group)
    requestor = asks(create_access_token(user))
    assert requestor.kind == RequestorKind.STAFF
    assert requestor.permissions == {"MANAGE_ORDERS", "MANAGE_PRODUCTS"}


def test_a_superuser_may_everything(saleor: SaleorShop, asks: Asks) -> None:
    user = saleor.customer("boss@coach.example", is_staff=True, is_superuser=True)
    assert asks(create_access_token(user)).permissions == set(Ours)


def test_somebody_who_is_no_staff_any_more_has_no_permissions(
    saleor: SaleorShop, asks: Asks
) -> None:
    user = saleor.staff(["MANAGE_ORDERS"])
    User.objects.update(is_staff=False)
    user.refresh_from_db()
    requestor = asks(create_access_token(user))
    assert (requestor.kind, requestor.permissions) == (RequestorKind.CUSTOMER, frozenset())


def test_an_app(saleor: SaleorShop, asks: Asks) -> None:
    app = saleor.app(["MANAGE_USERS", "MANAGE_TRANSLATIONS"])
    _, token = app.tokens.create(name="test")
    requestor = asks(token)
    assert (requestor.kind, requestor.id) == (RequestorKind.APP, global_id(app))
    assert (requestor.email, requestor.permissions) == (None, {"MANAGE_USERS"})


def test_an_app_that_is_switched_off_is_nobody(saleor: SaleorShop, asks: Asks) -> None:
    app = saleor.app(["MANAGE_USERS"])
    _, token = app.tokens.create(name="test")
    app.is_active = False
    app.save()
    assert asks(token) == ANONYMOUS


def _expired(user: User) -> str:
    return jwt_encode(jwt_user_payload(user, "access", timedelta(seconds=-1)))


def _forged(user: User) -> str:
    head, body, signature = create_access_token(user).split(".")
    return ".".join((head, body, signature[::-1]))


def _revoked(user: User) -> str:
    token = create_access_token(user)
    user.jwt_token_key = "changed"
    user.save()
    return token


def _deactivated(user: User) -> str:
    token = create_access_token(user)
    user.is_active = False
    user.save()
    return token


def _deleted(user: User) -> str:
    token = create_access_token(user)
    user.delete()
    return token


def _of_another_app(user: User) -> str:
    app = SaleorShop.app(None, ["MANAGE_ORDERS"])  # type: ignore[arg-type]
    return create_access_token_for_app(app, user)


@pytest.mark.parametrize(
    "token",
    [_expired, _forged, _revoked, _deactivated, _deleted, _of_another_app, create_refresh_token],
)
def test_a_token_that_is_no_good_is_nobodys(
    saleor: SaleorShop, asks: Asks, token: Callable[[User], str]
) -> None:
    assert asks(token(saleor.staff(["MANAGE_ORDERS"]))) == ANONYMOUS


@pytest.mark.parametrize("token", ["x", "a.b.c", "x" * 30, "e30.e30.e30", "é" * 40, ""])
def test_a_malformed_token_is_nobodys(saleor: SaleorShop, asks: Asks, token: str) -> None:
    assert asks(token) == ANONYMOUS


def test_our_own_apps_page_acts_for_staff_with_what_both_may(
    saleor: SaleorShop, asks: Asks
) -> None:
    user = saleor.staff(["MANAGE_ORDERS", "MANAGE_PRODUCTS"])
    requestor = asks(create_access_token_for_app(own_app(), user))
    assert (requestor.kind, requestor.id) == (RequestorKind.STAFF, global_id(user))
    assert requestor.permissions == {"MANAGE_ORDERS"}


def test_asking_twice_costs_nothing_more(
    saleor: SaleorShop, django_assert_num_queries: Any
) -> None:
    request = plain(create_access_token(saleor.staff(["MANAGE_ORDERS"])))
    first = commerce.requestor(request)
    with django_assert_num_queries(0):
        assert commerce.requestor(request) == first
