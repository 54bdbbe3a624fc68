"""The page behind the link in a mail about changed terms: what is new, then accept or decline."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse

from saleor_coaching_plugin.agreements.acting import acting_for_text
from saleor_coaching_plugin.agreements.changes import amended_of
from saleor_coaching_plugin.agreements.errors import link_invalid
from saleor_coaching_plugin.agreements.models import AmendmentStatus, PartyLink
from saleor_coaching_plugin.agreements.selectors import link_open
from saleor_coaching_plugin.agreements.services.accept import agreement_accept
from saleor_coaching_plugin.agreements.services.respond import agreement_decline
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.core.links import SecureLink
from saleor_coaching_plugin.portal.answers import answer_accept, answer_decline
from saleor_coaching_plugin.portal.forms.agreement import DeclineForm, TextAcceptForm
from saleor_coaching_plugin.portal.forms.base import PageForm
from saleor_coaching_plugin.portal.html import page, see_other
from saleor_coaching_plugin.portal.security import hosted_page

COMPONENT = "hosted page for changed terms"


@hosted_page("POST")
def accept(request: HttpRequest, token: str) -> HttpResponse:
    _amending(token)
    form = TextAcceptForm(request.POST)
    answer_accept(request, token, form, service=agreement_accept, component=COMPONENT)
    return _answered(request, token, form, accept=form)


@hosted_page("POST")
def decline(request: HttpRequest, token: str) -> HttpResponse:
    _amending(token)
    form = answer_decline(request, token, service=agreement_decline, component=COMPONENT)
    return _answered(request, token, form, decline=form)


def _answered(
    request: HttpRequest, token: str, form: PageForm, **refused: PageForm
) -> HttpResponse:
    if not form.errors:
        return see_other(f"a/{token}/")
    return amendment_page(request, token, _amending(token), **refused)


def _amending(token: str) -> PartyLink:
    """Raises AgreementError for the link of an agreement, which has a page of its own."""
    link = link_open(token, now=utc_now())
    if not link.text.is_amendment:
        raise link_invalid()
    return link


def amendment_page(
    request: HttpRequest, token: str, link: PartyLink, **refused: PageForm
) -> HttpResponse:
    """The change as it stands now, with the form that was refused, if one was."""
    party = link.text.party
    facts = {
        "reader": party,
        "email": party.email,
        "number": party.agreement.number,
        "path": f"a/{token}/amendment/",
        "acting": acting_for_text(link.text),
        "accept": TextAcceptForm(),
        "decline": DeclineForm(prefix="decline"),
    }
    return change_page(request, link, facts, **refused)


def change_page(
    request: HttpRequest, link: SecureLink, facts: Mapping[str, Any], **refused: PageForm
) -> HttpResponse:
    """The same for anybody's link to an amendment; `facts` say whose, and have the forms."""
    text, form = link.text, next(iter(refused.values()), None)
    context = {
        **facts,
        "link": link,
        "text": text,
        "change": amended_of(text),
        "form": form,
        **refused,
    }
    is_open = text.amendment.status == AmendmentStatus.OPEN
    template = "amendment.html" if is_open else "amendment_closed.html"
    return page(request, template, context, status=form.status if form else 200)
