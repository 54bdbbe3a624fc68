"""Welcome packets: a checklist, and a page for each thing on it."""

from __future__ import annotations

import re
import uuid

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header

from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.core.errors import DomainError, NotFound
from saleor_coaching_plugin.core.markdown import markdown_to_html
from saleor_coaching_plugin.portal.browser import client_page
from saleor_coaching_plugin.portal.forms.answers import AnswersForm
from saleor_coaching_plugin.portal.html import page, see_other
from saleor_coaching_plugin.portal.models import PacketAssignment, PortalSession
from saleor_coaching_plugin.portal.overview import packet_card
from saleor_coaching_plugin.portal.refusals import message_of, status_of
from saleor_coaching_plugin.portal.selectors import ItemState, item_state, item_states, packet_of
from saleor_coaching_plugin.portal.services.complete import packet_complete, packet_item_complete

_MEDIA_TYPE = re.compile(r"[a-z0-9.+-]+/[a-z0-9.+-]+")


@client_page("GET")
def packet(request: HttpRequest, session: PortalSession, assignment_id: uuid.UUID) -> HttpResponse:
    return _packet_page(request, session, assignment_id)


@client_page("POST")
def complete(
    request: HttpRequest, session: PortalSession, assignment_id: uuid.UUID
) -> HttpResponse:
    try:
        packet_complete(email=session.email, assignment_id=assignment_id, now=utc_now())
    except DomainError as error:
        return _packet_page(request, session, assignment_id, error)
    return see_other(f"portal/packets/{assignment_id}/")


@client_page("GET", "POST")
def item(
    request: HttpRequest, session: PortalSession, assignment_id: uuid.UUID, item_id: uuid.UUID
) -> HttpResponse:
    assignment = packet_of(session.email, assignment_id)
    state = item_state(assignment, item_id)
    if request.method != "POST":
        answered = state.completion.answers if state.completion else {}
        return _item_page(request, session, assignment, state, AnswersForm(state.item, answered))
    form = AnswersForm(state.item, data=request.POST)
    if form.is_valid():
        with form.refusals():
            packet_item_complete(
                email=session.email,
                assignment_id=assignment_id,
                item_id=item_id,
                answers=form.answers(),
                now=utc_now(),
            )
            return see_other(f"portal/packets/{assignment_id}/")
    return _item_page(request, session, assignment, state, form)


@client_page("GET")
def file(
    request: HttpRequest, session: PortalSession, assignment_id: uuid.UUID, item_id: uuid.UUID
) -> HttpResponse:
    """As a download, never shown on our own origin."""
    found = item_state(packet_of(session.email, assignment_id), item_id).item
    if not found.filename or found.content is None:
        raise NotFound("file")
    is_plain = _MEDIA_TYPE.fullmatch(found.content_type)
    response = HttpResponse(
        bytes(found.content),
        content_type=found.content_type if is_plain else "application/octet-stream",
    )
    response["Content-Disposition"] = content_disposition_header(True, found.filename)
    return response


def _packet_page(
    request: HttpRequest,
    session: PortalSession,
    assignment_id: uuid.UUID,
    refusal: DomainError | None = None,
) -> HttpResponse:
    assignment = packet_of(session.email, assignment_id)
    context = {
        "session": session,
        "assignment": assignment,
        "intro": markdown_to_html(assignment.packet.intro),
        "states": item_states(assignment),
        "card": packet_card(assignment),
        "refusal": message_of(refusal) if refusal else "",
    }
    return page(request, "packet.html", context, status=status_of(refusal) if refusal else 200)


def _item_page(
    request: HttpRequest,
    session: PortalSession,
    assignment: PacketAssignment,
    state: ItemState,
    form: AnswersForm,
) -> HttpResponse:
    context = {
        "session": session,
        "assignment": assignment,
        "item": state.item,
        "completion": state.completion,
        "body": markdown_to_html(state.item.body),
        "form": form,
    }
    return page(request, "packet_item.html", context, status=form.status if form.errors else 200)
