"""What runs beside any shop: a mail server, a time authority and a stand-in for Stripe."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

from .ports import loopback_url
from .processes import Supervisor
from .readiness import tcp_ready
from .time_authority.identity import ROOT_FILE

COMPANION_PORTS = {"mailbox": 8100, "stripe": 8200, "authority": 8300, "smtp": 8025}
"""Where they are by preference."""
_STRIPE_KEY = "sk_test_sandbox"
_STRIPE_WEBHOOK_SECRET = "whsec_sandbox"
_AUTHORITY = "time-authority"
_PACKAGE = "saleor_coaching_plugin.sandbox"


def companions_environment(var: Path, ports: Mapping[str, int]) -> dict[str, str]:
    """The plugin's settings with which it uses them."""
    return {
        "COACHING_GATEWAY": "stripe",
        "COACHING_STRIPE_API_KEY": _STRIPE_KEY,
        "COACHING_STRIPE_API_BASE": loopback_url(ports["stripe"]),
        "COACHING_STRIPE_WEBHOOK_SECRET": _STRIPE_WEBHOOK_SECRET,
        "COACHING_TIME_AUTHORITY_URL": f"{loopback_url(ports['authority'])}/",
        "COACHING_TIME_AUTHORITY_ROOTS": str(authority_root(var)),
    }


def authority_root(var: Path) -> Path:
    """The certificate that the time authority's leads up to, PEM."""
    return var / _AUTHORITY / ROOT_FILE


def companions_start(
    processes: Supervisor, var: Path, ports: Mapping[str, int], *, pages: str
) -> None:
    """`pages` is where the plugin is served; Stripe's events go there."""
    python = [sys.executable, "-m"]
    processes.start(
        "mailbox",
        [
            *(*python, f"{_PACKAGE}.mailbox", f"--smtp-port={ports['smtp']}"),
            *(f"--http-port={ports['mailbox']}", f"--dir={var / 'mails'}"),
        ],
        ready=tcp_ready(ports["mailbox"]),
    )
    processes.start(
        "stripe",
        [
            *(*python, f"{_PACKAGE}.stripe_simulator", f"--port={ports['stripe']}"),
            *("--webhook-url", f"{pages}/webhooks/stripe/"),
            *("--webhook-secret", _STRIPE_WEBHOOK_SECRET, f"--state={var / 'stripe.json'}"),
        ],
        ready=tcp_ready(ports["stripe"]),
    )
    processes.start(
        "time-authority",
        [
            *(*python, f"{_PACKAGE}.time_authority", f"--port={ports['authority']}"),
            f"--dir={var / _AUTHORITY}",
        ],
        ready=tcp_ready(ports["authority"]),
    )
