"""Where the plugin hooks in, called when Saleor's plugin manager would call it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Protocol

from django.db import transaction

from saleor_coaching_plugin.commerce.port import Checkout, Order

logger = logging.getLogger(__name__)


class ShopHooks(Protocol):
    """What the shop tells, in the port's words."""

    def preprocess_order_creation(self, checkout: Checkout) -> None:
        """Before an order is made of this very checkout. Refuses by raising a DomainError.

        Outside any transaction of the shop's, so two concurrent completions both pass by here.
        """

    def payment_initialize(self, checkout: Checkout) -> None:
        """Before money is taken for the checkout. Refuses by raising a DomainError."""

    def order_created(self, order: Order) -> None:
        """After commit. Whatever it raises is logged and lost, and so is the rest."""

    def order_paid(self, order: Order) -> None:
        """After commit, for each payment, also a partial one, and for a free checkout."""


class NoHooks:
    """A shop without the plugin."""

    def preprocess_order_creation(self, checkout: Checkout) -> None:
        pass

    def payment_initialize(self, checkout: Checkout) -> None:
        pass

    def order_created(self, order: Order) -> None:
        pass

    def order_paid(self, order: Order) -> None:
        pass


_installed: list[ShopHooks] = [NoHooks()]


def hooks_install(hooks: ShopHooks) -> None:
    """Replace the hooks of this process."""
    _installed[:] = [hooks]


def hooks() -> ShopHooks:
    return _installed[0]


def tell_on_commit(read: Callable[[], Order], *, created: bool = False, paid: bool = False) -> None:
    """Call the order hooks once the transaction stands; `read` gives the order as it is then."""
    transaction.on_commit(lambda: _tell(read, created, paid))


def _tell(read: Callable[[], Order], created: bool, paid: bool) -> None:
    try:
        order = read()
        if created:
            hooks().order_created(order)
        if paid:
            hooks().order_paid(order)
    except Exception as error:
        # As in Saleor, a raising hook loses the hooks after it, for good.
        logger.error("An order hook failed and is lost: %s", type(error).__name__)
