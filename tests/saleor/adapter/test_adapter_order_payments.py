"""What came for an order and went back, by whichever of Saleor's ways."""

from __future__ import annotations

import pytest
from graphql_relay import to_global_id
from saleor.order.models import Order as OrderRow
from saleor.payment.models import TransactionItem
from saleor_checkout import pay
from saleor_shop import SaleorShop, global_id, variant_of

from saleor_coaching_plugin.commerce.errors import CommerceError
from saleor_coaching_plugin.commerce.port import (
    Address,
    Order,
    OrderLineRequest,
    OrderPayment,
    OrderRequest,
)
from saleor_coaching_plugin.commerce.saleor import SaleorCommerce
from saleor_coaching_plugin.core.money import Money

commerce = SaleorCommerce()
MARK_AS_PAID = """mutation ($id: ID!, $reference: String) {
  orderMarkAsPaid(id: $id, transactionReference: $reference) { errors { code message } } }"""
TRANSACTION_UPDATE = """mutation ($id: ID!, $charged: MoneyInput!, $refunded: MoneyInput!) {
  transactionUpdate(id: $id, transaction: {amountCharged: $charged, amountRefunded: $refunded}) {
    errors { code message } } }"""

EVENT_REPORT = """mutation ($id: ID!, $amount: PositiveDecimal!) {
  transactionEventReport(
    id: $id, amount: $amount, pspReference: "re-1", type: REFUND_SUCCESS, availableActions: []
  ) { errors { code message } } }"""


@pytest.fixture
def order(saleor: SaleorShop) -> Order:
    """99.00 EUR, unpaid."""
    ada = commerce.customer_get_or_create(
        email="ada@client.example", first_name="Ada", last_name="Lovelace", language="en"
    )
    variant = global_id(variant_of(saleor.product()))
    return commerce.order_create(
        OrderRequest(
            external_reference="agreement:1",
            channel=saleor.channel.slug,
            language="en",
            customer_id=ada.id,
            billing_address=Address("Ada", "Lovelace", "Unter den Linden 1", "Berlin", "1", "DE"),
            lines=[OrderLineRequest(variant, 1, euros(99_00))],
        )
    )


def euros(minor: int) -> Money:
    return Money(minor, "EUR")


def transaction_id(item: TransactionItem) -> str:
    return str(to_global_id("TransactionItem", item.token))


def adds_up(order: Order) -> bool:
    moved = commerce.order_payments(order.id)
    return sum(each.amount.minor for each in moved) == commerce.order_get(order.id).paid.minor


@pytest.mark.parametrize("strategy", ["payment_flow", "transaction_flow"])
def test_what_staff_marked_as_paid_is_not_ours(
    saleor: SaleorShop, order: Order, strategy: str
) -> None:
    saleor.channel.order_mark_as_paid_strategy = strategy
    saleor.channel.save()
    api = saleor.api_of(saleor.app(["MANAGE_ORDERS"]))
    answer = api.data(MARK_AS_PAID, id=order.id, reference="cash-7")
    assert answer["orderMarkAsPaid"]["errors"] == []
    told = [OrderPayment("cash-7", euros(99_00), is_ours=False)]
    assert commerce.order_payments(order.id) == told
    assert adds_up(order)


def test_what_staff_marked_as_paid_without_a_reference_has_one_here(
    saleor: SaleorShop, order: Order
) -> None:
    saleor.api_of(saleor.app(["MANAGE_ORDERS"])).data(MARK_AS_PAID, id=order.id, reference=None)
    (told,) = commerce.order_payments(order.id)
    assert (told.amount, bool(told.reference)) == (euros(99_00), True)


def test_refund_that_another_app_reports_is_told_apart(saleor: SaleorShop, order: Order) -> None:
    pay(saleor, order.id, "99.00", "theirs-1")
    item = TransactionItem.objects.get()
    answer = saleor.api_of(item.app).data(EVENT_REPORT, id=transaction_id(item), amount="40.00")
    assert answer["transactionEventReport"]["errors"] == []
    assert commerce.order_payments(order.id) == [
        OrderPayment("theirs-1", euros(99_00), is_ours=False),
        OrderPayment("re-1", euros(-40_00), is_ours=False),
    ]
    assert adds_up(order)


def test_where_saleor_does_not_add_events_up_its_own_sum_stands(
    saleor: SaleorShop, order: Order
) -> None:
    """As when an app sets the amounts anew: Saleor writes the difference of each down."""
    pay(saleor, order.id, "99.00", "theirs-1")
    item = TransactionItem.objects.get()
    answer = saleor.api_of(item.app).data(
        TRANSACTION_UPDATE,
        id=transaction_id(item),
        charged={"amount": "59.00", "currency": "EUR"},
        refunded={"amount": "40.00", "currency": "EUR"},
    )
    assert answer["transactionUpdate"]["errors"] == []
    told = [OrderPayment("theirs-1", euros(59_00), is_ours=False)]
    assert commerce.order_payments(order.id) == told
    assert adds_up(order)


def test_drafts_are_no_orders(order: Order) -> None:
    OrderRow.objects.update(status="draft")
    with pytest.raises(CommerceError, match="No Order with this id"):
        commerce.order_payments(order.id)
