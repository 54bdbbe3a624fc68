"""System checks: what an operator should know at start-up rather than at the first sale."""

from __future__ import annotations

from typing import Any

from django.conf import settings as django_settings
from django.core.checks import CheckMessage, Warning

from .conf import URL_OF_NOBODY, conf


def settings_check(**kwargs: Any) -> list[CheckMessage]:
    """Settings without which the plugin cannot work."""
    settings = conf()
    found: list[CheckMessage] = []
    if settings.public_url == URL_OF_NOBODY and not django_settings.DEBUG:
        found.append(
            Warning(
                f"The links in mails lead to {settings.public_url}, where no client gets to.",
                hint="Set Saleor's PUBLIC_URL, or COACHING_PUBLIC_URL if the pages are elsewhere.",
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
