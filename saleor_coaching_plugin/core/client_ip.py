"""The address that a request came from, as far as it can be trusted."""

from __future__ import annotations

from ipaddress import ip_address

from django.http import HttpRequest

from saleor_coaching_plugin.conf import conf


def client_ip(request: HttpRequest) -> str:
    """The client's IP, or "" when there is none to tell (a Unix socket).

    Of X-Forwarded-For only the entries that our own proxies appended count, from the right;
    whatever stands further left is the client's own say-so.
    """
    peer = str(request.META.get("REMOTE_ADDR") or "")
    proxies = conf().trusted_proxies
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",")]
    if proxies < 1 or len(hops) < proxies:
        return peer
    return hops[-proxies] if _is_ip(hops[-proxies]) else peer


def _is_ip(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
