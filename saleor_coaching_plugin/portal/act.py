"""Who acts on a hosted page, for the ledger."""

from __future__ import annotations

from django.http import HttpRequest

from saleor_coaching_plugin import __version__
from saleor_coaching_plugin.agreements.act import Act, Presentation
from saleor_coaching_plugin.agreements.acting import ActingFor
from saleor_coaching_plugin.commerce.current import commerce
from saleor_coaching_plugin.core.client_ip import client_ip

from .html import PAGE_LANGUAGE

MAX_USER_AGENT = 500


def act_of(request: HttpRequest, *, component: str, acting_for: ActingFor | None = None) -> Act:
    """`component` names the page. Its boxes come unticked, its times are in UTC."""
    return Act(
        requestor=commerce().requestor(request),
        ip=client_ip(request),
        user_agent=request.headers.get("User-Agent", "")[:MAX_USER_AGENT],
        presentation=Presentation(
            component=component, version=__version__, language=PAGE_LANGUAGE, time_zone="UTC"
        ),
        acting_for=acting_for,
    )
