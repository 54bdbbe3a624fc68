"""The page behind a participant's link: they read, then accept or decline.

It is the one of an invitation, or of a change of what was accepted.
Nothing on it tells of whoever pays but the name that they share, and nothing of an amount.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from saleor_coaching_plugin.agreements.acting import acting_for_reader
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.portal.answers import answer_accept, answer_decline
from saleor_coaching_plugin.portal.forms.agreement import (
    CopiedAcceptForm,
    DeclineForm,
    MinorAcceptForm,
)
from saleor_coaching_plugin.portal.forms.base import PageForm
from saleor_coaching_plugin.portal.html import page, see_other
from saleor_coaching_plugin.portal.security import hosted_page
from saleor_coaching_plugin.seats.models import Participant, ParticipantText
from saleor_coaching_plugin.seats.record import chain_of
from saleor_coaching_plugin.seats.selectors import link_open
from saleor_coaching_plugin.seats.services.accept import seat_accept
from saleor_coaching_plugin.seats.services.respond import seat_decline, seat_view
from saleor_coaching_plugin.seats.states import ANSWERABLE

from .amendment import change_page

COMPONENT = "hosted invitation page"


@hosted_page("GET")
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    seat_view(token=token, now=utc_now())
    return _shown(request, token)


@hosted_page("POST")
def accept(request: HttpRequest, token: str) -> HttpResponse:
    participant = link_open(token, now=utc_now()).text.participant
    form = _accept_form(participant)(request.POST)
    answer_accept(request, token, form, service=seat_accept, component=COMPONENT)
    return _answered(request, token, form, accept=form)


@hosted_page("POST")
def decline(request: HttpRequest, token: str) -> HttpResponse:
    form = answer_decline(request, token, service=seat_decline, component=COMPONENT)
    return _answered(request, token, form, decline=form)


def _answered(
    request: HttpRequest, token: str, form: PageForm, **refused: PageForm
) -> HttpResponse:
    return _shown(request, token, **refused) if form.errors else see_other(f"p/{token}/")


def _shown(request: HttpRequest, token: str, **refused: PageForm) -> HttpResponse:
    """The page in the place's present state, with the form that was refused, if one was."""
    link = link_open(token, now=utc_now())
    text, participant = link.text, link.text.participant
    acting = acting_for_reader(text, chain=chain_of(participant))
    if text.is_amendment:
        facts = {"path": f"p/{token}/", "acting": acting, **_change_facts(participant)}
        return change_page(request, link, facts, **refused)
    form = next(iter(refused.values()), None)
    context = {
        "token": token,
        "form": form,
        "acting": acting,
        **invitation_facts(text),
        **refused,
    }
    is_open = participant.seat.status in ANSWERABLE
    template = "invitation.html" if is_open else "invitation_closed.html"
    return page(request, template, context, status=form.status if form else 200)


def invitation_facts(text: ParticipantText) -> dict[str, Any]:
    """What the page shows of a text, and each way to answer it."""
    participant = text.participant
    return {
        "text": text,
        "participant": participant,
        "seat": participant.seat,
        "invited_by": participant.seat.group.shared_name,
        **_forms(participant),
    }


def _change_facts(participant: Participant) -> dict[str, Any]:
    return {
        "reader": participant,
        "email": participant.answering_email,
        "number": participant.number,
        **_forms(participant),
    }


def _forms(participant: Participant) -> dict[str, PageForm]:
    return {
        "accept": _accept_form(participant)(initial={"acting_name": participant.guardian_name}),
        "decline": DeclineForm(prefix="decline"),
    }


def _accept_form(participant: Participant) -> type[CopiedAcceptForm]:
    return MinorAcceptForm if participant.is_minor else CopiedAcceptForm
