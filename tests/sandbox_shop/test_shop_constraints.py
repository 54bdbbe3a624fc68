"""What the database itself refuses, whoever writes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError
from factories.shop import shop_checkout

from saleor_coaching_plugin.commerce.port import Product
from saleor_coaching_plugin.sandbox.shop import models

pytestmark = pytest.mark.django_db


def checkout_row() -> models.Checkout:
    return models.Checkout.objects.get()


def order_of_checkout(**values: Any) -> models.Order:
    return models.Order.objects.create(
        channel=checkout_row().channel,
        language="en",
        email="a@client.example",
        billing_address={},
        total_minor=1,
        **values,
    )


@pytest.mark.parametrize(
    "write",
    [
        lambda: models.User.objects.create(email="Ada@client.example", password="!"),
        lambda: [models.User.objects.create(email="a@b.example", password="!") for _ in "12"],
        lambda: models.Voucher.objects.create(code="x", percent=101),
        lambda: models.VariantChannelListing.objects.update(price_minor=-1),
        lambda: models.CheckoutLine.objects.update(quantity=51),
        lambda: models.CheckoutLine.objects.update(quantity=0),
        lambda: checkout_row().payments.create(reference="r", amount_minor=0),
        lambda: [checkout_row().payments.create(reference="r", amount_minor=1) for _ in "12"],
        lambda: [order_of_checkout(checkout=checkout_row()) for _ in "12"],
        lambda: [order_of_checkout(external_reference="r") for _ in "12"],
        lambda: order_of_checkout(paid_minor=-1),
        lambda: [
            order_of_checkout(paid_minor=1).payments.create(
                reference="r", kind="charge", amount_minor=0
            )
        ],
        lambda: order_of_checkout().lines.create(
            variant=models.Variant.objects.get(), quantity=2, unit_price_minor=5, total_minor=11
        ),
    ],
)
def test_the_database_refuses(product: Product, write: Callable[[], object]) -> None:
    shop_checkout(product)
    with pytest.raises(IntegrityError):
        write()


def test_order_numbers_start_at_1001_and_rise(product: Product) -> None:
    shop_checkout(product)
    numbers = []
    for _ in range(2):
        order = order_of_checkout()
        order.refresh_from_db()
        numbers.append(order.number)
    assert numbers[0] >= 1001
    assert numbers[1] > numbers[0]
