"""Buy a product on the hosted pages: begin, pay, and come back from paying."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from saleor_coaching_plugin.billing.gateways import gateway
from saleor_coaching_plugin.billing.services.checkout_session import checkout_session_settle
from saleor_coaching_plugin.checkout.gate import checkout_gate
from saleor_coaching_plugin.checkout.services.seats import checkout_seats_plan
from saleor_coaching_plugin.commerce.completion import checkout_finish
from saleor_coaching_plugin.commerce.current import commerce
from saleor_coaching_plugin.commerce.port import Address, Checkout, Order
from saleor_coaching_plugin.conf import conf
from saleor_coaching_plugin.core.addresses import email_normalised
from saleor_coaching_plugin.portal.models import PortalSession
from saleor_coaching_plugin.seats.plan import PlannedSeat

from .login import session_start


@dataclass(frozen=True)
class Buyer:
    email: str
    billing_address: Address
    language: str


@dataclass(frozen=True)
class Choice:
    """What is bought; of a product with seats also how many, and who gets the first as a gift."""

    variant_id: str
    quantity: int = 1
    gift: PlannedSeat | None = None
    shared_name: str = ""
    """By which participants are told who invites them."""


@transaction.atomic
def purchase_start(
    *, choice: Choice, buyer: Buyer, session: PortalSession | None, now: datetime
) -> tuple[PortalSession, str]:
    """A customer, a checkout for what was chosen, and a session to go on with.

    Whoever typed the address is not proven to be its owner, unless `session` has proven it.
    Raises CommerceError, InvalidInput; of the gift what `checkout_seats_plan` does.
    """
    email = email_normalised(buyer.email)
    customer = commerce().customer_get_or_create(
        email=email,
        first_name=buyer.billing_address.first_name,
        last_name=buyer.billing_address.last_name,
        language=buyer.language,
    )
    checkout = commerce().checkout_create(
        channel=conf().default_channel,
        language=buyer.language,
        email=email,
        customer_id=customer.id,
        billing_address=buyer.billing_address,
        lines={choice.variant_id: choice.quantity},
    )
    if choice.gift is not None:
        checkout_seats_plan(
            checkout_id=checkout.id,
            product_id=checkout.lines[0].product_id,
            people=[choice.gift],
            shared_name=choice.shared_name,
            now=now,
        )
    proven = session is not None and session.email_proven and session.email == email
    return session_start(email=email, email_proven=proven, checkout_id=checkout.id, now=now)


def purchase_pay(*, checkout: Checkout, success_url: str, cancel_url: str) -> str | None:
    """Where to pay; None when there was nothing left to pay and the order is made.

    Raises CheckoutError (TERMS_NOT_ACCEPTED, TERMS_STALE), BillingError, CommerceError.
    """
    checkout_gate(checkout)
    if checkout.paid.minor >= checkout.total.minor:
        checkout_finish(checkout.id)
        return None
    session = gateway(conf().gateway).checkout_session_create(
        checkout, success_url=success_url, cancel_url=cancel_url
    )
    return session.url


def purchase_settle(*, session_reference: str, checkout_id: str) -> Order | None:
    """Back from the gateway's page: the order, or None while nothing was paid.

    The worker does the same after the gateway's webhook; whoever comes second finds it done.
    Raises CheckoutError when the terms have changed since they were accepted, BillingError.
    """
    if not checkout_session_settle(session_reference=session_reference):
        return None
    return checkout_finish(checkout_id)
