"""Login by mailed link, and the sessions of browsers."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import transaction

from saleor_coaching_plugin.agreements.models import Party
from saleor_coaching_plugin.billing.models import Invoice
from saleor_coaching_plugin.checkout.models import Purchase
from saleor_coaching_plugin.commerce.current import commerce
from saleor_coaching_plugin.core.addresses import email_normalised
from saleor_coaching_plugin.core.links import page_url, usable_at
from saleor_coaching_plugin.core.locks import turn_take
from saleor_coaching_plugin.core.tokens import token_digest, token_new
from saleor_coaching_plugin.mail.queue import Mail, link_placeholder, mail_queue
from saleor_coaching_plugin.portal.errors import PortalError, PortalErrorCode
from saleor_coaching_plugin.portal.models import LoginLink, PortalSession
from saleor_coaching_plugin.seats.selectors import places_of

LINK_LIFE = timedelta(minutes=30)
PROVEN_LIFE = timedelta(days=30)
UNPROVEN_LIFE = timedelta(days=1)
MAIL_PAUSE = timedelta(seconds=30)
"""One login mail an address in this time, so that nobody's mailbox can be flooded."""


class LoggedIn(NamedTuple):
    """`token` goes into the browser's cookie; `next_path` is the page to go on with."""

    session: PortalSession
    token: str
    next_path: str


@transaction.atomic
def login_request(*, email: str, now: datetime, next_path: str = "portal/") -> None:
    """Mail a login link, if the address belongs to a client. Tells the asker nothing."""
    email = email_normalised(email)
    if not _is_client(email):
        return
    turn_take(f"login:{email}")  # or many requests at once would all find the pause over
    if LoginLink.objects.filter(email=email, created_at__gt=now - MAIL_PAUSE).exists():
        return
    token = token_new()
    link = LoginLink.objects.create(
        email=email,
        next_path=next_path,
        token_digest=token.digest,
        created_at=now,
        expires_at=now + LINK_LIFE,
    )
    placeholder = link_placeholder("login")
    mail_queue(
        Mail(
            key=f"login:{link.id}",
            kind="login",
            to_email=email,
            language="en",
            subject="Your link to the client area",
            markdown=_LOGIN.format(link=placeholder),
            links={placeholder: page_url(f"portal/login/{token.raw}/")},
        )
    )


@transaction.atomic
def login_by_link(*, token: str, now: datetime) -> LoggedIn:
    """Use the link, once.

    Raises PortalError (LINK_INVALID) for unknown, used, revoked and expired alike.
    """
    digest = token_digest(token)
    used = LoginLink.objects.filter(usable_at(now), token_digest=digest, used_at=None).update(
        used_at=now
    )
    if not used:
        raise PortalError(
            PortalErrorCode.LINK_INVALID,
            "This link is not valid any more. Please ask for a new one.",
            "token",
        )
    link = LoginLink.objects.get(token_digest=digest)
    started = session_start(email=link.email, email_proven=True, checkout_id="", now=now)
    return LoggedIn(*started, link.next_path)


def session_start(
    *, email: str, email_proven: bool, checkout_id: str, now: datetime
) -> tuple[PortalSession, str]:
    """A session and the raw token for its cookie."""
    token = token_new()
    session = PortalSession.objects.create(
        email=email,
        email_proven=email_proven,
        checkout_id=checkout_id,
        token_digest=token.digest,
        created_at=now,
        expires_at=now + (PROVEN_LIFE if email_proven else UNPROVEN_LIFE),
    )
    return session, token.raw


def session_find(*, token: str, now: datetime) -> PortalSession | None:
    return PortalSession.objects.filter(usable_at(now), token_digest=token_digest(token)).first()


def session_end(*, token: str, now: datetime) -> None:
    PortalSession.objects.filter(token_digest=token_digest(token), revoked_at=None).update(
        revoked_at=now
    )


def _is_client(email: str) -> bool:
    return (
        Party.objects.filter(email=email).exists()
        or bool(places_of(email))
        or Purchase.objects.filter(email=email).exists()
        or Invoice.objects.filter(payer_email=email).exists()
        or commerce().customer_find(email) is not None
    )


_LOGIN = """# Welcome back

Here is your personal link to the client area. It works once and for 30 minutes.

[Open my client area]({link})

If you did not ask for it, you can simply ignore this mail.
"""
