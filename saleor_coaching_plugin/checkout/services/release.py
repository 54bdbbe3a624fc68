"""Start what was held, once the operator holds nothing back any more."""

from __future__ import annotations

import logging
from datetime import datetime

from saleor_coaching_plugin.checkout.models import Purchase
from saleor_coaching_plugin.commerce.current import commerce
from saleor_coaching_plugin.conf import conf

from .purchase import purchases_settle

logger = logging.getLogger(__name__)


def held_purchases_release(*, now: datetime) -> None:
    """Nothing while COACHING_HOLD_UNTIL_ACCEPTED is on. Who has no address has to wait anyway."""
    if conf().hold_until_accepted:
        return
    held = Purchase.objects.filter(is_held=True).exclude(email="")
    for order_id in held.values_list("order_id", flat=True).distinct():
        try:
            purchases_settle(order=commerce().order_get(order_id), now=now)
        except Exception as error:  # one order that cannot be read must not hold up the others
            logger.error("Order %s stays held: %s", order_id, type(error).__name__)
