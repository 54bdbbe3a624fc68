"""A buyer agrees to the terms of the cart as it is now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from saleor_coaching_plugin.agreements.act import Act, act_by_client_only
from saleor_coaching_plugin.checkout.errors import CheckoutError, CheckoutErrorCode
from saleor_coaching_plugin.checkout.models import CheckoutAcceptance
from saleor_coaching_plugin.checkout.required import RequiredTerms, terms_required
from saleor_coaching_plugin.commerce.current import commerce
from saleor_coaching_plugin.commerce.port import Checkout
from saleor_coaching_plugin.core.addresses import email_normalised
from saleor_coaching_plugin.evidence.ledger import ledger_append
from saleor_coaching_plugin.terms.consents import ConsentAnswer, consents_check


@dataclass(frozen=True)
class CheckoutConsent:
    """What the storefront sends: the fingerprint as shown, and the boxes."""

    fingerprint: str
    consents: Sequence[ConsentAnswer]


@transaction.atomic
def checkout_terms_accept(
    *, checkout_id: str, consent: CheckoutConsent, act: Act, now: datetime
) -> CheckoutAcceptance:
    """Accept; the same cart accepted again is the same acceptance.

    Raises CheckoutError (TERMS_STALE, NOTHING_TO_ACCEPT), ConsentError, AgreementError
    (CLIENT_ONLY), CommerceError (NOT_FOUND), InvalidInput for a checkout without an address.
    """
    act_by_client_only(act)
    checkout = commerce().checkout_get(checkout_id)
    required = terms_required(checkout)
    if not required.texts:
        raise CheckoutError(
            CheckoutErrorCode.NOTHING_TO_ACCEPT, "Nothing in this checkout has terms."
        )
    if consent.fingerprint != required.fingerprint:
        raise CheckoutError(
            CheckoutErrorCode.TERMS_STALE,
            "The cart or its terms have changed. Please review them as they are now.",
            "fingerprint",
        )
    ticked = consents_check(required.consents, consent.consents)
    acceptance, created = CheckoutAcceptance.objects.get_or_create(
        checkout_id=checkout.id,
        fingerprint=required.fingerprint,
        defaults={
            "email": email_normalised(checkout.email or ""),
            "customer_id": checkout.customer_id or "",
            "language": checkout.language,
            "cart": required.cart,
            "texts": [asdict(text) for text in required.texts],
            "accepted_at": now,
        },
    )
    if created:
        _record(checkout, required, consent, ticked, act, now)
    return acceptance


def _record(
    checkout: Checkout,
    required: RequiredTerms,
    consent: CheckoutConsent,
    ticked: list[str],
    act: Act,
    now: datetime,
) -> None:
    ledger_append(
        chain=f"checkout:{checkout.id}",
        kind="checkout_terms_accepted",
        now=now,
        facts={
            "cart": required.cart,
            "fingerprint": required.fingerprint,
            "language": checkout.language,
            "statement": required.wording.purchase_statement,
            "button": required.wording.purchase_button,
            "consents": [
                {**asdict(each), "accepted": each.key in ticked} for each in required.consents
            ],
            "presentation": [asdict(answer) for answer in consent.consents],
            "surface": act.surface,
            "identified_by": "e-mail address of the checkout",
            "actor": act.requestor.kind.value,
        },
        personal={
            "email": checkout.email,
            "ip": act.ip,
            "user_agent": act.user_agent,
            "customer": act.requestor.id,
            "texts": [
                {"title": text.title, "sha256": text.sha256, "text": text.html}
                for text in required.texts
            ],
        },
    )
