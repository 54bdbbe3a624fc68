"""Who takes the money: by hosted pages (Stripe), or by bank transfer (offline)."""

from __future__ import annotations

from saleor_coaching_plugin.billing.errors import BillingError, BillingErrorCode

from .offline import OfflineGateway
from .port import Gateway
from .stripe import StripeGateway

_GATEWAYS: dict[str, type[Gateway]] = {"offline": OfflineGateway, "stripe": StripeGateway}


def gateway(name: str) -> Gateway:
    """The gateway of an invoice, or `gateway(conf().gateway)` for what is new.

    Raises BillingError (GATEWAY_UNKNOWN, GATEWAY_NOT_CONFIGURED).
    """
    if name not in _GATEWAYS:
        raise BillingError(
            BillingErrorCode.GATEWAY_UNKNOWN,
            f"COACHING_GATEWAY must be one of {', '.join(_GATEWAYS)}, not {name!r}.",
        )
    return _GATEWAYS[name]()


def gateway_that_took(reference: str) -> str:
    """Name of the gateway that a payment of this reference came by, empty for none of ours."""
    return next((name for name, each in _GATEWAYS.items() if each.has_taken(reference)), "")
