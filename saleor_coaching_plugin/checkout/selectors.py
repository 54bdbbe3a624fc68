"""Read acceptances, requests to accept, product setups and purchases."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from saleor_coaching_plugin.commerce.port import Order
from saleor_coaching_plugin.core.tokens import token_digest
from saleor_coaching_plugin.evidence.kinds import ACCEPTANCE_KINDS
from saleor_coaching_plugin.evidence.models import LedgerEntry

from .errors import CheckoutError, CheckoutErrorCode
from .models import CheckoutAcceptance, ProductSetup, Purchase, TermsLink, TermsRequest


def purchases_of(email: str) -> QuerySet[Purchase]:
    """A person's purchases, newest first."""
    return _with_acceptance(Purchase.objects.filter(email=email)).order_by("-bought_at")


def purchases_of_checkout(checkout_id: str) -> QuerySet[Purchase]:
    return Purchase.objects.filter(checkout_id=checkout_id).order_by("bought_at")


def thank_you_of(product_ids: list[str]) -> list[str]:
    """The thank-you texts (Markdown) of some products."""
    setups = ProductSetup.objects.filter(product_id__in=product_ids).exclude(thank_you="")
    return [setup.thank_you for setup in setups.order_by("product_id")]


def purchases_found(
    *, email: str | None = None, product_id: str | None = None
) -> QuerySet[Purchase]:
    """For staff: purchases, newest first; one person's, of one product."""
    found = _with_acceptance(Purchase.objects.order_by("-bought_at", "-id"))
    if email is not None:
        found = found.filter(email=email.strip().lower())
    return found if product_id is None else found.filter(product_id=product_id)


def product_setup_of(product_id: str) -> ProductSetup | None:
    return ProductSetup.objects.filter(product_id=product_id).first()


def acceptance_of(checkout_id: str, binding: str) -> CheckoutAcceptance | None:
    """The newest acceptance of one exact cart, whatever minor versions its texts had."""
    found = CheckoutAcceptance.objects.filter(checkout_id=checkout_id, binding=binding)
    return found.order_by("accepted_at").last()


def acceptance_of_order(order: Order) -> CheckoutAcceptance | None:
    """The one bound to the order; or the newest of its checkout whose cart is the order's."""
    bound = CheckoutAcceptance.objects.filter(order_id=order.id).first()
    if bound is not None or not order.checkout_id:
        return bound
    ordered = {
        "lines": sorted([li.variant_id, li.quantity, li.unit_price.minor] for li in order.lines),
        "total": order.total.minor,
        "currency": order.total.currency,
        "channel": order.channel,
        "language": order.language,
    }
    candidates = CheckoutAcceptance.objects.filter(checkout_id=order.checkout_id)
    for acceptance in candidates.order_by("-accepted_at"):
        if ordered.items() <= acceptance.cart.items():
            return acceptance
    return None


def acceptance_entry(acceptance: CheckoutAcceptance) -> LedgerEntry:
    """The ledger's entry that proves it."""
    return LedgerEntry.objects.get(
        chain=acceptance.chain,
        kind__in=ACCEPTANCE_KINDS,
        facts__contains=f'"fingerprint":"{acceptance.fingerprint}"',
    )


def acceptance_entries(ids: Iterable[UUID]) -> dict[UUID, LedgerEntry]:
    """The ledger's entries of acceptances, by their ids, in two queries."""
    acceptances = CheckoutAcceptance.objects.filter(id__in=ids).defer("cart", "texts")
    by_place = {(each.chain, each.fingerprint): each.id for each in acceptances}
    entries = LedgerEntry.objects.filter(
        chain__in={chain for chain, _ in by_place}, kind__in=ACCEPTANCE_KINDS
    )
    places = ((entry.chain, json.loads(entry.facts)["fingerprint"]) for entry in entries)
    return {
        by_place[place]: entry
        for place, entry in zip(places, entries, strict=True)
        if place in by_place
    }


def terms_link_open(token: str, *, now: datetime) -> TermsLink:
    """The link with its request and acceptance.

    Raises CheckoutError: LINK_INVALID for unknown and revoked alike, LINK_EXPIRED.
    """
    link = (
        TermsLink.objects.select_related("request__acceptance")
        .filter(token_digest=token_digest(token), revoked_at=None)
        .first()
    )
    if link is None:
        raise CheckoutError(
            CheckoutErrorCode.LINK_INVALID,
            "This link is not valid. Please use the newest link that you received, or ask your "
            "coach for a new one.",
            "token",
        )
    if link.expires_at <= now:
        raise CheckoutError(
            CheckoutErrorCode.LINK_EXPIRED,
            "This link has expired. Please ask your coach for a new one.",
            "token",
        )
    return link


def terms_requests_found(
    *, statuses: Collection[str] = (), subject: str | None = None
) -> QuerySet[TermsRequest]:
    """For staff: requests in one of the states, newest first; about orders or checkouts alone."""
    found = TermsRequest.objects.order_by("-created_at", "-id")
    found = found.select_related("acceptance").defer("acceptance__cart", "acceptance__texts")
    if statuses:
        found = found.filter(status__in=statuses)
    return found if subject is None else found.filter(subject=subject)


def _with_acceptance(purchases: QuerySet[Purchase]) -> QuerySet[Purchase]:
    """Without its texts, which can be long."""
    return purchases.select_related("acceptance").defer("acceptance__cart", "acceptance__texts")
