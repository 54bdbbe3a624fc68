"""Who acts on a hosted page, for the ledger."""

from __future__ import annotations

from django.http import HttpRequest

from saleor_coaching_plugin.agreements.act import Act
from saleor_coaching_plugin.commerce.current import commerce
from saleor_coaching_plugin.core.client_ip import client_ip

MAX_USER_AGENT = 500


def act_of(request: HttpRequest, *, surface: str) -> Act:
    return Act(
        requestor=commerce().requestor(request),
        ip=client_ip(request),
        user_agent=request.headers.get("User-Agent", "")[:MAX_USER_AGENT],
        surface=surface,
    )
