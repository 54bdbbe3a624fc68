"""The suite runs once per adapter: inside Saleor for Saleor's, anywhere else for the sandbox's."""

from __future__ import annotations

import pytest
from contract_parts import Shelf, checkout_ready, customer_ada
from contract_scenario import Scenario
from django.apps import apps
from factories.committed import committed_db as committed_db

from saleor_coaching_plugin.commerce.port import Checkout, Commerce, Customer

# Neither can be imported where the other one's shop is.
if apps.is_installed("saleor.order"):
    from saleor_connections import connections_prepare
    from saleor_scenario import SaleorScenario as ShopScenario

    connections_prepare()
else:
    from sandbox_scenario import SandboxScenario as ShopScenario


@pytest.fixture
def shop(db: None) -> Scenario:
    return ShopScenario()


@pytest.fixture
def commerce(shop: Scenario) -> Commerce:
    return shop.commerce


@pytest.fixture
def coaching(shop: Scenario) -> Shelf:
    """A published product at 120.00 EUR."""
    return Shelf.of(shop, shop.product("Coaching", 120_00))


@pytest.fixture
def ada(commerce: Commerce) -> Customer:
    return customer_ada(commerce)


@pytest.fixture
def checkout(shop: Scenario, coaching: Shelf) -> Checkout:
    """One coaching, lacking nothing but 120.00 EUR."""
    return checkout_ready(shop, {coaching.variant_id: 1})
