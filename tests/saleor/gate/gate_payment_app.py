"""A payment app: a real HTTP server on loopback that Saleor's webhooks call, and that counts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from saleor.app.models import App
from saleor.permission.models import Permission
from saleor_shop import SaleorShop

IDENTIFIER = "payments.example"
LEGACY_GATEWAY = f"app:{IDENTIFIER}:card"
"""The app as a gateway of the old kind, charged by Saleor when a checkout is completed."""
_AMOUNT = "subscription { event { ... on %s { action { amount } } } }"
QUERIES = {
    "payment_gateway_initialize_session": (
        "subscription { event { ... on PaymentGatewayInitializeSession { amount } } }"
    ),
    "transaction_initialize_session": _AMOUNT % "TransactionInitializeSession",
    "transaction_process_session": _AMOUNT % "TransactionProcessSession",
    "payment_list_gateways": None,
    "payment_process": None,
}
"""What the app subscribes to: event -> what it wants to know."""


@dataclass
class PaymentApp:
    """`called` names the events that came, in order."""

    app: App
    address: str
    result: str = "CHARGE_SUCCESS"
    """What it answers to a request for money; with "" it breaks."""
    called: list[str] = field(default_factory=list)

    @property
    def charged(self) -> bool:
        """Whether it was asked for money."""
        return bool({"transaction_initialize_session", "payment_process"} & {*self.called})

    def answer(self, event: str, request: Any) -> Any:
        self.called.append(event)
        if event == "payment_list_gateways":
            return [{"id": "card", "name": "Card", "currencies": ["EUR"], "config": []}]
        if event == "payment_process":
            return {"transaction_id": f"psp-{len(self.called)}"}
        if event == "payment_gateway_initialize_session":
            return {"data": {"publishableKey": "pk_test"}}
        if not self.result:
            return None
        return {
            "pspReference": f"psp-{len(self.called)}",
            "result": self.result,
            "amount": request["action"]["amount"],
        }


@contextmanager
def payment_app(saleor: SaleorShop) -> Iterator[PaymentApp]:
    """Installed, with its webhooks, and running."""
    app = App.objects.create(name="Payments", identifier=IDENTIFIER, is_active=True)
    app.permissions.set(Permission.objects.filter(codename="handle_payments"))

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            answer = running.answer(self.headers["Saleor-Event"], json.loads(body))
            self.send_response(500 if answer is None else 200)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(answer).encode())

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    address = f"http://127.0.0.1:{server.server_port}/"
    running = PaymentApp(app, address)
    for event, query in QUERIES.items():
        webhook = app.webhooks.create(
            name=event, target_url=address, is_active=True, subscription_query=query
        )
        webhook.events.create(event_type=event)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield running
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
