"""What an acceptance is bound to. Any change to it voids the acceptance. Pure.

A minor version of a text is no change: what counts is the material version that it touches up,
filled in for this cart.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from saleor_coaching_plugin.commerce.port import Checkout
from saleor_coaching_plugin.evidence.canonical import canonical, sha256


def cart_of(checkout: Checkout, texts: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Lines, prices, totals, voucher, language and the texts as (terms version, SHA-256)."""
    return {
        "checkout": checkout.id,
        "channel": checkout.channel,
        "language": checkout.language,
        "currency": checkout.total.currency,
        "total": checkout.total.minor,
        "voucher": checkout.voucher_code,
        "lines": sorted(
            [line.variant_id, line.quantity, line.unit_price.minor] for line in checkout.lines
        ),
        "texts": sorted([version, digest] for version, digest in texts),
    }


def fingerprint_of(cart: dict[str, Any]) -> str:
    """64 hexadecimal characters."""
    return sha256(canonical(cart))
