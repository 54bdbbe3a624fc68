"""The gate: no payment and no order while required terms are not accepted for this very cart."""

from __future__ import annotations

from saleor_coaching_plugin.commerce.port import Checkout

from .errors import CheckoutError, CheckoutErrorCode
from .models import CheckoutAcceptance
from .required import terms_required


def checkout_gate(checkout: Checkout) -> None:
    """Let the checkout pass, or raise CheckoutError (TERMS_NOT_ACCEPTED, TERMS_STALE)."""
    required = terms_required(checkout)
    if not required.texts:
        return
    accepted = set(
        CheckoutAcceptance.objects.filter(checkout_id=checkout.id).values_list("binding", flat=True)
    )
    if required.binding in accepted:
        return
    if accepted:
        raise CheckoutError(
            CheckoutErrorCode.TERMS_STALE,
            "The cart or its terms have changed since they were accepted. Please review and "
            "accept the terms again (checkoutTerms, checkoutTermsAccept).",
        )
    raise CheckoutError(
        CheckoutErrorCode.TERMS_NOT_ACCEPTED,
        "Please review and accept the terms and conditions before you buy (checkoutTerms, "
        "checkoutTermsAccept).",
    )
