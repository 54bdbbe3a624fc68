"""Agreements to bill, a Stripe simulator that speaks to us over HTTP, and threads."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Thread
from typing import Any

import pytest
from billing_examples import WEBHOOK_SECRET, agreement_accepted, order_placed, outbox_run
from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler

from saleor_coaching_plugin.billing.models import Invoice
from saleor_coaching_plugin.sandbox.stripe_simulator import StripeSimulator


@pytest.fixture
def invoice(db: None) -> Invoice:
    """Open, of 600.00 EUR, to be paid by bank transfer."""
    order_placed(agreement_accepted())
    outbox_run()
    return Invoice.objects.get()


@pytest.fixture
def simulator(settings: Any) -> Iterator[StripeSimulator]:
    """Stripe, and our settings for it; its events go nowhere."""
    with StripeSimulator() as running:
        use_stripe(settings, running)
        yield running


class QuietHandler(WSGIRequestHandler):
    def log_message(self, *args: object) -> None:
        """A request is no news."""


@pytest.fixture
def webhook_url(committed_db: None, settings: Any) -> Iterator[str]:
    """Our webhook, served over HTTP, with a database of real commits behind it."""
    settings.ROOT_URLCONF = "billing_urls"
    server = ThreadedWSGIServer(("127.0.0.1", 0), QuietHandler)
    server.set_app(WSGIHandler())
    thread = Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/webhooks/stripe/"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def wired_simulator(webhook_url: str, settings: Any) -> Iterator[StripeSimulator]:
    """Stripe that calls our webhook."""
    with StripeSimulator(webhook_url=webhook_url, webhook_secret=WEBHOOK_SECRET) as running:
        use_stripe(settings, running)
        yield running


def use_stripe(settings: Any, running: StripeSimulator) -> None:
    settings.COACHING_GATEWAY = "stripe"
    settings.COACHING_STRIPE_API_KEY = "sk_test_coach"
    settings.COACHING_STRIPE_API_BASE = running.base_url
    settings.COACHING_STRIPE_WEBHOOK_SECRET = WEBHOOK_SECRET


@pytest.fixture
def stripe_invoice(simulator: StripeSimulator, db: None) -> Invoice:
    """Open, of 600.00 EUR, to be paid on Stripe's page."""
    order_placed(agreement_accepted())
    outbox_run()
    return Invoice.objects.get()
