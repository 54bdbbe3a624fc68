"""Staff send the request once more, under a fresh link."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from saleor_coaching_plugin.checkout.errors import CheckoutError, CheckoutErrorCode
from saleor_coaching_plugin.checkout.models import TermsRequest
from saleor_coaching_plugin.checkout.order_terms import products_under_terms
from saleor_coaching_plugin.checkout.states import WAITING, TermsRequestStatus, TermsSubject
from saleor_coaching_plugin.commerce.current import commerce
from saleor_coaching_plugin.commerce.port import Order
from saleor_coaching_plugin.core.errors import NotFound

from .ask import Subject, link_send
from .purchase import purchases_settle


@transaction.atomic
def order_terms_resend(*, order_id: str, now: datetime) -> TermsRequest:
    """To the address that the order has now; the old link dies.

    Terms that were taken back meanwhile are not asked for any more. Raises NotFound, CheckoutError
    (NOT_SENDABLE, EMAIL_NOT_SET), CommerceError.
    """
    request = _request(TermsSubject.ORDER, order_id, "order_id")
    order = commerce().order_get(order_id)
    if order.is_cancelled:
        raise _not_sendable("cancelled")
    if not products_under_terms(order):
        return _resolve(request, order, now)
    return _send(request, Subject.of_order(order), now)


@transaction.atomic
def checkout_terms_resend(*, checkout_id: str, now: datetime) -> TermsRequest:
    """The same for a checkout that is paid but not ordered. Raises as `order_terms_resend`."""
    request = _request(TermsSubject.CHECKOUT, checkout_id, "checkout_id")
    checkout = commerce().checkout_get(checkout_id)
    return _send(request, Subject.of_checkout(checkout), now)


def _request(subject: str, subject_id: str, field: str) -> TermsRequest:
    found = (
        TermsRequest.objects.select_for_update()
        .filter(subject=subject, subject_id=subject_id)
        .first()
    )
    if found is None:
        raise NotFound("request to accept terms", field)
    if found.status not in WAITING:
        raise _not_sendable(found.get_status_display().lower())
    return found


def _send(request: TermsRequest, about: Subject, now: datetime) -> TermsRequest:
    if not about.email:
        raise CheckoutError(
            CheckoutErrorCode.EMAIL_NOT_SET, "Please set an e-mail address in the shop first."
        )
    request.status = TermsRequestStatus.OPEN
    request.save(update_fields=["status"])
    link_send(request=request, about=about, now=now)
    return request


def _resolve(request: TermsRequest, order: Order, now: datetime) -> TermsRequest:
    request.status, request.closed_at = TermsRequestStatus.RESOLVED, now
    request.save(update_fields=["status", "closed_at"])
    purchases_settle(order=order, now=now)
    return request


def _not_sendable(state: str) -> CheckoutError:
    return CheckoutError(
        CheckoutErrorCode.NOT_SENDABLE, f"What is {state} cannot be sent to be accepted."
    )
