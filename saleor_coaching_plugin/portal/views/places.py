"""A place in what somebody else has paid for, in the client area of who takes part.

Whoever pays is not told of here, nor anybody else who takes part.
"""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.http import content_disposition_header

from saleor_coaching_plugin.evidence.bundle import bundle_make
from saleor_coaching_plugin.portal.browser import client_page
from saleor_coaching_plugin.portal.certificates import place_accepted
from saleor_coaching_plugin.portal.html import page
from saleor_coaching_plugin.portal.models import PortalSession
from saleor_coaching_plugin.seats.record import chain_of
from saleor_coaching_plugin.seats.selectors import place_of
from saleor_coaching_plugin.seats.states import ANSWERABLE

from .certificate import certificate_page, certificate_pdf


@client_page("GET")
def place(request: HttpRequest, session: PortalSession, participant_id: uuid.UUID) -> HttpResponse:
    """The text with its proof, once it is accepted; before, how it stands with the invitation."""
    found = place_of(session.email, participant_id)
    if found.accepted_at:
        own = f"portal/places/{participant_id}/"
        return certificate_page(
            request,
            session,
            place_accepted(found),
            pdf=f"{own}certificate.pdf",
            evidence=f"{own}evidence.json",
            change_waits=found.change_waits,
        )
    context = {
        "session": session,
        "place": found,
        "is_open": found.seat.status in ANSWERABLE,
    }
    return page(request, "place.html", context)


@client_page("GET")
def place_pdf(
    request: HttpRequest, session: PortalSession, participant_id: uuid.UUID
) -> HttpResponse:
    return certificate_pdf(place_accepted(place_of(session.email, participant_id)))


@client_page("GET")
def evidence(
    request: HttpRequest, session: PortalSession, participant_id: uuid.UUID
) -> HttpResponse:
    """All that the ledger has of this place, to be verified without us."""
    found = place_of(session.email, participant_id)
    response = JsonResponse(bundle_make([chain_of(found)]), json_dumps_params={"indent": 1})
    name = f"evidence-{found.number}.json"
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response
