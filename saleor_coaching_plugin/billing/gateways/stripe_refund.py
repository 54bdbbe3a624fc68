"""Money back to the card or account that it came from. https://docs.stripe.com/api/refunds"""

from __future__ import annotations

from saleor_coaching_plugin.billing.errors import BillingError, BillingErrorCode
from saleor_coaching_plugin.core.money import Money

from .stripe_amounts import to_stripe
from .stripe_api import Answer, StripeApi

_IN_VAIN = ("failed", "canceled")


def stripe_refund_create(api: StripeApi, intent: str, amount: Money, *, key: str) -> str:
    """Stripe's id of the refund; what is pending counts as sent.

    Stripe forgets idempotency keys after a day, and a failed row of the outbox is tried for longer:
    so a refund with our key is looked for first.
    """
    refund = _known(api, intent, key) or api.post(
        "/v1/refunds",
        {"payment_intent": intent, "amount": to_stripe(amount), "metadata": {"key": key}},
        key=key,
    )
    if refund["status"] in _IN_VAIN:
        raise BillingError(
            BillingErrorCode.GATEWAY_REFUSED,
            f"The payment service could not send it back ({refund['id']}).",
        )
    return str(refund["id"])


def _known(api: StripeApi, intent: str, key: str) -> Answer | None:
    refunds = api.get("/v1/refunds", {"payment_intent": intent, "limit": 100})["data"]
    return next((each for each in refunds if each["metadata"].get("key") == key), None)
