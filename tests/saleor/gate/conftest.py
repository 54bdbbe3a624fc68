"""Fixtures of the gate's tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from gate_payment_app import PaymentApp, payment_app
from saleor.product.models import Product
from saleor_checkout import terms_put_on
from saleor_shop import SaleorShop


@pytest.fixture
def product(saleor: SaleorShop) -> Product:
    """With terms, for 120 euros."""
    product = saleor.product()
    terms_put_on(product)
    return product


@pytest.fixture
def payments(saleor: SaleorShop) -> Iterator[PaymentApp]:
    with payment_app(saleor) as running:
        yield running
