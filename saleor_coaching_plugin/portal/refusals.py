"""A refusal as a page: what happened, what to do now, under the right HTTP status."""

from __future__ import annotations

import logging

from django.http import HttpRequest, HttpResponse

from saleor_coaching_plugin.core.errors import DomainError

from .html import page

logger = logging.getLogger(__name__)

BAD_INPUT = 400
_STATUS = {
    "client_only": 403,
    "gateway_not_configured": 503,
    "gateway_refused": 502,
    "gateway_unknown": 503,
    "gateway_unreachable": 503,
    "hosted_payment_unavailable": 503,
    "link_expired": 410,
    "link_invalid": 404,
    "not_acceptable": 409,
    "not_answerable": 409,
    "not_assignable": 409,
    "not_found": 404,
    "not_remindable": 409,
    "packet_incomplete": 409,
    "permission_denied": 403,
    "terms_not_accepted": 409,
    "terms_stale": 409,
    "text_changed": 409,
    "too_soon": 409,
}
_TITLES = {
    403: "This is not possible here",
    404: "We cannot find this page",
    405: "This is not possible here",
    409: "Something has changed",
    410: "This link has expired",
    502: "Payment does not work right now",
    503: "Payment does not work right now",
}
_FOR_OPERATORS = {"gateway_not_configured", "gateway_refused", "gateway_unknown"}
_INSTEAD = "Online payment does not work at the moment. Please try later, or ask your coach."


def status_of(error: DomainError) -> int:
    """The HTTP status of a refusal; whatever is not listed is bad input."""
    return _STATUS.get(str(error.code), BAD_INPUT)


def message_of(error: DomainError) -> str:
    """What to tell the client; what only an operator can mend is logged instead."""
    if str(error.code) not in _FOR_OPERATORS:
        return error.message
    logger.error("Payment refused (%s): %s", error.code, error.message)
    return _INSTEAD


def refusal_page(request: HttpRequest, message: str, *, status: int) -> HttpResponse:
    title = _TITLES.get(status, "This did not work")
    return page(request, "refusal.html", {"title": title, "message": message}, status=status)
