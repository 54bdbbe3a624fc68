"""System checks: what an operator should know at start-up rather than at the first sale."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Warning

from .conf import conf


def settings_check(**kwargs: Any) -> list[CheckMessage]:
    """Settings without which the plugin cannot work."""
    settings = conf()
    found: list[CheckMessage] = []
    if not settings.commerce:
        found.append(
            Warning(
                "COACHING_COMMERCE names no commerce adapter, so nothing can be sold.",
                id="coaching.W001",
            )
        )
    if settings.gateway == "stripe" and not settings.stripe_webhook_secret:
        found.append(
            Warning(
                "COACHING_STRIPE_WEBHOOK_SECRET is empty, so no payment by Stripe can arrive.",
                hint="Copy it from the webhook endpoint in Stripe's Dashboard.",
                id="coaching.W002",
            )
        )
    return found
