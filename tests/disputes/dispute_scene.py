"""Deals as they stand after the purchase, with all that followed, and packs made of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.test import TestCase
from factories.agreements import agreement_sent, template_published
from factories.contracts import (
    ADDRESS,
    BROWSER,
    PRODUCT_BODY,
    acceptance_of,
    answers,
    terms_published,
    token_in,
)
from factories.shop import shop_product

from saleor_coaching_plugin.agreements.models import ClientAgreement
from saleor_coaching_plugin.agreements.services.accept import agreement_accept
from saleor_coaching_plugin.agreements.services.respond import agreement_view
from saleor_coaching_plugin.billing.models import Invoice
from saleor_coaching_plugin.billing.services.payment import invoice_mark_paid_offline
from saleor_coaching_plugin.checkout.required import terms_required
from saleor_coaching_plugin.checkout.services.accept import checkout_terms_accept
from saleor_coaching_plugin.checkout.services.acceptance import CheckoutConsent
from saleor_coaching_plugin.commerce.current import commerce
from saleor_coaching_plugin.commerce.port import Order
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.core.outbox.relay import relay_due
from saleor_coaching_plugin.disputes.pack import dispute_pack_make
from saleor_coaching_plugin.mail.models import MailMessage
from saleor_coaching_plugin.portal.models import PacketAssignment, PacketItemKind
from saleor_coaching_plugin.portal.services.complete import packet_item_complete
from saleor_coaching_plugin.portal.services.login import login_by_link, login_request
from saleor_coaching_plugin.portal.services.packet import ItemContent, packet_create
from saleor_coaching_plugin.sequences.dispatcher import dispatch_due
from saleor_coaching_plugin.sequences.services.sequence import (
    StepContent,
    sequence_create,
    sequence_publish,
)
from saleor_coaching_plugin.terms.models import AssignmentKind
from saleor_coaching_plugin.terms.services import terms_assign


def deal_by_agreement() -> ClientAgreement:
    """Accepted, mailed, invoiced, paid; the client has logged in and done a task."""
    now = utc_now()
    sequence = sequence_create(
        name="New client", steps=[StepContent("Welcome, {{ client.first_name }}", "Hello")]
    )
    sequence_publish(version_id=sequence.versions.get().id, now=now)
    packet = packet_create(
        name="Welcome", intro="", items=[ItemContent(PacketItemKind.TASK, "Find a quiet place")]
    )
    template = template_published(sequence_id=sequence.id, packet_id=packet.id)
    agreement, token = agreement_sent(template, now=now)
    agreement_view(token=token, now=utc_now())
    agreement_accept(token=token, acceptance=acceptance_of(agreement), act=BROWSER, now=utc_now())
    _follow_up()
    invoice = Invoice.objects.get(agreement=agreement)
    invoice_mark_paid_offline(invoice_id=invoice.id, reference="bank-7", now=utc_now())
    login_request(email="sam@client.example", now=utc_now())
    login_by_link(token=token_in(MailMessage.objects.get(kind="login")), now=utc_now())
    assignment = PacketAssignment.objects.get()
    packet_item_complete(
        email=assignment.email,
        assignment_id=assignment.id,
        item_id=assignment.packet.items.get().id,
        answers={},
        now=utc_now(),
    )
    _follow_up()
    return ClientAgreement.objects.get(id=agreement.id)


def deal_by_order(customer_id: str | None = None) -> Order:
    """Terms accepted in a checkout, paid, made an order; a guest's unless it says whose."""
    product = shop_product("Workbook", 49_00)
    terms = terms_published(PRODUCT_BODY)
    terms_assign(terms_id=terms.id, kind=AssignmentKind.PRODUCT, object_id=product.id)
    checkout = commerce().checkout_create(
        channel=product.channel,
        language="en",
        email="ada@client.example",
        customer_id=customer_id,
        billing_address=ADDRESS,
        lines={product.variants[0].id: 2},
    )
    required = terms_required(checkout)
    consents = answers(*(each.key for each in required.consents))
    checkout_terms_accept(
        checkout_id=checkout.id,
        consent=CheckoutConsent(fingerprint=required.fingerprint, consents=consents),
        act=BROWSER,
        now=utc_now(),
    )
    with TestCase.captureOnCommitCallbacks(execute=True):  # the shop tells of it after its commit
        commerce().checkout_record_payment(checkout.id, amount=checkout.total, reference="card-1")
        order = commerce().checkout_complete(checkout.id)
    _follow_up()
    return order


def pack_of(number: str, folder: Path, *, zipped: bool = False) -> Path:
    return dispute_pack_make(
        number=number, target=folder / "pack", zipped=zipped, now=utc_now(), say=lambda line: None
    )


def json_of(file: Path) -> Any:
    return json.loads(file.read_text(encoding="utf-8"))


def _follow_up() -> None:
    while relay_due() + dispatch_due():
        pass
