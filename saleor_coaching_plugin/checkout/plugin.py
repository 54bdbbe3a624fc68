"""The checkout gate, as Saleor's plugin manager calls it: hook -> port DTO -> the gate.

Per channel, because such plugins come before the global ones, and one of those calls the payment
apps: the gate must have refused by then. A refusal is a ValidationError: whatever a hook returns,
the next plugin overwrites.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ValidationError
from saleor.checkout.fetch import CheckoutInfo, CheckoutLineInfo
from saleor.checkout.models import Checkout
from saleor.order.models import Order
from saleor.payment.interface import TransactionSessionData
from saleor.plugins.base_plugin import ConfigurationTypeField

from saleor_coaching_plugin.commerce.saleor.checkouts import checkout_of
from saleor_coaching_plugin.commerce.saleor.gatekeeping import (
    checkout_loaded,
    transaction_forget,
    voucher_give_back,
)
from saleor_coaching_plugin.commerce.saleor.places import places_loaded
from saleor_coaching_plugin.commerce.saleor.plugin_base import ActiveByDefault
from saleor_coaching_plugin.commerce.saleor.switch import GATE_ID
from saleor_coaching_plugin.core.money import Money
from saleor_coaching_plugin.terms.selectors import terms_possible

from .errors import CheckoutError
from .gate import checkout_gate

logger = logging.getLogger(__name__)

# The only code about nothing in particular that is in the enums of all mutations that come here.
# Another one would make Saleor drop the message.
_CODE = "graphql_error"
_PAYMENTS = "refuse-payments"


class CheckoutGate(ActiveByDefault):
    PLUGIN_ID = GATE_ID
    PLUGIN_NAME = "Coaching: terms before checkout"
    PLUGIN_DESCRIPTION = (
        "Refuses to take a payment for a checkout, and to make an order of it, until the buyer has "
        "accepted the contract terms of the products in it. Checkouts without such products pass. "
        "Switch it off for a channel to sell there without asking; buyers are then sent a link "
        "to accept after the purchase."
    )
    CONFIGURATION_PER_CHANNEL = True
    DEFAULT_CONFIGURATION = [{"name": _PAYMENTS, "value": True}]
    CONFIG_STRUCTURE = {
        _PAYMENTS: {
            "type": ConfigurationTypeField.BOOLEAN,
            "label": "Refuse payments, too",
            "help_text": (
                "Refuse paymentGatewayInitialize and transactionInitialize while terms are "
                "missing, so that nobody pays for what cannot be ordered. Switch it off only for "
                "a storefront that must prepare the payment before it shows the terms; the "
                "order itself is refused in any case."
            ),
        }
    }

    def preprocess_order_creation(
        self,
        checkout_info: CheckoutInfo,
        lines: list[CheckoutLineInfo] | None,
        previous_value: Any,
    ) -> Any:
        try:
            _gate(checkout_info, checkout_info.lines if lines is None else lines)
        except ValidationError:
            voucher_give_back(checkout_info)
            raise
        return previous_value

    def payment_gateway_initialize_session(
        self,
        amount: Any,
        payment_gateways: Any,
        source_object: Checkout | Order,
        previous_value: Any,
    ) -> Any:
        self._payment_gate(source_object)
        return previous_value

    def transaction_initialize_session(
        self, transaction_session_data: TransactionSessionData, previous_value: Any
    ) -> Any:
        """Has no sibling for `transaction_process_session`: that goes on with a payment which was
        let through. The buyer may have paid by then, and a refusal would hide it from Saleor.
        """
        try:
            self._payment_gate(transaction_session_data.source_object)
        except ValidationError:
            transaction_forget(transaction_session_data.transaction)
            raise
        return previous_value

    def _payment_gate(self, source_object: Checkout | Order) -> None:
        # An order has been made by then, with terms or without: it may always be paid.
        if isinstance(source_object, Checkout) and self._refuses_payments():
            _gate(*checkout_loaded(source_object))

    def _refuses_payments(self) -> bool:
        return any(item["name"] == _PAYMENTS and item["value"] for item in self.configuration)


def _gate(checkout_info: CheckoutInfo, lines: list[CheckoutLineInfo]) -> None:
    with _refusals(checkout_info):
        if terms_possible(places_loaded(lines, channel=checkout_info.channel.slug)):
            nothing = Money(0, checkout_info.checkout.currency)  # what was paid is of no interest
            checkout_gate(checkout_of(checkout_info, lines, paid=nothing))


@contextmanager
def _refusals(checkout_info: CheckoutInfo) -> Iterator[None]:
    """Refuse in Saleor's words; a message begins with a code that a storefront can look for.

    A failure refuses as well: an order without a contract is the harm that this gate is there to
    prevent, and a buyer can try again. It can only be met by carts that may have terms, as others
    pass after the first question; if not even that has an answer, the database is down or the
    plugin's migrations have not run, and Saleor should not sell either before somebody has looked.
    """
    try:
        yield
    except CheckoutError as error:
        raise _refusal(error.code.name, error.message) from None
    except Exception as error:
        logger.exception("The gate failed for checkout %s.", checkout_info.checkout.pk)
        raise _refusal(
            "TERMS_UNAVAILABLE",
            "The terms of this checkout cannot be checked at the moment, so it cannot be paid or "
            "completed. Please try again later.",
        ) from error


def _refusal(code: str, message: str) -> ValidationError:
    return ValidationError(f"COACHING_{code}: {message}", code=_CODE)
