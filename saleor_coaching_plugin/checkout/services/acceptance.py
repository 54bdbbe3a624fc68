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
from saleor_coaching_plugin.core.events import CopyOwed
from saleor_coaching_plugin.core.outbox.publish import publish
from saleor_coaching_plugin.evidence.consents import consents_record
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
    link: str | None = None
    """Id of the mailed link that was used."""
    order_number: str = ""


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
            "binding": required.binding,
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
    consents = [
        {
            **asdict(each),
            "key": each.key.rpartition("-")[0],
            "accepted": each.key in ticked,
            "terms_version": text.terms_version_id,
        }
        for text in required.texts
        for each in text.consents
    ]
    entry = ledger_append(
        chain=acceptance.chain,
        kind=act.acceptance_kind(kind),
        now=acceptance.accepted_at,
        hold="accepted terms",
        facts={
            "fingerprint": required.fingerprint,
            "texts": [
                {
                    "terms_version": text.terms_version_id,
                    "language": text.language,
                    "sha256": text.sha256,
                }
                for text in required.texts
            ],
            "language": buyer.language,
            "statement": required.wording.purchase_statement,
            "button": required.wording.purchase_button,
            "consents": consents,
            "identified_by": buyer.identified_by,
            "link": buyer.link,
            **_order_of(buyer),
            **act.facts(consent.consents),
        },
        personal={
            "email": buyer.email,
            "cart": required.cart,
            "texts": [
                {"title": text.title, "text": text.html, "values": text.values}
                for text in required.texts
            ],
            **act.personal(),
        },
    )
    consents_record(entry, consents, email=acceptance.email)
    if acceptance.order_id:
        publish(CopyOwed(entry_id=entry.pk))


def _order_of(buyer: Buyer) -> dict[str, str]:
    """Of a checkout it is told by a later entry, once there is an order."""
    if not buyer.order_id:
        return {}
    return {"order": buyer.order_id, "order_number": buyer.order_number}
