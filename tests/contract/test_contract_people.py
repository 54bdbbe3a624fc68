"""Customers: one per address, whatever its case."""

from __future__ import annotations

import pytest
from contract_parts import at_once, customer_ada, refused
from contract_scenario import Scenario

from saleor_coaching_plugin.commerce.errors import CommerceErrorCode
from saleor_coaching_plugin.commerce.port import Commerce, Customer
from saleor_coaching_plugin.core.errors import CoreErrorCode


def test_a_made_customer_can_be_got_and_found(commerce: Commerce, ada: Customer) -> None:
    assert (ada.email, ada.first_name, ada.last_name) == ("ada@client.example", "Ada", "Lovelace")
    assert commerce.customer_get(ada.id) == ada
    assert commerce.customer_find("ada@client.example") == ada


def test_a_differently_cased_address_is_the_same_customer(
    commerce: Commerce, ada: Customer
) -> None:
    again = commerce.customer_get_or_create(
        email=" ADA@Client.Example", first_name="Other", last_name="Name", language="fr"
    )
    assert again == ada
    assert commerce.customer_find("Ada@Client.EXAMPLE") == ada


@pytest.mark.parametrize("email", ["nobody@client.example", "no address", "", "a@b.c\nd"])
def test_finding_nobody_is_no_error(commerce: Commerce, email: str) -> None:
    assert commerce.customer_find(email) is None


def test_what_is_no_address_makes_no_customer(commerce: Commerce) -> None:
    with refused(CoreErrorCode.INVALID):
        commerce.customer_get_or_create(
            email="ada@client.example\nBcc: all@client.example",
            first_name="",
            last_name="",
            language="en",
        )


def test_an_unknown_customer_is_not_found(commerce: Commerce, shop: Scenario) -> None:
    with refused(CommerceErrorCode.NOT_FOUND):
        commerce.customer_get(shop.unknown_id("customer"))


@pytest.mark.parametrize("malformed", ["", "1", "VXNlcg==", "not base64!", "VXNlcjox\n"])
def test_a_malformed_id_is_not_found(commerce: Commerce, malformed: str) -> None:
    with refused(CommerceErrorCode.NOT_FOUND):
        commerce.customer_get(malformed)


def test_an_id_of_another_kind_is_not_found(commerce: Commerce, shop: Scenario) -> None:
    with refused(CommerceErrorCode.NOT_FOUND):
        commerce.customer_get(shop.product("Coaching", 1))


@pytest.mark.usefixtures("committed_db")
def test_four_at_once_make_one_customer(shop: Scenario) -> None:
    made = at_once(*[lambda: customer_ada(shop.commerce)] * 4)
    assert len({customer.id for customer in made}) == 1
