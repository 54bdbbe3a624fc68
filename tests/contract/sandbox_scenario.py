"""The sandbox's shop, for the suite."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from uuid import uuid4

from django.http import HttpRequest
from django.test import RequestFactory
from factories.contracts import ADDRESS
from factories.shop import (
    shop_app,
    shop_category,
    shop_channel,
    shop_collection,
    shop_customer_token,
    shop_product,
    shop_product_unpublish,
    shop_staff,
    shop_voucher,
)

from saleor_coaching_plugin.commerce.errors import CommerceError, CommerceErrorCode
from saleor_coaching_plugin.commerce.port import Checkout
from saleor_coaching_plugin.core.money import Money
from saleor_coaching_plugin.sandbox.shop import models
from saleor_coaching_plugin.sandbox.shop.adapter import SandboxCommerce
from saleor_coaching_plugin.sandbox.shop.cart_edit import cart_create, cart_voucher_set
from saleor_coaching_plugin.sandbox.shop.catalogue_edit import variant_price
from saleor_coaching_plugin.sandbox.shop.checkouts import checkout_payment_record
from saleor_coaching_plugin.sandbox.shop.hooks import NoHooks, hooks, hooks_install
from saleor_coaching_plugin.sandbox.shop.ids import Kind, global_id, pk_of, pk_or_none
from saleor_coaching_plugin.sandbox.shop.orders import order_payment_record

_NUMBERS_NOT_IN_USE = 987_654_321
_KINDS = {
    "customer": Kind.USER,
    "product": Kind.PRODUCT,
    "variant": Kind.VARIANT,
    "checkout": Kind.CHECKOUT,
    "order": Kind.ORDER,
}


class _Refusing(NoHooks):
    def preprocess_order_creation(self, checkout: Checkout) -> None:
        raise CommerceError(CommerceErrorCode.TERMS_NOT_ACCEPTED, "Accept the terms first.")


class SandboxScenario:
    def __init__(self) -> None:
        self.commerce = SandboxCommerce()
        self.channel = shop_channel()

    def other_channel(self) -> str:
        return shop_channel("other", currency="USD")

    def product(
        self,
        name: str,
        price_minor: int,
        *,
        published: bool = True,
        categories: Sequence[str] = ("Programmes",),
        collections: Sequence[str] = (),
    ) -> str:
        category: str | None = None
        for step in categories:
            category = shop_category(step, parent_id=category)
        return shop_product(
            name,
            price_minor,
            published=published,
            category_id=category,
            collection_ids=[shop_collection(one) for one in collections],
        ).id

    def unpublish(self, product_id: str) -> None:
        shop_product_unpublish(product_id)

    def price_change(self, product_id: str, price_minor: int) -> None:
        product = self.commerce.product_get(product_id, channel=self.channel)
        here = models.Channel.objects.get(slug=self.channel)
        variant_price(
            variant_id=product.variants[0].id,
            prices={global_id(Kind.CHANNEL, here.pk): Decimal(price_minor) / 100},
        )

    def checkout_without_email(self, variant_id: str) -> str:
        row = cart_create(
            channel=self.channel,
            language="en",
            email=None,
            user=None,
            billing_address=ADDRESS,
            lines={variant_id: 1},
        )
        return global_id(Kind.CHECKOUT, row.pk)

    def voucher_apply(self, checkout_id: str, *, percent: int) -> None:
        code = shop_voucher(f"code-{percent}", percent=percent)
        cart_voucher_set(pk_of(checkout_id, Kind.CHECKOUT), code)

    def app_pays(self, object_id: str, minor: int, reference: str) -> None:
        is_order = pk_or_none(object_id, Kind.ORDER) is not None
        record = order_payment_record if is_order else checkout_payment_record
        record(object_id, Money(minor, "EUR"), reference, by_plugin=False)

    @contextmanager
    def gate_refusing(self) -> Iterator[None]:
        before = hooks()
        hooks_install(_Refusing())
        try:
            yield
        finally:
            hooks_install(before)

    def unknown_id(self, kind: str) -> str:
        is_uuid = kind in {"checkout", "order"}
        return global_id(_KINDS[kind], uuid4() if is_uuid else _NUMBERS_NOT_IN_USE)

    def anonymous_request(self) -> HttpRequest:
        return RequestFactory().get("/")

    def customer_request(self, customer_id: str) -> HttpRequest:
        customer = self.commerce.customer_get(customer_id)
        return self.request_with_token(shop_customer_token(customer))

    def staff_request(self, permissions: Collection[str]) -> HttpRequest:
        return self.request_with_token(shop_staff(list(permissions))[1])

    def app_request(self, permissions: Collection[str]) -> HttpRequest:
        return self.request_with_token(shop_app(list(permissions))[1])

    def request_with_token(self, token: str) -> HttpRequest:
        return RequestFactory().get("/", headers={"Authorization": f"Bearer {token}"})
