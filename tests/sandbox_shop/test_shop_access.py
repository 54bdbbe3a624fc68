"""Tokens."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from django.core import signing
from django.http import HttpRequest
from django.test import RequestFactory
from factories.shop import shop_app, shop_customer, shop_customer_token, shop_staff

from saleor_coaching_plugin.commerce.port import ANONYMOUS, RequestorKind
from saleor_coaching_plugin.sandbox.shop.access import requestor_from
from saleor_coaching_plugin.sandbox.shop.models import App, User

pytestmark = pytest.mark.django_db


class SignerOfThePast(signing.TimestampSigner):
    def __init__(self, age: timedelta) -> None:
        super().__init__(salt="sandbox_shop.access")
        self.age = age

    def timestamp(self) -> str:
        return signing.b62_encode(int(time.time() - self.age.total_seconds()))


def request_with(**headers: str) -> HttpRequest:
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return RequestFactory().get("/", headers=names)


@pytest.mark.parametrize("scheme", ["Bearer", "JWT", "bearer"])
def test_both_schemes_are_read(scheme: str) -> None:
    token = shop_customer_token(shop_customer())
    requestor = requestor_from(request_with(Authorization=f"{scheme} {token}"))
    assert requestor.kind == RequestorKind.CUSTOMER


def test_saleors_own_header_is_read() -> None:
    _, token = shop_app(["MANAGE_ORDERS"])
    requestor = requestor_from(request_with(Authorization_Bearer=token))
    assert requestor.kind == RequestorKind.APP


def test_another_scheme_is_anonymous() -> None:
    _, token = shop_staff(["MANAGE_ORDERS"])
    assert requestor_from(request_with(Authorization=f"Basic {token}")) == ANONYMOUS


@pytest.mark.parametrize(
    ("age", "is_in"),
    [(timedelta(hours=23, minutes=59), True), (timedelta(hours=24, minutes=1), False)],
)
def test_a_user_token_lives_a_day(age: timedelta, is_in: bool) -> None:
    shop_customer()
    token = SignerOfThePast(age).sign_object(User.objects.get().pk)
    requestor = requestor_from(request_with(Authorization=f"Bearer {token}"))
    assert (requestor != ANONYMOUS) == is_in


def test_a_token_signed_for_something_else_is_anonymous() -> None:
    shop_customer()
    token = signing.dumps(User.objects.get().pk, salt="something else")
    assert requestor_from(request_with(Authorization=f"Bearer {token}")) == ANONYMOUS


def test_a_deactivated_user_is_out_at_once() -> None:
    _, token = shop_staff(["MANAGE_ORDERS"])
    User.objects.update(is_active=False)
    assert requestor_from(request_with(Authorization=f"Bearer {token}")) == ANONYMOUS


def test_permissions_without_being_staff_count_for_nothing() -> None:
    _, token = shop_staff(["MANAGE_ORDERS"])
    User.objects.update(is_staff=False)
    requestor = requestor_from(request_with(Authorization=f"Bearer {token}"))
    assert (requestor.kind, requestor.permissions) == (RequestorKind.CUSTOMER, frozenset())


def test_the_database_has_no_apps_token() -> None:
    _, token = shop_app()
    stored = App.objects.get().token_digest
    assert token not in stored
    assert requestor_from(request_with(Authorization=f"Bearer {stored}")) == ANONYMOUS
