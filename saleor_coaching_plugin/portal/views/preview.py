"""What a test mail leads to: the page as a party or a participant would see it, and no more."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from saleor_coaching_plugin.agreements.acting import acting_for_text
from saleor_coaching_plugin.agreements.changes import revision_redline
from saleor_coaching_plugin.agreements.preview import Preview, preview_link_open, preview_of
from saleor_coaching_plugin.agreements.states import OPEN
from saleor_coaching_plugin.core.audience import Audience
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.portal.html import page
from saleor_coaching_plugin.portal.security import hosted_page
from saleor_coaching_plugin.seats.preview import ParticipantPreview, participant_preview_of

from .agreement import empty_forms
from .invitation import invitation_facts

NOWHERE = "preview"
"""Where the real page has its token: a form that was sent all the same would reach nothing."""


@hosted_page("GET")
def preview(request: HttpRequest, token: str) -> HttpResponse:
    now = utc_now()
    link = preview_link_open(token, now=now)
    if link.audience == Audience.PARTICIPANT:
        facts = _invitation(participant_preview_of(link.party, now=now))
    else:
        facts = _proposal(preview_of(link.party, now=now))
    return page(request, "preview.html", {"token": NOWHERE, **facts})


def _invitation(found: ParticipantPreview) -> dict[str, Any]:
    return {
        "preview": found,
        "shown_as": "portal/invitation.html",
        "once": "invited to a seat",
        **invitation_facts(found.text),
    }


def _proposal(found: Preview) -> dict[str, Any]:
    """The page that the party would see now, and what it needs."""
    facts = {
        "preview": found,
        "text": found.text,
        "party": found.party,
        "agreement": found.agreement,
        "once": "" if found.is_frozen else "the agreement is sent",
    }
    if found.is_frozen and found.agreement.status not in OPEN:
        closed = {
            "shown_as": "portal/agreement_closed.html",
            "acting": acting_for_text(found.text),
        }
        return facts | closed
    return {
        **facts,
        "shown_as": "portal/agreement.html",
        "redline": revision_redline(found.text),
        **empty_forms(found.party),
    }
