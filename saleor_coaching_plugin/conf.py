"""The plugin's settings: `COACHING_<NAME>` in Django's settings or in the environment.

Saleor's settings module must not be edited, so every value can come from the environment alone.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, fields
from typing import Any

from django.conf import settings


@dataclass(frozen=True)
class CoachingSettings:
    """Typed settings with defaults; read anew on each `conf()` so that tests may override them."""

    public_url: str = "http://localhost:8000"
    """Where the hosted pages are reached, without a trailing slash."""
    commerce: str = ""
    """Dotted path of the class behind the commerce port."""
    coach_name: str = "Your coach"
    coach_email: str = "coach@example.com"
    coach_address: str = ""
    """Postal address printed on invoices."""
    default_channel: str = "default-channel"
    gateway: str = "offline"
    """Payment gateway for new invoices: `offline` or `stripe`."""
    bank_details: str = ""
    """Where to transfer money, printed on offline invoices."""
    stripe_api_key: str = ""
    stripe_webhook_secret: str = ""
    stripe_api_base: str = "https://api.stripe.com"
    trusted_proxies: int = 0
    """How many proxies in front append to X-Forwarded-For; 0 ignores the header."""


def conf() -> CoachingSettings:
    """The settings in force now.

    Raises ValueError when a number is not one, naming the setting.
    """
    values: dict[str, Any] = {f.name: _read(f.name, f.default) for f in fields(CoachingSettings)}
    return CoachingSettings(**values)


def _read(name: str, default: Any) -> Any:
    key = f"COACHING_{name.upper()}"
    value = getattr(settings, key, os.environ.get(key, default))
    if not isinstance(default, int) or isinstance(value, int):
        return value
    try:
        return int(value)
    except (TypeError, ValueError):
        raise ValueError(f"{key} must be a whole number, not {value!r}") from None
