"""Addresses of the hosted pages within the host, whatever path the plugin is served under."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.http import HttpRequest

from saleor_coaching_plugin.conf import conf


def page_path(path: str) -> str:
    """E.g. `page_path("portal/")` is "/plugins/global/coaching/portal/" under Saleor."""
    return f"{urlsplit(conf().public_url).path.rstrip('/')}/{path}"


def own_path(request: HttpRequest) -> str:
    """The page that was asked for, as `page_path` would take it.

    Where the mount is another than the public one, `path_info` must not have it.
    """
    return request.path_info.removeprefix(page_path("")).removeprefix("/")


def public_origin() -> str:
    """Scheme, host and port of the pages, as a browser's Origin header has them."""
    scheme, host, *_ = urlsplit(conf().public_url)
    return f"{scheme}://{host}"
