"""An accepted agreement, with what the evidence ledger says of it."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse

from saleor_coaching_plugin.portal.browser import client_page
from saleor_coaching_plugin.portal.html import page
from saleor_coaching_plugin.portal.models import PortalSession
from saleor_coaching_plugin.portal.selectors import certificate_of


@client_page("GET")
def certificate(request: HttpRequest, session: PortalSession, party_id: uuid.UUID) -> HttpResponse:
    found = certificate_of(session.email, party_id)
    context = {
        "session": session,
        "certificate": found,
        "text": found.text,
        "party": found.text.party,
        "agreement": found.text.party.agreement,
    }
    return page(request, "certificate.html", context)
