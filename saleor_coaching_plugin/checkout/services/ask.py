"""Ask a buyer by mail for an acceptance that no checkout has got in time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from saleor_coaching_plugin.checkout.mails import buyer_mail_for
from saleor_coaching_plugin.checkout.models import TermsLink, TermsRequest
from saleor_coaching_plugin.checkout.states import TermsRequestStatus, TermsSubject
from saleor_coaching_plugin.commerce.port import Checkout, Line, Order
from saleor_coaching_plugin.core.addresses import email_normalised
from saleor_coaching_plugin.core.errors import InvalidInput
from saleor_coaching_plugin.core.money import Money
from saleor_coaching_plugin.core.tokens import token_new
from saleor_coaching_plugin.mail.queue import mail_queue

LINK_LIFE = timedelta(days=14)


@dataclass(frozen=True)
class Subject:
    """What the buyer is asked about, as it is now; `email` is empty when nobody can be asked."""

    kind: str
    id: str
    number: str
    email: str
    language: str
    lines: Sequence[Line]
    total: Money

    @classmethod
    def of_order(cls, order: Order) -> Subject:
        return cls(
            kind=TermsSubject.ORDER,
            id=order.id,
            number=order.number,
            email=_address(order.email),
            language=order.language,
            lines=order.lines,
            total=order.total,
        )

    @classmethod
    def of_checkout(cls, checkout: Checkout) -> Subject:
        return cls(
            kind=TermsSubject.CHECKOUT,
            id=checkout.id,
            number="",
            email=_address(checkout.email or ""),
            language=checkout.language,
            lines=checkout.lines,
            total=checkout.total,
        )


@transaction.atomic
def terms_ask(*, about: Subject, reason: str, now: datetime) -> tuple[TermsRequest, bool]:
    """Ask once; whoever could not be asked before is asked as soon as there is an address.

    Returns the request and whether it is new.
    """
    request, created = TermsRequest.objects.get_or_create(
        subject=about.kind,
        subject_id=about.id,
        defaults={
            "status": TermsRequestStatus.NO_ADDRESS,
            "reason": reason,
            "order_number": about.number,
            "email": about.email,
            "language": about.language,
            "total_minor": about.total.minor,
            "currency": about.total.currency,
            "created_at": now,
        },
    )
    if about.email:
        # Whoever of two moves it is the one who mails.
        unasked = TermsRequest.objects.filter(id=request.id, status=TermsRequestStatus.NO_ADDRESS)
        if unasked.update(status=TermsRequestStatus.OPEN):
            request.status = TermsRequestStatus.OPEN
            link_send(request=request, about=about, now=now)
    return request, created


def link_send(*, request: TermsRequest, about: Subject, now: datetime) -> None:
    """A fresh link to where the buyer is reached now; older ones die. In a transaction."""
    request.links.filter(revoked_at=None).update(revoked_at=now)
    request.email, request.language = about.email, about.language
    request.total_minor, request.currency = about.total.minor, about.total.currency
    request.sent_at, request.expires_at = now, now + LINK_LIFE
    request.save(
        update_fields=[
            *("email", "language", "total_minor", "currency", "sent_at", "expires_at"),
        ]
    )
    token = token_new()
    link = TermsLink.objects.create(
        request=request,
        token_digest=token.digest,
        created_at=now,
        expires_at=request.expires_at,
    )
    mail_queue(buyer_mail_for(request, about.lines, link=link, token=token.raw))


def _address(raw: str) -> str:
    """Empty for what no mail can be sent to."""
    try:
        return email_normalised(raw)
    except InvalidInput:
        return ""
