"""The page behind the link in a proposal: read, then accept, decline or ask for changes."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from saleor_coaching_plugin.agreements.acting import acting_for_text
from saleor_coaching_plugin.agreements.changes import revision_redline
from saleor_coaching_plugin.agreements.models import Party
from saleor_coaching_plugin.agreements.selectors import link_open
from saleor_coaching_plugin.agreements.services.accept import agreement_accept
from saleor_coaching_plugin.agreements.services.respond import (
    agreement_decline,
    agreement_request_changes,
    agreement_view,
)
from saleor_coaching_plugin.agreements.states import OPEN
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.portal.act import act_of
from saleor_coaching_plugin.portal.answers import answer_accept, answer_decline
from saleor_coaching_plugin.portal.forms.agreement import AcceptForm, ChangesForm, DeclineForm
from saleor_coaching_plugin.portal.forms.base import PageForm
from saleor_coaching_plugin.portal.html import page, see_other
from saleor_coaching_plugin.portal.security import hosted_page

from .amendment import amendment_page

COMPONENT = "hosted agreement page"


@hosted_page("GET")
def agreement(request: HttpRequest, token: str) -> HttpResponse:
    agreement_view(token=token, now=utc_now())
    return _shown(request, token)


@hosted_page("POST")
def accept(request: HttpRequest, token: str) -> HttpResponse:
    form = AcceptForm(request.POST)
    answer_accept(request, token, form, service=agreement_accept, component=COMPONENT)
    return _shown(request, token, accept=form) if form.errors else see_other(f"a/{token}/")


@hosted_page("POST")
def decline(request: HttpRequest, token: str) -> HttpResponse:
    form = answer_decline(request, token, service=agreement_decline, component=COMPONENT)
    return _shown(request, token, decline=form) if form.errors else see_other(f"a/{token}/")


@hosted_page("POST")
def changes(request: HttpRequest, token: str) -> HttpResponse:
    form = ChangesForm(request.POST, prefix="changes")
    if form.is_valid():
        with form.refusals():
            agreement_request_changes(
                token=token,
                message=form.cleaned_data["message"],
                act=act_of(request, component=COMPONENT),
                now=utc_now(),
            )
    return _shown(request, token, changes=form) if form.errors else see_other(f"a/{token}/")


def _shown(request: HttpRequest, token: str, **refused: PageForm) -> HttpResponse:
    """The page in the agreement's present state, with the form that was refused, if one was."""
    link = link_open(token, now=utc_now())
    text, party = link.text, link.text.party
    if text.is_amendment:
        return amendment_page(request, token, link, **refused)
    status = next((form.status for form in refused.values()), 200)
    facts = {"token": token, "text": text, "party": party, "agreement": party.agreement}
    if party.agreement.status not in OPEN:
        form = next(iter(refused.values()), None)
        facts["acting"] = acting_for_text(text)
        return page(request, "agreement_closed.html", {**facts, "form": form}, status=status)
    return page(
        request,
        "agreement.html",
        {**facts, "redline": revision_redline(text), **empty_forms(party), **refused},
        status=status,
    )


def empty_forms(party: Party) -> dict[str, PageForm]:
    """Each way to answer, with what is known of the party filled in."""
    names = {"first_name": party.first_name, "last_name": party.last_name}
    return {
        "accept": AcceptForm(initial=party.billing_address or names),
        "decline": DeclineForm(prefix="decline"),
        "changes": ChangesForm(prefix="changes"),
    }
