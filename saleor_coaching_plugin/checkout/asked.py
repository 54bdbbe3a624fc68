"""What a buyer finds behind the link of a request: the order or checkout, and its terms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from saleor_coaching_plugin.commerce.current import commerce
from saleor_coaching_plugin.commerce.errors import CommerceError, CommerceErrorCode
from saleor_coaching_plugin.commerce.port import Line
from saleor_coaching_plugin.core.money import Money
from saleor_coaching_plugin.terms.consents import Consent

from .models import TermsLink, TermsRequest
from .order_terms import order_terms_required
from .required import RequiredTerms, RequiredText, terms_required
from .selectors import terms_link_open
from .states import WAITING, TermsRequestStatus, TermsSubject


@dataclass(frozen=True)
class AskedTerms:
    """`required` is what to accept now; None when nothing is left to accept."""

    link: TermsLink
    status: str
    """As things are in the shop now: OPEN, ACCEPTED, CANCELLED or RESOLVED."""
    lines: Sequence[Line]
    total: Money
    is_paid: bool
    required: RequiredTerms | None

    @property
    def request(self) -> TermsRequest:
        return self.link.request

    @property
    def texts(self) -> Sequence[RequiredText]:
        """What to accept; or what was accepted, byte for byte."""
        if self.required:
            return self.required.texts
        acceptance = self.request.acceptance
        return [_stored(text) for text in acceptance.texts] if acceptance else ()


def asked_terms(*, token: str, now: datetime) -> AskedTerms:
    """Raises CheckoutError (LINK_INVALID, LINK_EXPIRED), CommerceError for a vanished order."""
    link = terms_link_open(token, now=now)
    is_order = link.request.subject == TermsSubject.ORDER
    return _of_order(link) if is_order else _of_checkout(link)


def _of_order(link: TermsLink) -> AskedTerms:
    order = commerce().order_get(link.request.subject_id)
    required = order_terms_required(order) if _is_waiting(link) and not order.is_cancelled else None
    status = _status(link, required, is_cancelled=order.is_cancelled)
    return AskedTerms(
        link, status, order.lines, order.total, order.is_paid, _unless_empty(required)
    )


def _of_checkout(link: TermsLink) -> AskedTerms:
    checkout_id = link.request.subject_id
    try:
        checkout = commerce().checkout_get(checkout_id)
    except CommerceError as error:
        if error.code is not CommerceErrorCode.NOT_FOUND:
            raise
        order = commerce().order_find(checkout_id=checkout_id)
        lines = order.lines if order else ()
        return AskedTerms(link, _status(link, None), lines, link.request.total, True, None)
    required = terms_required(checkout) if _is_waiting(link) else None
    status = _status(link, required)
    return AskedTerms(link, status, checkout.lines, checkout.total, True, _unless_empty(required))


def _is_waiting(link: TermsLink) -> bool:
    return link.request.acceptance is None and link.request.status in WAITING


def _unless_empty(required: RequiredTerms | None) -> RequiredTerms | None:
    return required if required and required.texts else None


def _status(link: TermsLink, required: RequiredTerms | None, *, is_cancelled: bool = False) -> str:
    if link.request.acceptance is not None:
        return TermsRequestStatus.ACCEPTED
    if is_cancelled or link.request.status == TermsRequestStatus.CANCELLED:
        return TermsRequestStatus.CANCELLED
    return TermsRequestStatus.OPEN if _unless_empty(required) else TermsRequestStatus.RESOLVED


def _stored(text: Mapping[str, Any]) -> RequiredText:
    again = {
        "consents": tuple(Consent(**consent) for consent in text["consents"]),
        "product_names": tuple(text["product_names"]),
        "material": tuple((version, digest) for version, digest in text.get("material", ())),
    }
    return RequiredText(**{**text, **again})
