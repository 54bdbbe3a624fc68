"""A buyer agrees through the link in a mail: to the terms of an order, or of a paid checkout."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from saleor_coaching_plugin.agreements.act import Act, act_by_client_only
from saleor_coaching_plugin.checkout.errors import CheckoutError, CheckoutErrorCode
from saleor_coaching_plugin.checkout.models import (
    CheckoutAcceptance,
    Purchase,
    TermsLink,
    TermsRequest,
)
from saleor_coaching_plugin.checkout.order_terms import order_terms_required
from saleor_coaching_plugin.checkout.selectors import terms_link_open
from saleor_coaching_plugin.checkout.states import (
    WAITING,
    OrderAcceptance,
    TermsRequestStatus,
    TermsSubject,
)
from saleor_coaching_plugin.commerce.current import commerce
from saleor_coaching_plugin.commerce.errors import CommerceError, CommerceErrorCode
from saleor_coaching_plugin.commerce.port import Order

from .accept import checkout_terms_accept
from .acceptance import Buyer, CheckoutConsent, acceptance_record
from .purchase import order_turn_take, purchases_settle
from .record import order_record

IDENTIFIED_BY = "link mailed to the buyer"


@transaction.atomic
def terms_request_accept(
    *, token: str, consent: CheckoutConsent, act: Act, now: datetime
) -> TermsRequest:
    """Accept; what was accepted is returned as it is.

    Raises CheckoutError (LINK_INVALID, LINK_EXPIRED, NOT_ACCEPTABLE, TERMS_STALE,
    NOTHING_TO_ACCEPT), ConsentError, AgreementError (CLIENT_ONLY), and has then changed nothing.
    """
    act_by_client_only(act)
    link = terms_link_open(token, now=now)
    request = link.request
    if request.acceptance is not None:
        return request
    if request.status not in WAITING:
        raise _not_acceptable()
    if request.subject == TermsSubject.ORDER:
        _accept_for_order(link, consent, act, now)
    else:
        _accept_for_checkout(link, consent, act, now)
    return TermsRequest.objects.select_related("acceptance").get(id=request.id)


def _accept_for_checkout(
    link: TermsLink, consent: CheckoutConsent, act: Act, now: datetime
) -> None:
    try:
        checkout_terms_accept(
            checkout_id=link.request.subject_id,
            consent=consent,
            act=act,
            now=now,
            identified_by=IDENTIFIED_BY,
            link=str(link.id),
        )
    except CommerceError as error:
        if error.code is CommerceErrorCode.NOT_FOUND:
            raise _not_acceptable() from None
        raise


def _accept_for_order(link: TermsLink, consent: CheckoutConsent, act: Act, now: datetime) -> None:
    request = link.request
    order_turn_take(request.subject_id)
    order = commerce().order_get(request.subject_id)
    if order.is_cancelled:
        raise _not_acceptable()
    acceptance = acceptance_record(
        kind="order_terms_accepted",
        required=order_terms_required(order),
        consent=consent,
        buyer=Buyer(
            checkout_id="",
            order_id=order.id,
            email=request.email,
            customer_id=order.customer_id,
            language=order.language,
            identified_by=IDENTIFIED_BY,
            link=str(link.id),
            order_number=order.number,
        ),
        act=act,
        now=now,
    )
    TermsRequest.objects.filter(id=request.id, status__in=WAITING).update(
        status=TermsRequestStatus.ACCEPTED, acceptance=acceptance, closed_at=now
    )
    _let_go(order, acceptance, now)


def _let_go(order: Order, acceptance: CheckoutAcceptance, now: datetime) -> None:
    """What waited for the acceptance starts."""
    order_record(order.id, acceptance=OrderAcceptance.ACCEPTED)
    Purchase.objects.filter(order_id=order.id, acceptance=None).update(acceptance=acceptance)
    purchases_settle(order=order, now=now)


def _not_acceptable() -> CheckoutError:
    return CheckoutError(
        CheckoutErrorCode.NOT_ACCEPTABLE,
        "There is nothing to accept here any more.",
    )
