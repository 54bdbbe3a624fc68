"""Seats that a client has paid for: who takes part, and how far each invitation is."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.portal.browser import client_page
from saleor_coaching_plugin.portal.forms.base import PageForm
from saleor_coaching_plugin.portal.forms.seats import SeatForm, ShareForm
from saleor_coaching_plugin.portal.html import page, see_other
from saleor_coaching_plugin.portal.models import PortalSession
from saleor_coaching_plugin.portal.seating import seat_in, seat_rows, seats_card
from saleor_coaching_plugin.seats.models import Seat
from saleor_coaching_plugin.seats.selectors import group_of
from saleor_coaching_plugin.seats.services.assign import seat_assign, seat_free
from saleor_coaching_plugin.seats.services.invite import seat_remind
from saleor_coaching_plugin.seats.services.share import group_share_name
from saleor_coaching_plugin.terms.selectors import languages_published


@client_page("GET")
def seats(request: HttpRequest, session: PortalSession, group_id: uuid.UUID) -> HttpResponse:
    return _shown(request, session, group_id)


@client_page("POST")
def share(request: HttpRequest, session: PortalSession, group_id: uuid.UUID) -> HttpResponse:
    group = group_of(session.email, group_id)
    form = ShareForm(request.POST)
    if form.is_valid():
        with form.refusals():
            group_share_name(group_id=group.id, name=form.cleaned_data["name"])
    if form.errors:
        return _shown(request, session, group_id, form, share=form)
    return see_other(f"portal/seats/{group_id}/")


@client_page("POST")
def assign(
    request: HttpRequest, session: PortalSession, group_id: uuid.UUID, seat_id: uuid.UUID
) -> HttpResponse:
    group = group_of(session.email, group_id)
    seat = seat_in(group, seat_id)
    languages = languages_published(group.terms_id)
    form = SeatForm(languages, request.POST, position=seat.position)
    if form.is_valid():
        with form.refusals():
            seat_assign(seat_id=seat.id, planned=form.planned(), now=utc_now())
    return _answered(request, session, seat, form)


@client_page("POST")
def free(
    request: HttpRequest, session: PortalSession, group_id: uuid.UUID, seat_id: uuid.UUID
) -> HttpResponse:
    return _pressed(request, session, group_id, seat_id, seat_free)


@client_page("POST")
def remind(
    request: HttpRequest, session: PortalSession, group_id: uuid.UUID, seat_id: uuid.UUID
) -> HttpResponse:
    return _pressed(request, session, group_id, seat_id, seat_remind)


def _pressed(
    request: HttpRequest,
    session: PortalSession,
    group_id: uuid.UUID,
    seat_id: uuid.UUID,
    service: Callable[..., Seat],
) -> HttpResponse:
    seat = seat_in(group_of(session.email, group_id), seat_id)
    form = PageForm(request.POST)
    if form.is_valid():
        with form.refusals():
            service(seat_id=seat.id, now=utc_now())
    return _answered(request, session, seat, form)


def _answered(
    request: HttpRequest, session: PortalSession, seat: Seat, form: PageForm
) -> HttpResponse:
    if form.errors:
        return _shown(request, session, seat.group_id, form)
    return see_other(f"portal/seats/{seat.group_id}/#seat-{seat.position}")


def _shown(
    request: HttpRequest,
    session: PortalSession,
    group_id: uuid.UUID,
    refused: PageForm | None = None,
    **forms: PageForm,
) -> HttpResponse:
    """The seats as they are now, with the form that was refused, if one was."""
    group = group_of(session.email, group_id)
    context = {
        "session": session,
        "group": group,
        "card": seats_card(group),
        "rows": seat_rows(group, refused),
        "form": refused,
        "share": ShareForm(initial={"name": group.shared_name or group.payer_name}),
        **forms,
    }
    return page(request, "seats.html", context, status=refused.status if refused else 200)
