"""Stripe's signature scheme v1. https://docs.stripe.com/webhooks#verify-manually"""

from __future__ import annotations

import hashlib
import hmac


def signature_header(payload: bytes, *, secret: str, timestamp: int) -> str:
    """The `Stripe-Signature` header: HMAC-SHA256 over `{timestamp}.{payload}`."""
    signed = b"%d.%s" % (timestamp, payload)
    digest = hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
    return f"t={timestamp},v1={digest}"
