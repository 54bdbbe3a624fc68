"""Write down that a buyer agreed: the acceptance, and its entry in the evidence ledger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from saleor_coaching_plugin.agreements.act import Act
from saleor_coaching_plugin.checkout.errors import CheckoutError, CheckoutErrorCode
from saleor_coaching_plugin.checkout.models import CheckoutAcceptance
from saleor_coaching_plugin.checkout.required import RequiredTerms
from saleor_coaching_plugin.core.addresses import email_normalised
from saleor_coaching_plugin.evidence.ledger import ledger_append
from saleor_coaching_plugin.terms.consents import ConsentAnswer, consents_check


@dataclass(frozen=True)
class CheckoutConsent:
    """What the storefront sends: the fingerprint as shown, and the boxes."""

    fingerprint: str
    consents: Sequence[ConsentAnswer]


@dataclass(frozen=True)
class Buyer:
    """Who agrees, and for what: one of `checkout_id` and `order_id` is empty."""

    checkout_id: str
    order_id: str
    email: str
    customer_id: str | None
    language: str
    identified_by: str


def acceptance_record(
    *,
    kind: str,
    required: RequiredTerms,
    consent: CheckoutConsent,
    buyer: Buyer,
    act: Act,
    now: datetime,
) -> CheckoutAcceptance:
    """Once for each fingerprint; `kind` is the ledger entry's. Runs in the caller's transaction.

    Raises CheckoutError (NOTHING_TO_ACCEPT, TERMS_STALE), ConsentError, and InvalidInput for a
    buyer without an address.
    """
    if not required.texts:
        raise CheckoutError(
            CheckoutErrorCode.NOTHING_TO_ACCEPT, "There are no terms to accept here."
        )
    if consent.fingerprint != required.fingerprint:
        raise CheckoutError(
            CheckoutErrorCode.TERMS_STALE,
            "The cart or its terms have changed. Please review them as they are now.",
            "fingerprint",
        )
    ticked = consents_check(required.consents, consent.consents)
    acceptance, created = CheckoutAcceptance.objects.get_or_create(
        checkout_id=buyer.checkout_id,
        fingerprint=required.fingerprint,
        defaults={
            "order_id": buyer.order_id,
            "email": email_normalised(buyer.email),
            "customer_id": buyer.customer_id or "",
            "language": buyer.language,
            "cart": required.cart,
            "texts": [asdict(text) for text in required.texts],
            "accepted_at": now,
        },
    )
    if created:
        _prove(acceptance, kind, required, consent, ticked, buyer, act)
    return acceptance


def _prove(
    acceptance: CheckoutAcceptance,
    kind: str,
    required: RequiredTerms,
    consent: CheckoutConsent,
    ticked: list[str],
    buyer: Buyer,
    act: Act,
) -> None:
    ledger_append(
        chain=acceptance.chain,
        kind=kind,
        now=acceptance.accepted_at,
        facts={
            "cart": required.cart,
            "fingerprint": required.fingerprint,
            "language": buyer.language,
            "statement": required.wording.purchase_statement,
            "button": required.wording.purchase_button,
            "consents": [
                {**asdict(each), "accepted": each.key in ticked} for each in required.consents
            ],
            "presentation": [asdict(answer) for answer in consent.consents],
            "surface": act.surface,
            "identified_by": buyer.identified_by,
            "actor": act.requestor.kind.value,
        },
        personal={
            "email": buyer.email,
            "ip": act.ip,
            "user_agent": act.user_agent,
            "customer": act.requestor.id,
            "texts": [
                {"title": text.title, "sha256": text.sha256, "text": text.html}
                for text in required.texts
            ],
        },
    )
