"""The client area's front page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.portal.browser import client_page
from saleor_coaching_plugin.portal.html import page
from saleor_coaching_plugin.portal.models import PortalSession
from saleor_coaching_plugin.portal.overview import overview_of


@client_page("GET")
def home(request: HttpRequest, session: PortalSession) -> HttpResponse:
    context = {
        "session": session,
        "overview": overview_of(session.email),
        "today": utc_now().date(),
    }
    return page(request, "home.html", context)
