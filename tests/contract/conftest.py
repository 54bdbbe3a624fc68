"""The suite runs once per adapter: add a Scenario to SCENARIOS, and a shop is held to the port."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from contract_parts import Shelf, checkout_ready, customer_ada
from contract_scenario import Scenario
from sandbox_scenario import SandboxScenario

from saleor_coaching_plugin.commerce.port import Checkout, Commerce, Customer

SCENARIOS: dict[str, Callable[[], Scenario]] = {"sandbox": SandboxScenario}


@pytest.fixture(params=sorted(SCENARIOS))
def shop(request: pytest.FixtureRequest, db: None) -> Scenario:
    return SCENARIOS[request.param]()


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
