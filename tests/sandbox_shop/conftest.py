"""The shop as it stands, without the plugin behind its hooks unless a test hangs something in."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from factories.shop import shop_product

from saleor_coaching_plugin.commerce.port import Product
from saleor_coaching_plugin.sandbox.shop.hooks import NoHooks, ShopHooks, hooks, hooks_install


@pytest.fixture(autouse=True)
def install() -> Iterator[Callable[[ShopHooks], None]]:
    """Hang hooks in, for this test."""
    before = hooks()
    hooks_install(NoHooks())
    yield hooks_install
    hooks_install(before)


@pytest.fixture
def product(db: None) -> Product:
    """A published one, 120.00 EUR."""
    return shop_product("Twelve sessions", 120_00)
