"""Money that a hosted page took for a checkout."""

from __future__ import annotations

from saleor_coaching_plugin.billing.gateways import gateway
from saleor_coaching_plugin.commerce.current import commerce
from saleor_coaching_plugin.conf import conf


def checkout_session_settle(*, session_reference: str, gateway_name: str | None = None) -> bool:
    """Ask the gateway whether the session is paid, and if so tell the shop, once.

    For the page that the buyer returns to, which must not wait for the webhook. False while
    unpaid and for a session of somebody else's. Raises BillingError, CommerceError, NotFound.
    """
    state = gateway(gateway_name or conf().gateway).checkout_session_payment(session_reference)
    if state.payment is None or not state.checkout_id:
        return False
    commerce().checkout_record_payment(
        state.checkout_id, amount=state.payment.amount, reference=state.payment.reference
    )
    return True
