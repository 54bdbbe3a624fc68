"""The session of the browser that asks, kept in a cookie."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse

from saleor_coaching_plugin.core.clock import utc_now

from .html import page, see_other
from .models import PortalSession
from .paths import own_path, page_path
from .security import View, cookies_secure, hosted_page
from .services.login import session_end, session_find

COOKIE = "coaching_portal"


def session_of(request: HttpRequest) -> PortalSession | None:
    """The browser's session while it lasts, whether its e-mail address is proven or not."""
    token = request.COOKIES.get(COOKIE)
    return session_find(token=token, now=utc_now()) if token else None


def session_keep(
    request: HttpRequest, response: HttpResponse, started: tuple[PortalSession, str]
) -> HttpResponse:
    """Hand the session to the browser; the one that it had before ends."""
    session, token = started
    _end(request)
    response.set_cookie(
        COOKIE,
        token,
        max_age=session.expires_at - session.created_at,
        path=page_path(""),
        secure=cookies_secure(),
        httponly=True,
        samesite="Lax",
    )
    return response


def session_drop(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    _end(request)
    response.delete_cookie(COOKIE, path=page_path(""), samesite="Lax")
    return response


def client_page(*methods: str) -> Callable[[View], View]:
    """A hosted page for clients alone; the view gets the session after the request.

    Without a session it leads to the login; before the e-mail address is proven it asks for that.
    """

    def decorate(view: View) -> View:
        @hosted_page(*methods)
        @wraps(view)
        def for_client(request: HttpRequest, **kwargs: Any) -> HttpResponse:
            session = session_of(request)
            if session is None:
                return see_other(_login_path(request))
            if not session.email_proven:
                return page(request, "unproven.html", {"session": session}, status=403)
            return view(request, session, **kwargs)

        return for_client

    return decorate


def _login_path(request: HttpRequest) -> str:
    """The login leads on to the page that was asked for, if one can ask for it again."""
    path = own_path(request)
    if request.method != "GET" or path == "portal/":
        return "portal/login/"
    return f"portal/login/?{urlencode({'next_path': path})}"


def _end(request: HttpRequest) -> None:
    token = request.COOKIES.get(COOKIE)
    if token:
        session_end(token=token, now=utc_now())
