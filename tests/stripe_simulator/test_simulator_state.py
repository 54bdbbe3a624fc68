"""A restarted simulator knows what it knew."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import requests
import stripe

from saleor_coaching_plugin.sandbox.stripe_simulator import StripeSimulator

from .conftest import API, GOOD_CARD, Shop, pay
from .receiver import Receiver
from .waiting import wait_until


def test_objects_pages_and_keys_outlive_a_restart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = tmp_path / "stripe.json"
    with StripeSimulator(state_file=state) as simulator:
        monkeypatch.setattr(stripe, "api_base", simulator.base_url)
        shop = Shop()
        invoice = shop.draft(5000)
        stripe.Invoice.finalize_invoice(invoice["id"], idempotency_key="fin", **API)
        session = shop.session()
    with StripeSimulator(state_file=state) as simulator:
        monkeypatch.setattr(stripe, "api_base", simulator.base_url)
        replayed = stripe.Invoice.finalize_invoice(invoice["id"], idempotency_key="fin", **API)
        assert replayed.last_response.headers["Idempotent-Replayed"] == "true"
        known = shop.invoice(invoice["id"])
        assert known["hosted_invoice_url"].startswith(simulator.base_url)
        assert pay(known["hosted_invoice_url"], GOOD_CARD).status_code == 303
        assert shop.invoice(invoice["id"])["status"] == "paid"
        url = stripe.checkout.Session.retrieve(session["id"], **API)["url"]
        assert "Six sessions" in requests.get(url, timeout=5).text
    assert state.stat().st_mode & 0o077 == 0


def test_event_that_was_not_taken_is_sent_after_a_restart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = tmp_path / "stripe.json"
    hook = {"webhook_secret": "whsec_coach", "retry_delays": (), "state_file": state}
    with Receiver(statuses=[500, 500, 200]) as receiver:
        with StripeSimulator(webhook_url=receiver.url, **hook) as simulator:
            monkeypatch.setattr(stripe, "api_base", simulator.base_url)
            invoice = Shop().open_invoice(5000)
            stripe.Invoice.void_invoice(invoice["id"], **API)
            wait_until(lambda: len(receiver.received) == 2)
        with StripeSimulator(webhook_url=receiver.url, **hook) as simulator:
            wait_until(lambda: not any(each["pending_webhooks"] for each in simulator.events))
            assert len(simulator.webhook_attempts) == 2
        with StripeSimulator(webhook_url=receiver.url, **hook) as simulator:
            assert [each["pending_webhooks"] for each in simulator.events] == [0, 0]
            time.sleep(0.1)  # a delivery that should not be would be here by now
            assert len(receiver.received) == 4


def test_stopped_simulator_hangs_up_on_kept_connections() -> None:
    with requests.Session() as kept:
        with StripeSimulator() as simulator:
            url = f"{simulator.base_url}/v1/customers"
            assert kept.get(url, timeout=5).status_code == 401
        with pytest.raises(requests.ConnectionError):
            kept.get(url, timeout=5)


def test_command_serves_until_it_is_told_to_stop(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = "saleor_coaching_plugin.sandbox.stripe_simulator"
    state = tmp_path / "stripe.json"
    with Receiver() as receiver:
        hook = ["--webhook-url", receiver.url, "--webhook-secret", "whsec_coach"]
        command = [sys.executable, "-m", module, "--port", "0", "--state", str(state), *hook]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            try:
                found = re.search(r"http://127\.0\.0\.1:\d+", process.stdout.readline())
                assert found is not None
                monkeypatch.setattr(stripe, "api_base", found.group())
                Shop().open_invoice(5000)
                wait_until(lambda: receiver.received)
            finally:
                os.kill(process.pid, signal.SIGTERM)
            assert process.wait(timeout=5) == 0
    assert "invoice.finalized" in state.read_text()
