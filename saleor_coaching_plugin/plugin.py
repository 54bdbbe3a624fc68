"""The entry into Saleor: what Saleor's plugin manager calls. No logic of its own.

It serves the pages and GraphQL under `/plugins/global/coaching/`. The order hooks come together
with the Saleor adapter; until then `COACHING_COMMERCE` must name an adapter of one's own.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.urls import Resolver404, resolve
from saleor.plugins.base_plugin import BasePlugin


class CoachingPlugin(BasePlugin):
    PLUGIN_ID = "coaching"
    PLUGIN_NAME = "Coaching"
    PLUGIN_DESCRIPTION = (
        "Client agreements, contract terms on products, and autoresponder sequences for coaches."
    )
    DEFAULT_ACTIVE = True
    CONFIGURATION_PER_CHANNEL = False

    def webhook(self, request: HttpRequest, path: str, previous_value: Any) -> HttpResponse:
        # Saleor does not check this on the short path /plugins/coaching/ (see its plugins/views).
        if not self.active:
            return HttpResponseNotFound()
        try:
            match = resolve(f"/{path.lstrip('/')}", urlconf="saleor_coaching_plugin.urls")
        except Resolver404:
            return HttpResponseNotFound()
        response: HttpResponse = match.func(request, *match.args, **match.kwargs)
        return response
