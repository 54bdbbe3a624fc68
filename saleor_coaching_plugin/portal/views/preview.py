"""What a test mail leads to: the page of a proposal as its party would see it, and no more."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from saleor_coaching_plugin.agreements.acting import acting_for_text
from saleor_coaching_plugin.agreements.changes import revision_redline
from saleor_coaching_plugin.agreements.preview import Preview, preview_open
from saleor_coaching_plugin.agreements.states import OPEN
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.portal.html import page
from saleor_coaching_plugin.portal.security import hosted_page

from .agreement import empty_forms

NOWHERE = "preview"
"""Where the real page has its token: a form that was sent all the same would reach nothing."""


@hosted_page("GET")
def preview(request: HttpRequest, token: str) -> HttpResponse:
    found = preview_open(token, now=utc_now())
    facts = {
        "preview": found,
        "token": NOWHERE,
        "text": found.text,
        "party": found.party,
        "agreement": found.agreement,
    }
    return page(request, "preview.html", facts | _page_of(found))


def _page_of(found: Preview) -> dict[str, Any]:
    """The page that the party would see now, and what it needs besides the text."""
    if found.is_frozen and found.agreement.status not in OPEN:
        return {
            "shown_as": "portal/agreement_closed.html",
            "acting": acting_for_text(found.text),
        }
    return {
        "shown_as": "portal/agreement.html",
        "redline": revision_redline(found.text),
        **empty_forms(found.party),
    }
