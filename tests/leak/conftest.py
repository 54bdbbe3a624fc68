"""The scene, played once for each module, in a transaction that is rolled back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction
from life import everything_happens
from pytest_django import DjangoDbBlocker
from scene import Scene, staged


@pytest.fixture(scope="module")
def scene(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Scene]:
    with django_db_blocker.unblock(), transaction.atomic():
        with staged() as played:
            everything_happens(played)
            yield played
        transaction.set_rollback(True)
