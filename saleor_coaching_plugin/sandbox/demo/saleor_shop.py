"""A real Saleor for the demo: what its API shows beyond that of the sandbox's shop."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .expect import eventually, expect
from .saleor_documents import ORDER_HISTORY, PAYMENT_INITIALIZE
from .shop import Shop

PLUGIN_APP = "Coaching"


class SaleorShop(Shop):
    """Products there are published, listed and for sale, each apart."""

    def payment_start(self, checkout_id: str, transaction: Mapping[str, Any]) -> Mapping[str, Any]:
        amount = transaction["amountCharged"]["amount"]
        return self.storefront.refused_or_done(PAYMENT_INITIALIZE, id=checkout_id, amount=amount)

    def order_placed(self, order_id: str) -> str:
        order = self._history(order_id)
        events = order["events"]
        authors = {(event["app"] or event["user"] or {}).get("name") for event in events}
        expect(PLUGIN_APP in authors, f"the app {PLUGIN_APP} as who made the order", events)
        expect(authors <= {PLUGIN_APP, None}, "nobody else in the order's history", events)
        missing = {"PLACED_FROM_DRAFT", "INVOICE_GENERATED"} - _types(order)
        expect(not missing, f"{missing} in the order's history", events)
        return f"; in Saleor's history by the app “{PLUGIN_APP}”"

    def order_paid(self, order_id: str) -> str:
        def settled() -> dict[str, Any] | None:
            order = self._history(order_id)
            return order if "ORDER_FULLY_PAID" in _types(order) else None

        order = eventually(settled, "Saleor to note that the order is fully paid")
        charged = [float(one["chargedAmount"]["amount"]) for one in order["transactions"]]
        total = float(order["total"]["gross"]["amount"])
        expect(charged == [total], f"one transaction of {total}", order["transactions"])
        return f"; in Saleor {order['chargeStatus']}, charged by the app “{_reporter(order)}”"

    def order_refunded(self, order_id: str, amount: str) -> str:
        def settled() -> dict[str, Any] | None:
            order = self._history(order_id)
            back = [float(one["refundedAmount"]["amount"]) for one in order["transactions"]]
            return order if back == [float(amount)] and order["chargeStatus"] == "FULL" else None

        order = eventually(settled, f"Saleor to note that {amount} went back")
        return f"; in Saleor {order['chargeStatus']}, refunded by the app “{_reporter(order)}”"

    def _history(self, order_id: str) -> dict[str, Any]:
        order: dict[str, Any] = self.coach.ask(ORDER_HISTORY, id=order_id)["order"]
        return order


def _types(order: Mapping[str, Any]) -> set[str]:
    return {event["type"] for event in order["events"]}


def _reporter(order: Mapping[str, Any]) -> str:
    """Who tells Saleor of the order's money."""
    return str(order["transactions"][0]["createdBy"]["name"])
