"""The endpoint, and people who ask it something."""

from __future__ import annotations

from typing import Any

import pytest
from factories.shop import shop_customer, shop_customer_token, shop_staff


@pytest.fixture(autouse=True)
def _endpoint_alone(settings: Any) -> None:
    settings.ROOT_URLCONF = "graphql_urls"


@pytest.fixture
def products(db: None) -> str:
    """Token of staff with MANAGE_PRODUCTS."""
    return shop_staff(["MANAGE_PRODUCTS"], email="products@coach.example")[1]


@pytest.fixture
def orders(db: None) -> str:
    """Token of staff with MANAGE_ORDERS."""
    return shop_staff(["MANAGE_ORDERS"], email="orders@coach.example")[1]


@pytest.fixture
def users(db: None) -> str:
    """Token of staff with MANAGE_USERS."""
    return shop_staff(["MANAGE_USERS"], email="users@coach.example")[1]


@pytest.fixture
def ada(db: None) -> str:
    """Token of the customer whose agreements, invoices and packets the examples make."""
    return shop_customer_token(shop_customer("ada@client.example"))


@pytest.fixture
def grace(db: None) -> str:
    """Token of another customer."""
    return shop_customer_token(shop_customer("grace@client.example"))
