"""Reading the terms of a checkout, product setups and purchases."""

from __future__ import annotations

from typing import Any

import graphene
from django.db.models import QuerySet
from graphql import ResolveInfo

from saleor_coaching_plugin.checkout import models
from saleor_coaching_plugin.checkout.required import terms_required
from saleor_coaching_plugin.checkout.selectors import (
    acceptance_of,
    product_setup_of,
    purchases_found,
)
from saleor_coaching_plugin.commerce.port import Checkout
from saleor_coaching_plugin.graphql.core.access import ANYONE, PRODUCTS, USERS
from saleor_coaching_plugin.graphql.core.context import requestor_of
from saleor_coaching_plugin.graphql.core.fields import GuardedField, ListField

from .types import CheckoutTerms, ProductPurchase, ProductSetup
from .whose import checkout_for


class CheckoutQueries(graphene.ObjectType):
    checkout_terms = GuardedField(
        CheckoutTerms,
        access=ANYONE,
        description="What must be agreed to before this checkout can be completed.",
        checkout_id=graphene.ID(required=True, description="The shop's id."),
    )
    product_setup = GuardedField(
        ProductSetup,
        access=PRODUCTS,
        description="What buying a product starts; null when it starts nothing.",
        product_id=graphene.ID(required=True, description="The shop's id."),
    )
    product_purchases = ListField(
        ProductPurchase,
        access=USERS,
        description="Purchases, newest first.",
        email=graphene.String(description="Only of this person."),
        product_id=graphene.ID(description="Only of this product."),
    )

    @staticmethod
    def resolve_checkout_terms(root: None, info: ResolveInfo, checkout_id: str) -> dict[str, Any]:
        return terms_shown(checkout_for(requestor_of(info.context), checkout_id))

    @staticmethod
    def resolve_product_setup(
        root: None, info: ResolveInfo, product_id: str
    ) -> models.ProductSetup | None:
        return product_setup_of(product_id)

    @staticmethod
    def resolve_product_purchases(
        root: None, info: ResolveInfo, email: str | None = None, product_id: str | None = None
    ) -> QuerySet[models.Purchase]:
        return purchases_found(email=email, product_id=product_id)


def terms_shown(checkout: Checkout) -> dict[str, Any]:
    """The root of a CheckoutTerms."""
    required = terms_required(checkout)
    return {
        "checkout": checkout,
        "fingerprint": required.fingerprint,
        "statement": required.wording.purchase_statement,
        "button": required.wording.purchase_button,
        "texts": required.texts,
        "accepted": not required.texts
        or acceptance_of(required.checkout_id, required.binding) is not None,
    }
