"""Customers in a shop that is older than the plugin, and how new ones look to Saleor."""

from __future__ import annotations

import pytest
from django.test import TestCase
from saleor.account.models import CustomerEvent, User
from saleor_shop import SaleorShop

from saleor_coaching_plugin.commerce.port import Customer
from saleor_coaching_plugin.commerce.saleor import SaleorCommerce

commerce = SaleorCommerce()


def _make(email: str = "Ada@Client.Example", language: str = "en") -> Customer:
    with TestCase.captureOnCommitCallbacks(execute=True):
        return commerce.customer_get_or_create(
            email=email, first_name="Ada", last_name="Lovelace", language=language
        )


def test_a_new_customer_has_no_password_and_an_address_to_be_confirmed(saleor: SaleorShop) -> None:
    customer = _make()
    user = User.objects.get(email="ada@client.example")
    assert not any(user.check_password(guess) for guess in ("", user.password, "!"))
    assert not user.is_confirmed
    assert (user.is_active, user.is_staff) == (True, False)
    assert commerce.customer_get(customer.id) == customer
    assert [event.type for event in CustomerEvent.objects.all()] == ["account_created"]


def test_an_account_of_old_with_capitals_is_found(saleor: SaleorShop) -> None:
    old = User.objects.create(email="Ada@Client.Example", first_name="Old")
    found = commerce.customer_find("ADA@client.example")
    assert found is not None
    assert (found.first_name, found.email) == ("Old", "Ada@Client.Example")
    assert _make() == found
    assert User.objects.get() == old


def test_of_two_that_differ_in_case_the_lower_one_is_meant(saleor: SaleorShop) -> None:
    User.objects.create(email="Ada@Client.Example", first_name="Old")
    User.objects.create(email="ada@client.example", first_name="New")
    found = commerce.customer_find("ADA@client.example")
    assert found is not None
    assert found.first_name == "New"


def test_a_deactivated_account_is_still_that_customer(saleor: SaleorShop) -> None:
    User.objects.create(email="ada@client.example", is_active=False)
    _make()
    assert User.objects.count() == 1


@pytest.mark.parametrize(
    ("asked", "got"),
    [
        ("de", "de"),
        ("pt-BR", "pt-BR"),
        ("zh-Hant", "zh-Hant"),
        ("de-ZZ", "de"),
        ("xx", "en"),
    ],
)
def test_languages_are_tags_outside_and_saleors_codes_inside(
    saleor: SaleorShop, asked: str, got: str
) -> None:
    customer = _make(language=asked)
    assert customer.language == got
    assert User.objects.get(email=customer.email).language_code == got.lower()
