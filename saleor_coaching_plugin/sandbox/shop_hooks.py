"""The sandbox's counterpart of the plugin class: hook -> port DTO -> one service call."""

from __future__ import annotations

from saleor_coaching_plugin.checkout.gate import checkout_gate
from saleor_coaching_plugin.checkout.services.order import order_created_note, order_paid_note
from saleor_coaching_plugin.commerce.port import Checkout, Order


class PluginHooks:
    """What the plugin hangs into the shop."""

    def preprocess_order_creation(self, checkout: Checkout) -> None:
        checkout_gate(checkout)

    def payment_initialize(self, checkout: Checkout) -> None:
        checkout_gate(checkout)

    def order_created(self, order: Order) -> None:
        order_created_note(order_id=order.id)

    def order_paid(self, order: Order) -> None:
        order_paid_note(order_id=order.id)
