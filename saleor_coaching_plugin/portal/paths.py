"""Addresses of the hosted pages within the host, whatever path the plugin is served under."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.http import HttpRequest

from saleor_coaching_plugin.conf import conf


def page_path(path: str) -> str:
    """E.g. `page_path("portal/")` is "/plugins/global/coaching/portal/" under Saleor."""
    return f"{urlsplit(conf().public_url).path.rstrip('/')}/{path}"


def own_path(request: HttpRequest) -> str:
    """The page that was asked for, as `page_path` would take it."""
    return request.path.removeprefix(page_path(""))


def public_origin() -> str:
    """Scheme, host and port of the pages, as a browser's Origin header has them."""
    scheme, host, *_ = urlsplit(conf().public_url)
    return f"{scheme}://{host}"
