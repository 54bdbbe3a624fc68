"""A plugin that sees checkouts as the gate does, and writes down what the adapter makes of them."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from saleor.plugins.base_plugin import BasePlugin

from saleor_coaching_plugin.commerce.port import Checkout
from saleor_coaching_plugin.commerce.saleor.checkouts import checkout_of
from saleor_coaching_plugin.core.money import Money

seen: list[Checkout] = []
statements: list[int] = []


class Recorder(BasePlugin):
    PLUGIN_ID = "tests.recorder"
    PLUGIN_NAME = "Recorder"
    DEFAULT_ACTIVE = True

    def preprocess_order_creation(self, checkout_info: Any, lines: Any, previous_value: Any) -> Any:
        with CaptureQueriesContext(connection) as unpaid:
            nothing = Money(0, checkout_info.checkout.currency)
            checkout_of(checkout_info, lines, paid=nothing)
        with CaptureQueriesContext(connection) as paid:
            seen.append(checkout_of(checkout_info, lines))
        statements[:] = [len(unpaid), len(paid)]
        return previous_value
