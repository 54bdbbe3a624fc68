"""Orders that no checkout asked for terms, and paid checkouts that the gate keeps back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.core import mail as django_mail

from factories.contracts import ADDRESS, BROWSER, PRODUCT_BODY, answers, terms_published, token_in
from factories.shop import shop_customer, shop_product
from saleor_coaching_plugin.agreements.act import Act
from saleor_coaching_plugin.checkout.models import SweepMark, TermsRequest
from saleor_coaching_plugin.checkout.order_terms import order_terms_required
from saleor_coaching_plugin.checkout.required import RequiredTerms, terms_required
from saleor_coaching_plugin.checkout.services.accept_late import terms_request_accept
from saleor_coaching_plugin.checkout.services.acceptance import CheckoutConsent
from saleor_coaching_plugin.checkout.services.block import blocked_checkout_check
from saleor_coaching_plugin.checkout.services.settle import order_acceptance_settle
from saleor_coaching_plugin.checkout.services.setup import product_setup_save
from saleor_coaching_plugin.commerce.current import commerce
from saleor_coaching_plugin.commerce.port import (
    Checkout,
    Order,
    OrderLineRequest,
    OrderRequest,
    Product,
)
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.core.outbox.relay import relay_due
from saleor_coaching_plugin.mail.models import MailMessage
from saleor_coaching_plugin.portal.models import PacketItemKind
from saleor_coaching_plugin.portal.services.packet import ItemContent, packet_create
from saleor_coaching_plugin.sandbox.shop import models
from saleor_coaching_plugin.sandbox.shop.hooks import NoHooks, ShopHooks, hooks, hooks_install
from saleor_coaching_plugin.sandbox.shop.ids import Kind, pk_of
from saleor_coaching_plugin.sequences.services.sequence import (
    StepContent,
    sequence_create,
    sequence_publish,
)
from saleor_coaching_plugin.terms.models import AssignmentKind, ContractTerms
from saleor_coaching_plugin.terms.services import terms_assign

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


def terms_in_force(body: str = PRODUCT_BODY, **changes: Any) -> ContractTerms:
    """Published just now."""
    return terms_published(body, **{"title": "Product terms", "now": utc_now(), **changes})


def under_terms(product: Product, terms: ContractTerms | None = None) -> Product:
    """From now on."""
    carried = terms or terms_in_force()
    terms_assign(terms_id=carried.id, kind=AssignmentKind.PRODUCT, object_id=product.id)
    return product


def that_starts_something(product: Product) -> Product:
    """A sequence and a welcome packet."""
    sequence = sequence_create(name="Buyers", steps=[StepContent("Hi {{ product.name }}", "x")])
    sequence_publish(version_id=sequence.versions.get().id, now=utc_now())
    packet = packet_create(name="Start", intro="", items=[ItemContent(PacketItemKind.TASK, "Read")])
    product_setup_save(
        product_id=product.id, sequence_id=sequence.id, packet_id=packet.id, thank_you=""
    )
    return product


def ordered(
    *products: Product, quantity: int = 1, reference: str = "erp:1", paid: bool = True
) -> Order:
    """As an app makes orders, past every checkout, in euros at 49.00 a piece."""
    customer = commerce().customer_find("ada@client.example") or shop_customer()
    price = commerce().product_get(products[0].id, channel=products[0].channel).variants[0].price
    assert price
    order = commerce().order_create(
        OrderRequest(
            external_reference=reference,
            channel=products[0].channel,
            language="en",
            customer_id=customer.id,
            billing_address=ADDRESS,
            lines=[OrderLineRequest(each.variants[0].id, quantity, price) for each in products],
        )
    )
    return pay_for(order) if paid else order


def pay_for(order: Order) -> Order:
    return commerce().order_record_payment(order.id, amount=order.total, reference="bank-1")


def order_changed_at(order: Order, at: datetime, **values: Any) -> None:
    rows = models.Order.objects.filter(pk=pk_of(order.id, Kind.ORDER))
    assert rows.update(changed_at=at, **values) == 1


def installed(since: timedelta = timedelta(hours=1)) -> None:
    """The plugin came to this shop a while ago, and swept it last just then."""
    then = utc_now() - since
    for name in ("orders", "paid_checkouts"):
        SweepMark.objects.update_or_create(
            name=name, defaults={"reached": then, "created_at": then}
        )


@contextmanager
def hooked(instead: ShopHooks) -> Iterator[None]:
    """The shop calls these hooks and not the plugin's."""
    before = hooks()
    hooks_install(instead)
    try:
        yield
    finally:
        hooks_install(before)


@contextmanager
def no_hooks() -> Iterator[None]:
    """The plugin is switched off: no gate, and nobody is told."""
    with hooked(NoHooks()):
        yield


def asked_about(order: Order) -> TermsRequest:
    """The request about the order, everything due being done."""
    relay_due()
    return TermsRequest.objects.get(subject_id=order.id)


def mails_to_buyer() -> list[MailMessage]:
    return list(MailMessage.objects.filter(kind="terms_request").order_by("created_at"))


def token_mailed() -> str:
    """The raw token in the newest mail with a link to terms."""
    texts = [str(message.body) for message in reversed(django_mail.outbox)]
    found = next(match for text in texts if (match := re.search(r"/t/([\w-]+)/", text)))
    return found[1]


def order_terms_asked(order: Order) -> TermsRequest:
    """The request about the order, made without its hooks; the mail has not left."""
    order_acceptance_settle(order=order, now=utc_now())
    return TermsRequest.objects.get(subject_id=order.id)


def checkout_terms_asked(checkout: Checkout) -> TermsRequest:
    """The request about a checkout that is paid and blocked; the mails have not left."""
    commerce().checkout_record_payment(checkout.id, amount=checkout.total, reference="card-1")
    paid = commerce().checkout_get(checkout.id)
    blocked_checkout_check(checkout=paid, now=utc_now())
    return TermsRequest.objects.get(subject_id=checkout.id)


def token_queued() -> str:
    """The raw token in the newest request that has not left yet."""
    return token_in(mails_to_buyer()[-1])


def required_of(request: TermsRequest) -> RequiredTerms:
    if request.subject == "order":
        return order_terms_required(commerce().order_get(request.subject_id))
    return terms_required(commerce().checkout_get(request.subject_id))


def accept_late(
    request: TermsRequest, *, token: str = "", act: Act = BROWSER, **changes: Any
) -> TermsRequest:
    """Through the newest link, all boxes ticked, unless `changes` say otherwise."""
    required = required_of(request)
    values = {
        "fingerprint": required.fingerprint,
        "consents": answers(*(each.key for each in required.consents)),
    }
    return terms_request_accept(
        token=token or token_mailed(),
        consent=CheckoutConsent(**(values | changes)),
        act=act,
        now=utc_now(),
    )


def workbook(**changes: Any) -> Product:
    return shop_product("Workbook", 49_00, **changes)
