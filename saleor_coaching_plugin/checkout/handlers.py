"""What follows an order, a change of one that the sweep found, and terms accepted late."""

from __future__ import annotations

from saleor_coaching_plugin.commerce.completion import checkout_finish
from saleor_coaching_plugin.commerce.current import commerce
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.core.events import (
    CheckoutUnblocked,
    OrderChangeFound,
    OrderCreated,
    OrderPaid,
)

from .services.block import blocked_checkout_resolve
from .services.look import order_look
from .services.purchase import purchases_settle
from .services.settle import order_acceptance_settle


def acceptance_bind(event: OrderCreated) -> None:
    """Bind the acceptance of the cart that became this order, or ask the buyer for one; once."""
    order_acceptance_settle(order=commerce().order_get(event.order_id), now=utc_now())


def purchases_record(event: OrderCreated | OrderPaid) -> None:
    """Record a buyer per line, once the order is paid in full.

    Listens to both events: a free order is paid from the start, and not every shop says so.
    """
    purchases_settle(order=commerce().order_get(event.order_id), now=utc_now())


def found_change_look(event: OrderChangeFound) -> None:
    """Do what the shop's hooks would have, unless they have."""
    order_look(order=commerce().order_get(event.order_id), now=utc_now())


def unblocked_complete(event: CheckoutUnblocked) -> None:
    """Make the order that the buyer has paid for. Fails, to be tried again, while refused."""
    order = checkout_finish(event.checkout_id)
    blocked_checkout_resolve(checkout_id=event.checkout_id, order=order, now=utc_now())
