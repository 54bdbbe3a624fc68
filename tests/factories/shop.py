"""The sandbox's shop, furnished: channel, products, people, apps. Needs a database."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.contrib.auth.hashers import make_password

from factories.contracts import ADDRESS
from saleor_coaching_plugin.commerce import port
from saleor_coaching_plugin.core.money import Money
from saleor_coaching_plugin.core.tokens import token_new
from saleor_coaching_plugin.sandbox.shop import models
from saleor_coaching_plugin.sandbox.shop.access import token_issue
from saleor_coaching_plugin.sandbox.shop.adapter import SandboxCommerce
from saleor_coaching_plugin.sandbox.shop.catalogue_edit import (
    product_create,
    product_publish,
    variant_create,
    variant_price,
)
from saleor_coaching_plugin.sandbox.shop.ids import Kind, global_id, pk_of

CHANNEL = "default-channel"


def shop_channel(slug: str = CHANNEL, *, currency: str = "EUR") -> str:
    """Slug of a channel, made unless it is there."""
    models.Channel.objects.get_or_create(slug=slug, defaults={"name": slug, "currency": currency})
    return slug


def shop_product_type(name: str = "Coaching") -> str:
    """Global id of a product type, made unless it is there."""
    row, _ = models.ProductType.objects.get_or_create(slug=name.lower(), defaults={"name": name})
    return global_id(Kind.PRODUCT_TYPE, row.pk)


def shop_category(name: str = "Programmes", *, parent_id: str | None = None) -> str:
    """Global id of a category, made unless it is there."""
    parent = _row(models.Category, Kind.CATEGORY, parent_id) if parent_id else None
    row, _ = models.Category.objects.get_or_create(
        slug=name.lower(), defaults={"name": name, "parent": parent}
    )
    return global_id(Kind.CATEGORY, row.pk)


def shop_collection(name: str) -> str:
    """Global id of a collection, made unless it is there."""
    row, _ = models.Collection.objects.get_or_create(slug=name.lower(), defaults={"name": name})
    return global_id(Kind.COLLECTION, row.pk)


def shop_product(
    name: str = "Twelve sessions",
    price_minor: int = 120_00,
    *,
    channel: str = CHANNEL,
    published: bool = True,
    category_id: str | None = None,
    collection_ids: Sequence[str] = (),
    description: str = "",
) -> port.Product:
    """A product with one variant and a price, as the channel (made if need be) shows it."""
    here = models.Channel.objects.get(slug=shop_channel(channel))
    row = product_create(
        name=name,
        product_type_id=shop_product_type(),
        category_id=category_id or shop_category(),
        collection_ids=collection_ids,
        description=description,
    )
    product_id, channel_id = global_id(Kind.PRODUCT, row.pk), global_id(Kind.CHANNEL, here.pk)
    product_publish(product_id=product_id, channels={channel_id: published})
    _variant(product_id, name, price_minor, here)
    return SandboxCommerce().product_get(product_id, channel=channel)


def shop_variant(product: port.Product, name: str, price_minor: int) -> str:
    """Global id of one more variant of the product, for sale in its channel."""
    here = models.Channel.objects.get(slug=product.channel)
    return _variant(product.id, name, price_minor, here)


def _variant(product_id: str, name: str, price_minor: int, channel: models.Channel) -> str:
    variant = variant_create(product_id=product_id, name=name, sku=f"sku-{uuid4().hex[:12]}")
    variant_id = global_id(Kind.VARIANT, variant.pk)
    price: Decimal = Money(price_minor, channel.currency).amount
    variant_price(variant_id=variant_id, prices={global_id(Kind.CHANNEL, channel.pk): price})
    return variant_id


def shop_product_unpublish(product_id: str, *, channel: str = CHANNEL) -> None:
    here = models.Channel.objects.get(slug=channel)
    product_publish(product_id=product_id, channels={global_id(Kind.CHANNEL, here.pk): False})


def shop_voucher(code: str = "SPRING", *, percent: int = 10) -> str:
    """The code."""
    models.Voucher.objects.create(code=code, percent=percent)
    return code


def shop_customer(
    email: str = "ada@client.example", *, password: str | None = None
) -> port.Customer:
    """A customer; who has no password cannot use `tokenCreate`."""
    row = models.User.objects.create(
        email=email, password=make_password(password), first_name="Ada", last_name="Lovelace"
    )
    return SandboxCommerce().customer_get(global_id(Kind.USER, row.pk))


def shop_customer_token(customer: port.Customer) -> str:
    return token_issue(_row(models.User, Kind.USER, customer.id))


def shop_staff(
    permissions: Sequence[str] = (), *, email: str = "alex@coach.example"
) -> tuple[port.Customer, str]:
    """Somebody who works here, and a token."""
    row = models.User.objects.create(
        email=email,
        password=make_password(None),
        first_name="Alex",
        last_name="Morgan",
        is_staff=True,
        permissions=list(permissions),
    )
    return SandboxCommerce().customer_get(global_id(Kind.USER, row.pk)), token_issue(row)


def shop_app(permissions: Sequence[str] = (), *, name: str = "Payments") -> tuple[str, str]:
    """An app's global id, and its token."""
    token = token_new()
    row = models.App.objects.create(
        name=name, token_digest=token.digest, permissions=list(permissions)
    )
    return global_id(Kind.APP, row.pk), token.raw


def shop_checkout(
    product: port.Product,
    *,
    quantity: int = 1,
    email: str = "ada@client.example",
    customer_id: str | None = None,
    language: str = "en",
) -> port.Checkout:
    """A checkout that lacks nothing but its payment."""
    return SandboxCommerce().checkout_create(
        channel=product.channel,
        language=language,
        email=email,
        customer_id=customer_id,
        billing_address=ADDRESS,
        lines={product.variants[0].id: quantity},
    )


def _row(model: Any, kind: Kind, object_id: str) -> Any:
    return model.objects.get(pk=pk_of(object_id, kind))
