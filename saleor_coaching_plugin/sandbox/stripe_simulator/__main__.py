"""`python -m saleor_coaching_plugin.sandbox.stripe_simulator --port 8002 --webhook-url …`"""

from __future__ import annotations

import argparse
import logging
import signal
import threading
from pathlib import Path

from .simulator import StripeSimulator


def main() -> None:
    given = _arguments()
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    simulator = StripeSimulator(
        port=given.port,
        webhook_url=given.webhook_url,
        webhook_secret=given.webhook_secret,
        state_file=given.state,
    )
    with simulator:
        print(f"Stripe simulator on {simulator.base_url}", flush=True)
        stop.wait()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="A stand-in for Stripe. No money moves.")
    parser.add_argument("--port", type=int, required=True, help="0 takes a free port")
    parser.add_argument("--webhook-url", required=True, help="where events are sent")
    parser.add_argument("--webhook-secret", required=True, help="signs them (whsec_...)")
    parser.add_argument("--state", type=Path, help="JSON file that keeps the data")
    return parser.parse_args()


if __name__ == "__main__":
    main()
