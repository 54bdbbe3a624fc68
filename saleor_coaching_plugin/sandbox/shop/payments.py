"""What checkouts and orders have in common when money is recorded."""

from __future__ import annotations

from saleor_coaching_plugin.commerce.payment_rules import payment_conflict
from saleor_coaching_plugin.core.money import Money

from . import models


def same_payment(known: models.CheckoutPayment | models.OrderPayment, amount: Money) -> None:
    """Raises CommerceError(PAYMENT_CONFLICT) unless the known payment has this amount."""
    if known.amount_minor != amount.minor:
        raise payment_conflict()
