"""Stylesheet and icon."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from saleor_coaching_plugin.core.errors import NotFound
from saleor_coaching_plugin.portal.assets import asset_served_as
from saleor_coaching_plugin.portal.security import hosted_page

A_YEAR = 365 * 24 * 60 * 60


@hosted_page("GET")
def asset(request: HttpRequest, name: str) -> HttpResponse:
    found = asset_served_as(name)
    if found is None:
        raise NotFound("file")
    headers = {"Cache-Control": f"public, max-age={A_YEAR}, immutable"}
    return HttpResponse(found.content, content_type=found.content_type, headers=headers)
