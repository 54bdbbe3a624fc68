"""The plugin's hooks: when they are called, with what, and what their failure does."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connection, transaction
from factories.contracts import ADDRESS
from factories.shop import shop_checkout, shop_customer, shop_product

from saleor_coaching_plugin.commerce.errors import CommerceError, CommerceErrorCode
from saleor_coaching_plugin.commerce.port import (
    Checkout,
    Order,
    OrderLineRequest,
    OrderRequest,
    Product,
)
from saleor_coaching_plugin.core.money import Money
from saleor_coaching_plugin.sandbox.shop import models
from saleor_coaching_plugin.sandbox.shop.adapter import SandboxCommerce
from saleor_coaching_plugin.sandbox.shop.cart_edit import cart_lines_add
from saleor_coaching_plugin.sandbox.shop.hooks import NoHooks, ShopHooks
from saleor_coaching_plugin.sandbox.shop.ids import Kind, pk_of

pytestmark = pytest.mark.usefixtures("committed_db")

Install = Callable[[ShopHooks], None]


class Diary(NoHooks):
    """Writes down what it is told, and whether that was inside a transaction."""

    def __init__(self) -> None:
        self.told: list[tuple[str, Checkout | Order]] = []

    def preprocess_order_creation(self, checkout: Checkout) -> None:
        self._note("preprocess", checkout)

    def order_created(self, order: Order) -> None:
        self._note("created", order)

    def order_paid(self, order: Order) -> None:
        self._note("paid", order)

    @property
    def names(self) -> list[str]:
        return [name for name, _ in self.told]

    def _note(self, name: str, what: Checkout | Order) -> None:
        assert not connection.in_atomic_block
        self.told.append((name, what))


@pytest.fixture
def diary(install: Install) -> Diary:
    diary = Diary()
    install(diary)
    return diary


def paid_checkout(product: Product) -> Checkout:
    checkout = shop_checkout(product)
    return SandboxCommerce().checkout_record_payment(
        checkout.id, amount=checkout.total, reference="pay-1"
    )


def agreed_order(product: Product) -> Order:
    return SandboxCommerce().order_create(
        OrderRequest(
            external_reference="agreement:1",
            channel=product.channel,
            language="en",
            customer_id=shop_customer().id,
            billing_address=ADDRESS,
            lines=[OrderLineRequest(product.variants[0].id, 1, Money(100_00, "EUR"))],
        )
    )


def test_a_completion_tells_of_the_checkout_then_of_the_order(
    product: Product, diary: Diary
) -> None:
    checkout = paid_checkout(product)
    assert diary.told == []
    order = SandboxCommerce().checkout_complete(checkout.id)
    assert diary.told == [("preprocess", checkout), ("created", order), ("paid", order)]
    SandboxCommerce().checkout_complete(checkout.id)
    assert len(diary.told) == 3


def test_a_free_checkout_tells_that_it_is_paid(db: None, diary: Diary) -> None:
    checkout = shop_checkout(shop_product("First talk", 0))
    SandboxCommerce().checkout_complete(checkout.id)
    assert diary.names == ["preprocess", "created", "paid"]


def test_an_agreed_order_passes_no_gate_and_tells_of_each_payment(
    product: Product, diary: Diary
) -> None:
    order = agreed_order(product)
    assert diary.told == [("created", order)]
    for reference in ("pay-1", "pay-2", "pay-2"):
        SandboxCommerce().order_record_payment(
            order.id, amount=Money(50_00, "EUR"), reference=reference
        )
    assert diary.names == ["created", "paid", "paid"]
    assert [what.paid.minor for _, what in diary.told] == [0, 50_00, 100_00]


def test_a_refund_tells_nothing(product: Product, diary: Diary) -> None:
    order = agreed_order(product)
    amount = Money(50_00, "EUR")
    SandboxCommerce().order_record_payment(order.id, amount=amount, reference="pay-1")
    SandboxCommerce().order_record_refund(order.id, amount=amount, reference="back-1")
    assert diary.names == ["created", "paid"]


@transaction.atomic
def order_and_roll_back(product: Product) -> None:
    agreed_order(product)
    assert models.Order.objects.exists()
    raise ZeroDivisionError


def test_what_is_rolled_back_is_not_told(product: Product, diary: Diary) -> None:
    with pytest.raises(ZeroDivisionError):
        order_and_roll_back(product)
    assert diary.told == []
    assert not models.Order.objects.exists()


class Failing(Diary):
    def order_created(self, order: Order) -> None:
        super().order_created(order)
        raise RuntimeError("secret@client.example")


def test_a_raising_hook_loses_the_rest_but_not_the_order(
    product: Product, install: Install, caplog: pytest.LogCaptureFixture
) -> None:
    failing = Failing()
    install(failing)
    order = SandboxCommerce().checkout_complete(paid_checkout(product).id)
    assert failing.names == ["preprocess", "created"]
    assert SandboxCommerce().order_get(order.id) == order
    assert "RuntimeError" in caplog.text
    assert "secret@client.example" not in caplog.text


class Refusing(Diary):
    def preprocess_order_creation(self, checkout: Checkout) -> None:
        raise CommerceError(CommerceErrorCode.TERMS_NOT_ACCEPTED, "Accept the terms first.")


def test_a_refusing_gate_leaves_everything_as_it_was(product: Product, install: Install) -> None:
    refusing = Refusing()
    install(refusing)
    checkout = paid_checkout(product)
    with pytest.raises(CommerceError):
        SandboxCommerce().checkout_complete(checkout.id)
    assert not models.Order.objects.exists()
    assert SandboxCommerce().checkout_get(checkout.id) == checkout
    assert refusing.told == []


class Meeting(Diary):
    """Lets nobody through before two have come."""

    def __init__(self) -> None:
        super().__init__()
        self._both = threading.Barrier(2)

    def preprocess_order_creation(self, checkout: Checkout) -> None:
        self._both.wait(20)
        super().preprocess_order_creation(checkout)


def test_two_that_both_passed_the_gate_make_one_order(product: Product, install: Install) -> None:
    meeting = Meeting()
    install(meeting)
    checkout_id = paid_checkout(product).id
    orders: list[Order] = []

    def complete() -> None:
        try:
            orders.append(SandboxCommerce().checkout_complete(checkout_id))
        finally:
            connection.close()

    threads = [threading.Thread(target=complete) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert len(orders) == 2
    assert orders[0] == orders[1]
    assert models.Order.objects.count() == 1
    assert sorted(meeting.names) == ["created", "paid", "preprocess", "preprocess"]


class Sneaking(Diary):
    """Puts something into the cart after the gate has looked at it, once."""

    def __init__(self, variant_id: str) -> None:
        super().__init__()
        self._variant_id = variant_id

    def preprocess_order_creation(self, checkout: Checkout) -> None:
        super().preprocess_order_creation(checkout)
        if self.names == ["preprocess"]:
            cart_lines_add(pk_of(checkout.id, Kind.CHECKOUT), {self._variant_id: 1})


def test_a_cart_changed_behind_the_gate_is_shown_to_it_again(
    product: Product, install: Install
) -> None:
    free = shop_product("First talk", 0)
    sneaking = Sneaking(free.variants[0].id)
    install(sneaking)
    order = SandboxCommerce().checkout_complete(paid_checkout(product).id)
    assert sneaking.names == ["preprocess", "preprocess", "created", "paid"]
    assert len(sneaking.told[1][1].lines) == len(order.lines) == 2


def test_a_cart_made_dearer_behind_the_gate_is_not_paid(product: Product, install: Install) -> None:
    install(Sneaking(product.variants[0].id))
    with pytest.raises(CommerceError) as caught:
        SandboxCommerce().checkout_complete(paid_checkout(product).id)
    assert caught.value.code == CommerceErrorCode.CHECKOUT_NOT_FULLY_PAID
    assert not models.Order.objects.exists()
