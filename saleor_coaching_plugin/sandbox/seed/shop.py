"""An empty shop with its staff: all that a coach needs to begin, and all that the demo is given."""

from __future__ import annotations

from django.contrib.auth.hashers import make_password

from saleor_coaching_plugin.commerce.port import Permission
from saleor_coaching_plugin.sandbox.shop import models
from saleor_coaching_plugin.sandbox.shop.ids import Kind, global_id

from .login import COACH_EMAIL, COACH_PASSWORD

CHANNEL = "default-channel"
CURRENCY = "GBP"


def shop_seed() -> None:
    """Channel, product type, category and the coach; on a second start nothing changes."""
    models.Channel.objects.get_or_create(
        slug=CHANNEL, defaults={"name": "Default channel", "currency": CURRENCY}
    )
    models.ProductType.objects.get_or_create(slug="coaching", defaults={"name": "Coaching"})
    models.Category.objects.get_or_create(slug="programmes", defaults={"name": "Programmes"})
    models.User.objects.get_or_create(
        email=COACH_EMAIL,
        defaults={
            "first_name": "Alex",
            "last_name": "Morgan",
            "password": make_password(COACH_PASSWORD),
            "is_staff": True,
            "permissions": [*Permission, "HANDLE_PAYMENTS"],
        },
    )


def product_type_id() -> str:
    return global_id(Kind.PRODUCT_TYPE, models.ProductType.objects.get(slug="coaching").pk)


def category_id() -> str:
    return global_id(Kind.CATEGORY, models.Category.objects.get(slug="programmes").pk)


def channel_id() -> str:
    return global_id(Kind.CHANNEL, models.Channel.objects.get(slug=CHANNEL).pk)
