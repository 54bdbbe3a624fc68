"""What every hosted page has: CSRF protection, strict headers, and refusals that people can read.

Saleor has no middleware for any of it, so each view brings it along.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.utils.decorators import decorator_from_middleware
from django.utils.translation import override

from saleor_coaching_plugin.billing.errors import BillingError
from saleor_coaching_plugin.billing.gateways import gateway
from saleor_coaching_plugin.conf import conf
from saleor_coaching_plugin.core.errors import DomainError
from saleor_coaching_plugin.core.failures import failure_log

from .html import PAGE_LANGUAGE
from .paths import public_origin
from .refusals import message_of, refusal_page, status_of

View = Callable[..., HttpResponse]
logger = logging.getLogger(__name__)

_HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    # Links carry tokens, so no other page may learn more than our host's name. "no-referrer" would
    # do that too, but makes browsers send "Origin: null" with our forms, and Django refuse them.
    "Referrer-Policy": "strict-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class _PageCsrf(CsrfViewMiddleware):
    """Django's check, with our public address as an origin and a page of ours as its refusal."""

    @property
    def allowed_origins_exact(self) -> set[str]:
        """A proxy may hide from Django under which scheme and host it is reached."""
        return {*settings.CSRF_TRUSTED_ORIGINS, public_origin()}

    def _reject(self, request: HttpRequest, reason: str) -> HttpResponse:
        # Django's own would log the path, and with it the token of a link.
        logger.warning("A form was refused: %s", reason)
        message = (
            "Your browser did not send what proves that this form came from our page. "
            "Please allow cookies, go back, reload the page and try again."
        )
        return refusal_page(request, message, status=403)


_FAILURE = "Something went wrong on our side. Please try again in a moment."
_csrf_protect = decorator_from_middleware(_PageCsrf)


def hosted_page(*methods: str) -> Callable[[View], View]:
    """Decorate a view that answers to `methods` (GET stands for HEAD too)."""
    allowed = {*methods, "HEAD"} if "GET" in methods else set(methods)

    def decorate(view: View) -> View:
        guarded = _csrf_protect(_readable(view))

        @wraps(view)
        def hosted(request: HttpRequest, **kwargs: Any) -> HttpResponse:
            with override(PAGE_LANGUAGE):
                if request.method in allowed:
                    response = guarded(request, **kwargs)
                else:
                    response = _method_refused(request, allowed)
            return _secured(response)

        return hosted

    return decorate


def _readable(view: View) -> View:
    @wraps(view)
    def readable(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, **kwargs)
        except DomainError as error:
            return refusal_page(request, message_of(error), status=status_of(error))
        except Exception as error:  # Django would log the path, and with it the token of a link
            failure_log(error)
            return refusal_page(request, _FAILURE, status=500)

    return readable


def _method_refused(request: HttpRequest, allowed: set[str]) -> HttpResponse:
    response = refusal_page(request, "Please go back and use the page's own buttons.", status=405)
    response["Allow"] = ", ".join(sorted(allowed))
    return response


def _secured(response: HttpResponse) -> HttpResponse:
    for name, value in _HEADERS.items():
        response.setdefault(name, value)
    response["Content-Security-Policy"] = _content_security_policy()
    if settings.CSRF_COOKIE_NAME in response.cookies:
        response.cookies[settings.CSRF_COOKIE_NAME]["httponly"] = True
        response.cookies[settings.CSRF_COOKIE_NAME]["secure"] = cookies_secure()
    # Django would log the path of each refused request, and with it the token of a link.
    response._has_been_logged = True
    return response


def cookies_secure() -> bool:
    return public_origin().startswith("https://")


def _content_security_policy() -> str:
    # Browsers hold the redirect that follows a form to form-action too.
    targets = " ".join(["'self'", *_payment_origins()])
    return (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        f"form-action {targets}; frame-ancestors 'none'; base-uri 'none'"
    )


def _payment_origins() -> tuple[str, ...]:
    try:
        return gateway(conf().gateway).page_origins()
    except BillingError:
        return ()  # not set up: then there is no page to go to, and paying itself will say so
