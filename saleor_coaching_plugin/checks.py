"""System checks: what an operator should know at start-up rather than at the first sale."""

from __future__ import annotations

from typing import Any

from django.conf import settings as django_settings
from django.core.checks import CheckMessage, Error, Warning

from .conf import URL_OF_NOBODY, conf
from .evidence.certificate.pdf import PdfUnavailable, pdf_available
from .evidence.stamps.chosen import authority_chosen
from .evidence.stamps.errors import AuthorityError
from .terms.wording import wording_faults


def settings_check(**kwargs: Any) -> list[CheckMessage]:
    """Settings without which the plugin cannot work."""
    settings = conf()
    found: list[CheckMessage] = [
        Error(
            f"COACHING_WORDING: {fault}",
            hint="Until this is mended nothing that has terms can be sent, shown or bought.",
            id="coaching.E001",
        )
        for fault in wording_faults(settings.wording)
    ]
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
    try:
        pdf_available()
    except PdfUnavailable as error:
        found.append(
            Warning(
                f"Clients get no certificates as PDF. {error}",
                hint="pip install saleor-coaching-plugin[pdf]; and on Debian or Ubuntu apt-get "
                "install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0. The certificates "
                "that are owed by then are made and mailed afterwards.",
                id="coaching.W004",
            )
        )
    try:
        authority_chosen()
    except AuthorityError as error:
        found.append(
            Warning(
                f"COACHING_TIME_AUTHORITY_URL is set, but nothing is time-stamped. {error}",
                id="coaching.W005",
            )
        )
    return found
