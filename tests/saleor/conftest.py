"""Fixtures of the tests that run inside Saleor."""

from __future__ import annotations

import pytest
from factories.committed import committed_db as committed_db
from saleor_connections import connections_prepare
from saleor_shop import SaleorShop

connections_prepare()


@pytest.fixture
def saleor(db: None) -> SaleorShop:
    """A channel in euros with what selling there needs; empty shelves."""
    return SaleorShop()
