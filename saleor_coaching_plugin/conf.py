"""The plugin's settings: `COACHING_<NAME>` in Django's settings or in the environment.

Saleor's settings module must not be edited, so every value can come from the environment alone.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields
from typing import Any

from django.conf import settings

MOUNT = "plugins/global/coaching"
URL_OF_NOBODY = f"http://localhost:8000/{MOUNT}"
"""Of the pages, as long as nobody has said where this Saleor is reached."""


@dataclass(frozen=True)
class CoachingSettings:
    """Typed settings with defaults; read anew on each `conf()` so that tests may override them."""

    public_url: str = ""
    """Where the hosted pages are reached, without a trailing slash.

    If it is not set: where Saleor serves them, below its own PUBLIC_URL.
    """
    commerce: str = "saleor_coaching_plugin.commerce.saleor.SaleorCommerce"
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
    hold_until_accepted: bool = False
    """Whether sequence and packet wait for terms that were not accepted before the order."""
    merge_graphql: bool = True
    """Whether Saleor's /graphql/ gets our queries, mutations and fields."""
    wording: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Words of buttons, statements and boxes by language, over the plugin's own; as JSON in the
    environment."""
    evidence_years: int = 10
    """How long the personal data of an acceptance must not be erased."""
    time_authority_url: str = ""
    """Where RFC 3161 time stamps are asked for; empty: nowhere."""
    time_authority_roots: str = ""
    """Path of a PEM file with the certificates that the authority's must lead up to."""
    seal_pkcs12: str = ""
    """Path of a PKCS #12 file that seals certificates; empty: a self-signed one of our own."""
    seal_password: str = ""
    trusted_proxies: int = 0
    """How many proxies in front append to X-Forwarded-For; 0 ignores the header."""


_SWITCH = {"true": True, "1": True, "false": False, "0": False}


def conf() -> CoachingSettings:
    """The settings in force now.

    Raises ValueError when a number, a switch or JSON is none, naming the setting.
    """
    values: dict[str, Any] = {
        f.name: _read(f.name, {} if f.default is MISSING else f.default)
        for f in fields(CoachingSettings)
    }
    values["public_url"] = values["public_url"] or _url_inside_saleor()
    return CoachingSettings(**values)


def _url_inside_saleor() -> str:
    saleor = getattr(settings, "PUBLIC_URL", None)
    return f"{saleor.rstrip('/')}/{MOUNT}" if saleor else URL_OF_NOBODY


def _read(name: str, default: Any) -> Any:
    key = f"COACHING_{name.upper()}"
    value = getattr(settings, key, os.environ.get(key, default))
    if isinstance(default, bool):
        return _switch(key, value)
    if isinstance(default, Mapping):
        return _mapping(key, value)
    if not isinstance(default, int) or isinstance(value, int):
        return value
    try:
        return int(value)
    except (TypeError, ValueError):
        raise ValueError(f"{key} must be a whole number, not {value!r}") from None


def _mapping(key: str, value: Any) -> Mapping[str, Any]:
    try:
        found = json.loads(value) if isinstance(value, str) else value
    except ValueError:
        found = None
    if not isinstance(found, Mapping):
        raise ValueError(f"{key} must be an object of JSON")
    return found


def _switch(key: str, value: Any) -> bool:
    try:
        return _SWITCH[str(value).strip().lower()]
    except KeyError:
        raise ValueError(f"{key} must be true, false, 1 or 0, not {value!r}") from None
