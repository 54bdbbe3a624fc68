"""Fixtures of the evidence's tests."""

from __future__ import annotations

import pytest
from factories.time_authority import authority_signer as authority_signer
from factories.time_authority import time_authority as time_authority
from saleor.account.models import User
from saleor_shop import SaleorShop


@pytest.fixture
def sam(saleor: SaleorShop) -> User:
    return saleor.customer(first_name="Sam", last_name="Client")
