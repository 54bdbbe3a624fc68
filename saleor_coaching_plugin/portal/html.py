"""Answers of the hosted pages: a page, or the way to another one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from saleor_coaching_plugin.conf import conf
from saleor_coaching_plugin.core.pages import page_render

from .assets import assets
from .paths import page_path

PAGE_LANGUAGE = "en"
"""Of the words around a contract; the contract itself has its own language."""


class SeeOther(HttpResponseRedirect):
    """After a POST: fetch that page with a GET, so that reloading repeats nothing."""

    status_code = 303


def page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    """A rendered page. Every link in a template starts with `{{ base }}`."""
    settings = conf()
    surroundings = {
        "base": page_path(""),
        "stylesheet": page_path(f"static/{assets()['coaching.css'].name}"),
        "icon": page_path(f"static/{assets()['leaf.svg'].name}"),
        "language": PAGE_LANGUAGE,
        "coach_name": settings.coach_name,
        "coach_email": settings.coach_email,
        "coach_address": settings.coach_address,
    }
    html = page_render(f"portal/{template}", surroundings | dict(context or {}), request)
    return HttpResponse(html, status=status)


def see_other(path: str) -> HttpResponse:
    """Go to another hosted page."""
    return SeeOther(page_path(path))
