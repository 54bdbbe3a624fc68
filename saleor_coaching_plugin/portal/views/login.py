"""Into the client area by a mailed link, and out of it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.portal.browser import session_drop, session_keep
from saleor_coaching_plugin.portal.forms.login import LoginForm
from saleor_coaching_plugin.portal.html import page, see_other
from saleor_coaching_plugin.portal.security import hosted_page
from saleor_coaching_plugin.portal.services.login import (
    LINK_LIFE,
    PROVEN_LIFE,
    login_by_link,
    login_request,
)


@hosted_page("GET", "POST")
def login(request: HttpRequest) -> HttpResponse:
    """The answer is the same whether the address is a client's or not."""
    if request.method != "POST":
        asked_for = {"next_path": request.GET.get("next_path", "")}
        return page(request, "login.html", {"form": LoginForm(initial=asked_for)})
    form = LoginForm(request.POST)
    if form.is_valid():
        with form.refusals():
            login_request(**form.cleaned_data, now=utc_now())
    if form.errors:
        return page(request, "login.html", {"form": form}, status=form.status)
    minutes = LINK_LIFE.total_seconds() / 60
    return page(request, "login_sent.html", {"minutes": minutes})


@hosted_page("GET", "POST")
def login_link(request: HttpRequest, token: str) -> HttpResponse:
    """A GET uses nothing up: mail scanners follow links, too."""
    if request.method != "POST":
        return page(request, "login_link.html", {"token": token, "days": PROVEN_LIFE.days})
    session, raw, next_path = login_by_link(token=token, now=utc_now())
    return session_keep(request, see_other(next_path), (session, raw))


@hosted_page("POST")
def logout(request: HttpRequest) -> HttpResponse:
    return session_drop(request, see_other("portal/login/"))
