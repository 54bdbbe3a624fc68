"""What the tests put on Saleor's shelves, and how they talk to its API.

Rows are made through Saleor's models where its API would take ten calls; whatever a test is about
goes through the API.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import graphene
from django.apps import apps
from django.contrib.sites.models import Site
from django.test import Client, TestCase
from django.utils.text import slugify
from saleor.account.models import Address, User
from saleor.app.models import App
from saleor.channel.models import Channel
from saleor.core.jwt import create_access_token
from saleor.permission.models import Permission
from saleor.product.models import (
    Category,
    Product,
    ProductChannelListing,
    ProductType,
    ProductVariant,
    ProductVariantChannelListing,
)
from saleor.shipping.models import ShippingZone
from saleor.site.models import SiteSettings
from saleor.tax.models import TaxConfiguration
from saleor.warehouse.models import Stock, Warehouse

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Api:
    """A client of Saleor's GraphQL API, as somebody or as nobody."""

    token: str | None = None
    path: str = "/graphql/"

    def post(self, query: str, **variables: Any) -> dict[str, Any]:
        """The whole answer. What Saleor does after commit has been done when it returns."""
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        with TestCase.captureOnCommitCallbacks(execute=True):
            response = Client().post(
                self.path,
                json.dumps({"query": query, "variables": variables}),
                content_type="application/json",
                headers=headers,
            )
        answer: dict[str, Any] = response.json()
        return answer

    def data(self, query: str, **variables: Any) -> dict[str, Any]:
        """The data of an answer without top-level errors."""
        answer = self.post(query, **variables)
        assert "errors" not in answer, answer["errors"]
        data: dict[str, Any] = answer["data"]
        return data


class SaleorShop:
    """A channel in euros, a warehouse that never runs out, and everybody who has to do with it."""

    def __init__(self) -> None:
        site = Site.objects.get_current()
        SiteSettings.objects.get_or_create(site=site)
        _default_customer_type()
        self.warehouse = Warehouse.objects.create(
            name="Digital", slug="digital", email="", address=Address.objects.create(country="DE")
        )
        self.zone = ShippingZone.objects.create(name="Europe", countries=["DE", "GB", "PL"])
        self.zone.warehouses.add(self.warehouse)
        self.channel = self.new_channel("coaching-eur", "EUR")
        self.product_type = ProductType.objects.create(
            name="Coaching",
            slug="coaching-type",
            has_variants=True,
            is_shipping_required=False,
        )
        self.category = Category.objects.create(name="Programmes", slug="programmes")

    def new_channel(self, slug: str, currency: str) -> Channel:
        channel = Channel.objects.create(
            name=slug, slug=slug, currency_code=currency, default_country="DE", is_active=True
        )
        TaxConfiguration.objects.get_or_create(
            channel=channel, defaults={"charge_taxes": False, "prices_entered_with_tax": True}
        )
        # Saleor's stock belongs to shipping zones, even where nothing is shipped.
        self.warehouse.channels.add(channel)
        self.zone.channels.add(channel)
        return channel

    def product(
        self,
        name: str = "Coaching",
        price: str | Decimal = "120.00",
        *,
        published: bool = True,
        category: Category | None = None,
    ) -> Product:
        """With one variant, that is in stock and listed in the channel."""
        product = Product.objects.create(
            name=name,
            slug=slugify(name),
            product_type=self.product_type,
            category=category or self.category,
        )
        ProductChannelListing.objects.create(
            product=product,
            channel=self.channel,
            currency=self.channel.currency_code,
            is_published=published,
            published_at=LONG_AGO,
            visible_in_listings=True,
            available_for_purchase_at=LONG_AGO,
            discounted_price_amount=Decimal(price),
        )
        variant = ProductVariant.objects.create(product=product, sku=slugify(name), name="Seat")
        ProductVariantChannelListing.objects.create(
            variant=variant,
            channel=self.channel,
            currency=self.channel.currency_code,
            price_amount=Decimal(price),
            discounted_price_amount=Decimal(price),
        )
        Stock.objects.create(warehouse=self.warehouse, product_variant=variant, quantity=1_000_000)
        return product

    def customer(self, email: str = "sam@client.example", **values: Any) -> User:
        user = User(email=email, is_active=True, **{"is_confirmed": True, **values})
        user.set_password("password")
        user.save()
        return user

    def staff(self, permissions: Collection[str] = ()) -> User:
        user = self.customer(f"staff{User.objects.count()}@coach.example", is_staff=True)
        user.user_permissions.set(_permissions(permissions))
        return user

    def app(self, permissions: Collection[str] = ()) -> App:
        app = App.objects.create(name=f"app {App.objects.count()}", is_active=True)
        app.permissions.set(_permissions(permissions))
        return app

    def api_of(self, whom: User | App | None = None) -> Api:
        if whom is None:
            return Api()
        if isinstance(whom, App):
            _, token = whom.tokens.create(name="test")
            return Api(token)
        return Api(create_access_token(whom))


def _default_customer_type() -> None:
    """Saleor migrates one in since 3.23; tests with real commits empty the tables afterwards."""
    if "customertype" in apps.all_models["account"]:
        apps.get_model("account", "CustomerType").objects.get_or_create(
            is_default=True, defaults={"name": "Default", "slug": "default"}
        )


def variant_of(product: Product) -> ProductVariant:
    return product.variants.get()


def global_id(row: Any) -> str:
    """Saleor's Relay id of a row of its own."""
    name: str = graphene.Node.to_global_id(type(row).__name__, row.pk)
    return name


def _permissions(names: Collection[str]) -> list[Permission]:
    """By name as in Saleor's API: MANAGE_ORDERS."""
    found = list(Permission.objects.filter(codename__in=[name.lower() for name in names]))
    assert len(found) == len(set(names)), f"unknown permission among {names}"
    return found
