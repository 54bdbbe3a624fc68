"""After the order: the acceptance is bound to it, and each paid line has a buyer, once."""

from __future__ import annotations

import json
from uuid import uuid4

import pytest
from checkout_examples import accept, bought, cart, product_with_terms
from factories.agreements import agreement_accepted
from factories.database import refused
from factories.shop import shop_product

from saleor_coaching_plugin.checkout.models import CheckoutAcceptance, ProductSetup, Purchase
from saleor_coaching_plugin.checkout.selectors import (
    purchases_of,
    purchases_of_checkout,
    thank_you_of,
)
from saleor_coaching_plugin.checkout.services.order import order_created_note, order_paid_note
from saleor_coaching_plugin.checkout.services.setup import product_setup_save
from saleor_coaching_plugin.commerce.current import commerce
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.core.errors import CoreErrorCode
from saleor_coaching_plugin.core.events import OrderCreated, OrderPaid
from saleor_coaching_plugin.core.money import Money
from saleor_coaching_plugin.core.outbox.models import OutboxMessage, OutboxStatus
from saleor_coaching_plugin.core.outbox.relay import relay_due
from saleor_coaching_plugin.core.templating import TemplateErrorCode
from saleor_coaching_plugin.evidence.bundle import bundle_make
from saleor_coaching_plugin.evidence.models import LedgerEntry
from saleor_coaching_plugin.evidence.verify.check import bundle_faults
from saleor_coaching_plugin.portal.models import PacketAssignment, PacketItemKind
from saleor_coaching_plugin.portal.services.packet import ItemContent, packet_create
from saleor_coaching_plugin.sandbox.shop import cart_edit
from saleor_coaching_plugin.sandbox.shop.ids import Kind, pk_of
from saleor_coaching_plugin.sandbox.shop.models import Order
from saleor_coaching_plugin.sequences.models import Enrolment
from saleor_coaching_plugin.sequences.services.sequence import (
    StepContent,
    sequence_create,
    sequence_publish,
)

pytestmark = pytest.mark.usefixtures("committed_db")  # the shop tells its hooks after commit


def told_again(order_id: str) -> None:
    order_created_note(order_id=order_id)
    order_paid_note(order_id=order_id)
    order_paid_note(order_id=order_id)
    relay_due()
    assert not OutboxMessage.objects.exclude(status=OutboxStatus.DONE).exists()


def test_an_order_binds_the_acceptance_of_its_cart_once() -> None:
    checkout = cart(product_with_terms())
    acceptance = accept(checkout)
    order = bought(checkout)
    acceptance.refresh_from_db()
    assert acceptance.order_id == order.id
    bound = LedgerEntry.objects.get(kind="acceptance_bound_to_order")
    assert (bound.chain, bound.position) == (f"checkout:{checkout.id}", 2)
    assert json.loads(bound.facts)["order"] == order.id
    assert json.loads(bound.facts)["fingerprint"] == acceptance.fingerprint
    told_again(order.id)
    assert LedgerEntry.objects.count() == 2
    assert bundle_faults(bundle_make()) == []


def test_the_acceptance_of_the_cart_that_was_bought_is_bound_and_no_older_one() -> None:
    product = product_with_terms()
    one = cart(product)
    old = accept(one)
    cart_edit.cart_lines_update(pk_of(one.id, Kind.CHECKOUT), {product.variants[0].id: 2})
    new = accept(one)
    order = bought(one)
    orders = {each.id: each.order_id for each in CheckoutAcceptance.objects.all()}
    assert orders == {old.id: "", new.id: order.id}
    assert Purchase.objects.get().acceptance_id == new.id


def test_each_paid_line_of_a_known_product_has_a_buyer_once() -> None:
    with_terms, with_setup, unknown = (
        product_with_terms("A", 10_00),
        shop_product("B", 20_00),
        shop_product("C", 30_00),
    )
    product_setup_save(
        product_id=with_setup.id, sequence_id=None, packet_id=None, thank_you="Thanks"
    )
    checkout = cart(with_terms, with_setup, unknown, quantity=2)
    acceptance = accept(checkout)
    order = bought(checkout)
    told_again(order.id)
    found = {
        row.product_name: (row.quantity, row.total_minor, row.currency, row.email, row.acceptance)
        for row in purchases_of("ada@client.example")
    }
    assert found == {
        "A": (2, 20_00, "EUR", "ada@client.example", acceptance),
        "B": (2, 40_00, "EUR", "ada@client.example", acceptance),
    }
    assert purchases_of_checkout(checkout.id).count() == 2
    assert OutboxMessage.objects.filter(event="ProductPurchased").count() == 4
    assert thank_you_of([with_setup.id, unknown.id]) == ["Thanks"]


def test_a_purchase_starts_what_its_product_says() -> None:
    sequence = sequence_create(name="Buyers", steps=[StepContent("Hi {{ product.name }}", "x")])
    sequence_publish(version_id=sequence.versions.get().id, now=utc_now())
    packet = packet_create(name="Start", intro="", items=[ItemContent(PacketItemKind.TASK, "Read")])
    product = product_with_terms()
    product_setup_save(
        product_id=product.id, sequence_id=sequence.id, packet_id=packet.id, thank_you=""
    )
    checkout = cart(product)
    accept(checkout)
    told_again(bought(checkout).id)
    purchase = Purchase.objects.get()
    assert Enrolment.objects.get().trigger == f"purchase:{purchase.id}"
    assert PacketAssignment.objects.get().trigger == f"purchase:{purchase.id}"


def test_an_order_that_is_not_paid_has_no_buyer_yet() -> None:
    agreement, _ = agreement_accepted()
    relay_due()
    order = commerce().orders_of(agreement.parties.get().customer_id)[0]
    assert not order.is_paid
    Order.objects.update(external_reference=None)  # as a draft order that staff made
    product_setup_save(
        product_id=order.lines[0].product_id, sequence_id=None, packet_id=None, thank_you=""
    )
    told_again(order.id)
    assert not Purchase.objects.exists()
    commerce().order_record_payment(order.id, amount=Money(1, "EUR"), reference="part")
    told_again(order.id)
    assert not Purchase.objects.exists()
    commerce().order_record_payment(
        order.id, amount=Money(order.total.minor - 1, "EUR"), reference="rest"
    )
    told_again(order.id)
    assert Purchase.objects.count() == 1


def test_an_agreements_order_is_no_purchase_even_when_paid() -> None:
    agreement, _ = agreement_accepted()
    relay_due()
    order = commerce().orders_of(agreement.parties.get().customer_id)[0]
    product_setup_save(
        product_id=order.lines[0].product_id, sequence_id=None, packet_id=None, thank_you=""
    )
    commerce().order_record_payment(order.id, amount=order.total, reference="all")
    told_again(order.id)
    assert commerce().order_get(order.id).is_paid
    assert not Purchase.objects.exists()


def test_a_repeated_hook_for_an_order_without_acceptance_changes_nothing() -> None:
    checkout = cart(shop_product("Pen", 1_00))
    order = bought(checkout)
    told_again(order.id)
    assert not Purchase.objects.exists()
    assert not LedgerEntry.objects.exists()


def test_hooks_only_write_down_what_they_hear() -> None:
    order_created_note(order_id="whatever")
    rows_left = OutboxMessage.objects.filter(event__in=[OrderCreated.__name__, OrderPaid.__name__])
    assert set(rows_left.values_list("handler", flat=True)) == {
        "billing.handlers.order_invoice_follow",
        "checkout.handlers.acceptance_bind",
        "checkout.handlers.purchases_record",
    }
    relay_due()
    assert {row.attempts for row in rows_left} == {1}


def test_a_bad_setup_is_refused() -> None:
    product = shop_product()
    values = {"sequence_id": None, "packet_id": None}
    with refused(CoreErrorCode.INVALID, "product"):
        product_setup_save(product_id=str(uuid4()), thank_you="", **values)
    with refused(TemplateErrorCode.HTML_NOT_ALLOWED, "thank_you"):
        product_setup_save(product_id=product.id, thank_you="<script>x</script>", **values)
    product_setup_save(product_id=product.id, thank_you="One", **values)
    product_setup_save(product_id=product.id, thank_you="Two", **values)
    assert ProductSetup.objects.get().thank_you == "Two"
