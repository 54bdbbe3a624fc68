"""The pages under a path, as in Saleor; browsers; a client who is logged in; Stripe's simulator."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from page_browser import logged_in
from page_examples import ADA, PREFIX

from saleor_coaching_plugin.sandbox.stripe_simulator import StripeSimulator


@pytest.fixture(autouse=True)
def _served_under_a_path(settings: Any) -> None:
    settings.ROOT_URLCONF = "page_urls"
    settings.COACHING_PUBLIC_URL = f"http://testserver{PREFIX.rstrip('/')}"


@pytest.fixture
def browser() -> Client:
    return Client()


@pytest.fixture
def ada(db: None) -> Client:
    """Logged in, her e-mail address proven."""
    return logged_in(ADA.email)


@pytest.fixture
def grace(db: None) -> Client:
    """Another client, logged in."""
    return logged_in("grace@client.example")


@pytest.fixture
def simulator(settings: Any) -> Iterator[StripeSimulator]:
    """Stripe over HTTP, and our settings for it; its events go nowhere."""
    with StripeSimulator() as running:
        settings.COACHING_GATEWAY = "stripe"
        settings.COACHING_STRIPE_API_KEY = "sk_test_coach"
        settings.COACHING_STRIPE_API_BASE = running.base_url
        settings.COACHING_STRIPE_WEBHOOK_SECRET = "whsec_tests"
        yield running
