"""Saleor's own test settings, with its plugins and ours as `pip install` brings them."""

import os

from saleor.settings import PLUGINS as PLUGINS_INSTALLED
from saleor.tests.settings import *  # noqa: F403

PLUGINS = PLUGINS_INSTALLED
# The database is there already, under the very name that the tests are to use: but for what
# pytest-django appends for each worker of pytest-xdist.
_worker = f"_{os.environ.get('PYTEST_XDIST_WORKER')}"
for one in DATABASES.values():  # noqa: F405
    one["TEST"] = {**one.get("TEST", {}), "NAME": one["NAME"].removesuffix(_worker)}

# What Saleor would write beside its own source.
MEDIA_ROOT = PRIVATE_MEDIA_ROOT = os.environ["SALEOR_TEST_MEDIA"]

PUBLIC_URL = "https://shop.example/"
ALLOWED_HOSTS = ["shop.example", "testserver"]
COACHING_COACH_NAME = "Alex Morgan Coaching"
COACHING_COACH_EMAIL = "alex@coach.example"
COACHING_COACH_ADDRESS = "12 Harbour Lane, Bristol BS1 4QA, United Kingdom"
COACHING_BANK_DETAILS = "IBAN GB33 BUKB 2020 1555 5555 55"
# Payment apps of the tests listen there.
HTTP_IP_FILTER_ALLOW_LOOPBACK_IPS = True
