"""What the tests of billing talk about, and the outbox run by hand."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

import requests
from factories.contracts import ADDRESS
from factories.shop import shop_checkout, shop_product, shop_voucher

from saleor_coaching_plugin.agreements.models import (
    AgreementTemplate,
    ClientAgreement,
    Party,
    TemplateVersion,
)
from saleor_coaching_plugin.agreements.states import AgreementStatus, PartyRole
from saleor_coaching_plugin.commerce.current import commerce
from saleor_coaching_plugin.commerce.port import Order
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.core.events import AgreementOrderPlaced
from saleor_coaching_plugin.core.outbox.models import OutboxMessage, OutboxStatus
from saleor_coaching_plugin.core.outbox.publish import publish
from saleor_coaching_plugin.core.outbox.relay import relay_one
from saleor_coaching_plugin.sandbox.shop.cart_edit import cart_voucher_set
from saleor_coaching_plugin.sandbox.shop.ids import Kind, pk_of
from saleor_coaching_plugin.terms.models import ContractTerms, VersionStatus

WEBHOOK_SECRET = "whsec_tests"
GOOD_CARD = {"number": "4242 4242 4242 4242", "expiry": "12/34", "cvc": "123"}
DECLINED_CARD = {**GOOD_CARD, "number": "4000 0000 0000 0002"}
LATER = timedelta(hours=2)
"""After any pause that the outbox makes."""


def agreement_accepted(
    *, fee_minor: int = 600_00, instalments: int = 1, number: str = "CA-2027-0001", **changes: Any
) -> ClientAgreement:
    """An agreement that Ada has accepted just now, for a product of the sandbox's shop."""
    product = shop_product("Six sessions")
    version = TemplateVersion.objects.create(
        template=AgreementTemplate.objects.create(name="Coaching"),
        number=1,
        status=VersionStatus.PUBLISHED,
        terms=ContractTerms.objects.create(name="Terms"),
        channel=product.channel,
        currency="EUR",
        package_name="Six sessions",
        sessions=6,
        variant_id=product.variants[0].id,
        fee_minor=fee_minor,
        instalments=instalments,
        proposal_subject="Proposal",
        proposal_body="{{ agreement.link }}",
    )
    values: dict[str, Any] = {
        "number": number,
        "template_version": version,
        "status": AgreementStatus.ACCEPTED,
        "revision": 1,
        "language": "en",
        "currency": "EUR",
        "fee_minor": fee_minor,
        "sessions": 6,
        "instalments": instalments,
        "sent_at": changes.get("accepted_at", utc_now()),
        "accepted_at": utc_now(),
    }
    agreement = ClientAgreement.objects.create(**(values | changes))
    Party.objects.create(
        agreement=agreement,
        role=PartyRole.PAYER,
        first_name="Ada",
        last_name="Lovelace",
        email="ada@client.example",
        billing_address=asdict(ADDRESS),
    )
    return agreement


def order_placed(agreement: ClientAgreement, order_id: str = "") -> None:
    """What the outbox holds once the order is there; without an id the shop is left out."""
    publish(AgreementOrderPlaced(agreement_id=str(agreement.id), order_id=order_id))


def outbox_run(*, now: datetime | None = None) -> None:
    """All that is due, and what comes of it; `now` skips the pauses after failures."""
    while relay_one(now=now or utc_now() + timedelta(seconds=1)):
        pass


def outbox_failing() -> list[OutboxMessage]:
    """Rows that were tried in vain and wait for the next try, or gave up."""
    return list(
        OutboxMessage.objects.exclude(status=OutboxStatus.DONE)
        .filter(attempts__gt=0)
        .order_by("id")
    )


def pay(page_url: str, card: dict[str, str], **fields: str) -> requests.Response:
    """Press "Pay" on a hosted page of the simulator."""
    return requests.post(
        f"{page_url}/pay", data={**card, **fields}, allow_redirects=False, timeout=5
    )


def order_bought(*, price_minor: int, quantity: int, reference: str, discount: int = 0) -> Order:
    """Paid by a hosted page of ours under this reference; `discount` is a voucher's per cent."""
    checkout = shop_checkout(shop_product(price_minor=price_minor), quantity=quantity)
    if discount:
        cart_voucher_set(pk_of(checkout.id, Kind.CHECKOUT), shop_voucher(percent=discount))
    total = commerce().checkout_get(checkout.id).total
    commerce().checkout_record_payment(checkout.id, amount=total, reference=reference)
    return commerce().checkout_complete(checkout.id)
