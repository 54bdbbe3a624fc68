"""Orders of agreements as Saleor's own people see them: history, status, invoices, prices."""

from __future__ import annotations

from typing import Any

import pytest
from adapter_scene import order_promotion_running, taxed, taxes
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from saleor.app.models import App
from saleor.order.models import Order as OrderRow
from saleor.order.models import OrderEvent
from saleor.product.models import Product
from saleor_checkout import cart, complete, pay
from saleor_shop import Api, SaleorShop, global_id, variant_of

from saleor_coaching_plugin.commerce.port import Address, Customer, Order, OrderLineRequest
from saleor_coaching_plugin.commerce.port import OrderRequest as Request
from saleor_coaching_plugin.commerce.saleor import SaleorCommerce
from saleor_coaching_plugin.commerce.saleor.own_app import IDENTIFIER
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.core.errors import CoreErrorCode, InvalidInput
from saleor_coaching_plugin.core.money import Money
from saleor_coaching_plugin.terms.models import AssignmentKind
from saleor_coaching_plugin.terms.services import terms_assign, terms_create, terms_publish

commerce = SaleorCommerce()
ADDRESS = Address("Ada", "Lovelace", "Unter den Linden 1", "Berlin", "10117", "DE")
ORDER = """
query ($id: ID!) {
  order(id: $id) {
    status isPaid paymentStatus chargeStatus
    billingAddress { city countryArea }
    metadata { key value }
    invoices { number url }
    totalCharged { amount }
    events { type app { identifier } user { id } }
    transactions { createdBy { ... on App { identifier } } chargedAmount { amount } actions }
  }
}"""


@pytest.fixture
def ada(saleor: SaleorShop) -> Customer:
    return commerce.customer_get_or_create(
        email="ada@client.example", first_name="Ada", last_name="Lovelace", language="en"
    )


@pytest.fixture
def product(saleor: SaleorShop) -> Product:
    return saleor.product(price="120.00")


def _request(saleor: SaleorShop, product: Product, ada: Customer, **changes: Any) -> Request:
    values: dict[str, Any] = {
        "external_reference": "agreement:1",
        "channel": saleor.channel.slug,
        "language": "en",
        "customer_id": ada.id,
        "billing_address": ADDRESS,
        "lines": [OrderLineRequest(global_id(variant_of(product)), 1, Money(99_00, "EUR"))],
        "metadata": {"agreement": "1"},
        **changes,
    }
    return Request(**values)


def _order(saleor: SaleorShop, product: Product, ada: Customer, **changes: Any) -> Order:
    with TestCase.captureOnCommitCallbacks(execute=True):
        return commerce.order_create(_request(saleor, product, ada, **changes))


def _seen(saleor: SaleorShop, order: Order) -> dict[str, Any]:
    """The order as a member of staff sees it."""
    api: Api = saleor.api_of(saleor.staff(["MANAGE_ORDERS", "MANAGE_APPS", "HANDLE_PAYMENTS"]))
    found: dict[str, Any] = api.data(ORDER, id=order.id)["order"]
    return found


def _pay(order: Order, minor: int, reference: str) -> None:
    with TestCase.captureOnCommitCallbacks(execute=True):
        commerce.order_record_payment(order.id, amount=Money(minor, "EUR"), reference=reference)


def test_the_history_shows_that_it_was_our_app(
    saleor: SaleorShop, product: Product, ada: Customer
) -> None:
    order = _order(saleor, product, ada)
    _pay(order, 99_00, "pay-1")
    commerce.order_attach_invoice(order.id, number="2026-1", url="https://coach.example/1")
    events = _seen(saleor, order)["events"]
    kinds = [event["type"] for event in events]
    for kind in ("DRAFT_CREATED", "PLACED_FROM_DRAFT", "CONFIRMED", "INVOICE_GENERATED"):
        assert kind in kinds
    assert kinds.count("CONFIRMED") == kinds.count("ORDER_FULLY_PAID") == 1
    ours = [event for event in events if event["app"]]
    assert {event["app"]["identifier"] for event in ours} == {IDENTIFIER}
    assert all(event["user"] is None for event in ours)
    assert {event["type"] for event in events if not event["app"]} <= {"EMAIL_SENT"}


def test_it_can_be_fulfilled_at_once(saleor: SaleorShop, product: Product, ada: Customer) -> None:
    assert _seen(saleor, _order(saleor, product, ada))["status"] == "UNFULFILLED"


def test_where_staff_confirm_orders_an_agreement_needs_no_more_of_that(
    saleor: SaleorShop, product: Product, ada: Customer
) -> None:
    saleor.channel.automatically_confirm_all_new_orders = False
    saleor.channel.save()
    order = _order(saleor, product, ada)
    assert _seen(saleor, order)["status"] == "UNFULFILLED"
    assert OrderEvent.objects.filter(type="confirmed").count() == 1


def test_parts_of_a_payment_are_one_transaction_of_our_app(
    saleor: SaleorShop, product: Product, ada: Customer
) -> None:
    order = _order(saleor, product, ada)
    _pay(order, 40_00, "pay-1")
    seen = _seen(saleor, order)
    assert (seen["chargeStatus"], seen["isPaid"]) == ("PARTIAL", False)
    _pay(order, 59_00, "pay-2")
    seen = _seen(saleor, order)
    assert (seen["chargeStatus"], seen["paymentStatus"]) == ("FULL", "FULLY_CHARGED")
    assert (seen["isPaid"], seen["totalCharged"]["amount"]) == (True, 99)
    assert seen["transactions"] == [
        {
            "createdBy": {"identifier": IDENTIFIER},
            "chargedAmount": {"amount": 99},
            "actions": [],
        }
    ]


def test_a_refund_shows_in_saleor(saleor: SaleorShop, product: Product, ada: Customer) -> None:
    order = _order(saleor, product, ada)
    _pay(order, 99_00, "pay-1")
    commerce.order_record_refund(order.id, amount=Money(99_00, "EUR"), reference="back-1")
    seen = _seen(saleor, order)
    assert (seen["chargeStatus"], seen["totalCharged"]["amount"]) == ("FULL", 0)  # nothing is owed


def test_what_staff_marked_as_paid_is_paid(
    saleor: SaleorShop, product: Product, ada: Customer
) -> None:
    order = _order(saleor, product, ada)
    answer = saleor.api_of(saleor.app(["MANAGE_ORDERS"])).data(
        "mutation ($id: ID!) { orderMarkAsPaid(id: $id) { errors { code message } } }", id=order.id
    )
    assert answer["orderMarkAsPaid"]["errors"] == []
    assert commerce.order_get(order.id).is_paid


def test_an_invoice_is_listed_once(saleor: SaleorShop, product: Product, ada: Customer) -> None:
    order = _order(saleor, product, ada)
    for _ in range(2):
        commerce.order_attach_invoice(order.id, number="2026-1", url="https://coach.example/1")
    commerce.order_attach_invoice(order.id, number="2026-2", url="https://coach.example/2")
    assert _seen(saleor, order)["invoices"] == [
        {"number": "2026-1", "url": "https://coach.example/1"},
        {"number": "2026-2", "url": "https://coach.example/2"},
    ]


def test_metadata_is_saleors_public_metadata(
    saleor: SaleorShop, product: Product, ada: Customer
) -> None:
    seen = _seen(saleor, _order(saleor, product, ada))
    assert {"key": "agreement", "value": "1"} in seen["metadata"]


def test_an_address_may_lack_what_saleor_wants_in_its_country(
    saleor: SaleorShop, product: Product, ada: Customer
) -> None:
    """American addresses have a state in Saleor; ours know none."""
    saleor.zone.countries = ["US"]
    saleor.zone.save()
    address = Address("Ada", "Lovelace", "1 Main St", "Springfield", "62701", "US")
    order = _order(saleor, product, ada, billing_address=address)
    assert _seen(saleor, order)["billingAddress"]["city"] == "Springfield"
    free = saleor.product("Talk", "0.00")
    checkout = commerce.checkout_create(
        channel=saleor.channel.slug,
        language="en",
        email=ada.email,
        customer_id=ada.id,
        billing_address=address,
        lines={global_id(variant_of(free)): 1},
    )
    assert checkout.billing_address == address
    assert commerce.checkout_complete(checkout.id).customer_id == ada.id


@pytest.mark.parametrize("included", [True, False])
@pytest.mark.parametrize("minor", [99_00, 1_00, 33_33])
def test_the_client_pays_the_agreed_price_taxes_or_not(
    saleor: SaleorShop, product: Product, ada: Customer, included: bool, minor: int
) -> None:
    taxes(saleor, included=included)
    lines = [OrderLineRequest(global_id(variant_of(taxed(product))), 2, Money(minor, "EUR"))]
    order = _order(saleor, product, ada, lines=lines)
    assert order.total == Money(2 * minor, "EUR")
    assert order.lines[0].total == order.total
    row = OrderRow.objects.get()
    assert row.total_net_amount < row.total_gross_amount


def test_a_price_that_saleor_cannot_make_is_refused_and_leaves_nothing(
    saleor: SaleorShop, product: Product, ada: Customer
) -> None:
    """A thousand at a cent each: Saleor's net prices have three decimals."""
    taxes(saleor, included=False)
    lines = [OrderLineRequest(global_id(variant_of(taxed(product))), 1000, Money(1, "EUR"))]
    with pytest.raises(InvalidInput) as caught:
        _order(saleor, product, ada, lines=lines)
    assert caught.value.code == CoreErrorCode.INVALID
    assert "tax configuration" in caught.value.message
    assert OrderRow.objects.count() == 0
    assert OrderEvent.objects.count() == 0


def test_a_promotion_does_not_lower_an_agreed_price(
    saleor: SaleorShop, product: Product, ada: Customer
) -> None:
    order_promotion_running(saleor)
    assert _order(saleor, product, ada).total == Money(99_00, "EUR")


def test_no_stock_is_refused_in_saleors_words(
    saleor: SaleorShop, product: Product, ada: Customer
) -> None:
    variant_of(product).stocks.update(quantity=0)
    with pytest.raises(InvalidInput) as caught:
        _order(saleor, product, ada)
    assert "insufficient" in caught.value.message.lower()
    assert OrderRow.objects.count() == 0


def test_the_gate_is_for_checkouts_alone(
    saleor: SaleorShop, product: Product, ada: Customer
) -> None:
    """An agreement has its own acceptance."""
    terms = terms_create(name="T", language="en", title="T", body="Terms", consents=())
    terms_publish(version_id=terms.versions.get().id, now=utc_now())
    terms_assign(terms_id=terms.id, kind=AssignmentKind.CHANNEL, object_id=saleor.channel.slug)
    order = _order(saleor, product, ada)
    _pay(order, 99_00, "pay-1")
    assert commerce.order_get(order.id).is_paid


def test_a_draft_of_staff_is_no_order(saleor: SaleorShop, product: Product, ada: Customer) -> None:
    order = _order(saleor, product, ada)
    OrderRow.objects.filter(number=order.number).update(status="draft")
    assert commerce.orders_of(ada.id) == []
    assert commerce.orders_changed(since=order.created_at, limit=10) == []


@pytest.mark.parametrize("status", ["canceled", "expired"])
def test_what_is_off_is_cancelled(
    saleor: SaleorShop, product: Product, ada: Customer, status: str
) -> None:
    order = _order(saleor, product, ada)
    assert not order.is_cancelled
    OrderRow.objects.filter(number=order.number).update(status=status)
    assert commerce.order_get(order.id).is_cancelled


def test_an_order_outlives_its_product(saleor: SaleorShop, product: Product, ada: Customer) -> None:
    order = _order(saleor, product, ada)
    product.delete()
    (line,) = commerce.order_get(order.id).lines
    assert (line.product_name, line.variant_id) == ("Coaching", order.lines[0].variant_id)
    assert (line.product_id, line.total) == ("", order.total)


def test_many_orders_cost_as_many_queries_as_one(
    saleor: SaleorShop, product: Product, ada: Customer
) -> None:
    _order(saleor, product, ada)
    with CaptureQueriesContext(connection) as one:
        commerce.orders_of(ada.id)
    for number in range(3):
        _order(saleor, product, ada, external_reference=f"more:{number}")
    with CaptureQueriesContext(connection) as many:
        assert len(commerce.orders_of(ada.id)) == 4
    assert len(many) == len(one)


def test_a_checkout_of_a_known_address_becomes_that_customers_order(
    saleor: SaleorShop, ada: Customer
) -> None:
    """As Saleor does it: nobody need be logged in."""
    checkout_id = cart(saleor, saleor.product("Talk", "0.00"), email=ada.email)
    assert commerce.checkout_get(checkout_id).customer_id is None
    assert complete(checkout_id)["errors"] == []
    order = commerce.order_find(checkout_id=checkout_id)
    assert order is not None
    assert order.customer_id == ada.id


def test_the_app_is_made_once_and_stays_as_staff_left_it(
    saleor: SaleorShop, product: Product, ada: Customer
) -> None:
    _order(saleor, product, ada)
    App.objects.filter(identifier=IDENTIFIER).update(name="Coach's helper")
    _order(saleor, product, ada, external_reference="another")
    app = App.objects.get(identifier=IDENTIFIER)
    assert (app.name, app.tokens.count()) == ("Coach's helper", 0)
    assert sorted(permission.codename for permission in app.permissions.all()) == [
        "handle_payments",
        "impersonate_user",
        "manage_orders",
        "manage_users",
    ]


def test_what_came_by_another_app_can_go_back_by_ours(
    saleor: SaleorShop, product: Product, ada: Customer
) -> None:
    order = _order(saleor, product, ada)
    pay(saleor, order.id, "99.00", "stripe-1")
    assert commerce.order_get(order.id).is_paid
    back = commerce.order_record_refund(order.id, amount=Money(99_00, "EUR"), reference="back-1")
    assert back.paid == Money(0, "EUR")
