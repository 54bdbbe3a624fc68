"""The app that the plugin acts as."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from django.conf import settings
from django.db import connections
from django.utils import timezone
from saleor.app.models import App
from saleor.core.exceptions import PermissionDenied
from saleor_shop import SaleorShop

from saleor_coaching_plugin.commerce.saleor import SaleorCommerce
from saleor_coaching_plugin.commerce.saleor.own_app import IDENTIFIER, own_app

AT_ONCE = 4
SETUP = """
import sys
import django
django.setup()
from saleor_coaching_plugin.commerce import saleor
assert "saleor.graphql.api" not in sys.modules
"""


@pytest.mark.usefixtures("committed_db")
def test_four_in_need_of_it_make_one_app() -> None:
    start = Barrier(AT_ONCE)

    def make(_: int) -> int:
        try:
            connections["default"].ensure_connection()
            start.wait(timeout=30)
            app = own_app()
            assert app.has_perm("order.manage_orders")
            return int(app.pk)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        assert len(set(pool.map(make, range(AT_ONCE)))) == 1
    assert App.objects.filter(identifier=IDENTIFIER).count() == 1


def test_an_app_that_was_deleted_is_made_anew(saleor: SaleorShop) -> None:
    App.objects.filter(pk=own_app().pk).update(removed_at=timezone.now(), is_active=False)
    assert own_app().is_active


def test_an_app_that_staff_switched_off_does_nothing(saleor: SaleorShop) -> None:
    App.objects.filter(pk=own_app().pk).update(is_active=False)
    with pytest.raises(PermissionDenied):
        SaleorCommerce().customer_get_or_create(
            email="ada@client.example", first_name="", last_name="", language="en"
        )


def test_loading_the_plugin_does_not_build_saleors_schema() -> None:
    """It must wait until the plugin's own part is merged in."""
    here = Path(__file__).parent.parent
    environment = {
        **os.environ,
        "PYTHONPATH": str(here),
        "DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE,
    }
    done = subprocess.run(
        [sys.executable, "-c", SETUP], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
