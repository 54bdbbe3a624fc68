"""Saleor's code asks two connections of one database: tests must let it."""

from __future__ import annotations

import django.test
from django.conf import settings
from saleor.tests.utils import prepare_test_db_connections


def connections_prepare() -> None:
    """As Saleor's own conftest does it."""
    both = {settings.DATABASE_CONNECTION_DEFAULT_NAME, settings.DATABASE_CONNECTION_REPLICA_NAME}
    django.test.TransactionTestCase.databases = both
    django.test.TestCase.databases = both
    prepare_test_db_connections()
