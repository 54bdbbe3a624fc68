"""A buyer agrees to the terms of the cart as it is now."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from saleor_coaching_plugin.agreements.act import Act, act_by_client_only
from saleor_coaching_plugin.checkout.models import CheckoutAcceptance
from saleor_coaching_plugin.checkout.required import terms_required
from saleor_coaching_plugin.commerce.current import commerce

from .acceptance import Buyer, CheckoutConsent, acceptance_record
from .block import checkout_unblock

__all__ = ["CheckoutConsent", "checkout_terms_accept"]


@transaction.atomic
def checkout_terms_accept(
    *,
    checkout_id: str,
    consent: CheckoutConsent,
    act: Act,
    now: datetime,
    identified_by: str = "e-mail address of the checkout",
    link: str | None = None,
) -> CheckoutAcceptance:
    """Accept; the same cart accepted again is the same acceptance.

    A checkout that is paid and was kept back goes on by itself. Raises CheckoutError (TERMS_STALE,
    NOTHING_TO_ACCEPT), ConsentError, AgreementError (CLIENT_ONLY), CommerceError (NOT_FOUND),
    InvalidInput for a checkout without an address.
    """
    act_by_client_only(act)
    checkout = commerce().checkout_get(checkout_id)
    acceptance = acceptance_record(
        kind="checkout_terms_accepted",
        required=terms_required(checkout),
        consent=consent,
        buyer=Buyer(
            checkout_id=checkout.id,
            order_id="",
            email=checkout.email or "",
            customer_id=checkout.customer_id,
            language=checkout.language,
            identified_by=identified_by,
            link=link,
        ),
        act=act,
        now=now,
    )
    checkout_unblock(checkout_id=checkout.id, acceptance=acceptance, now=now)
    return acceptance
