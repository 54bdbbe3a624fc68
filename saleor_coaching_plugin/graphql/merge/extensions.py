"""What Saleor's own types get."""

from __future__ import annotations

from typing import Any

import graphene

from saleor_coaching_plugin.graphql.core.ids import global_id
from saleor_coaching_plugin.graphql.extensions.order import order_fields
from saleor_coaching_plugin.graphql.extensions.user import user_fields
from saleor_coaching_plugin.graphql.terms.product import ProductKey, product_fields


def saleor_extensions() -> dict[Any, dict[str, graphene.Field]]:
    """Fields by Saleor's type."""
    # Saleor's types can be imported only once its apps are loaded.
    from saleor.graphql.account.types import User
    from saleor.graphql.order.types import Order
    from saleor.graphql.product.types import Product

    return {
        Product: product_fields(
            lambda root: ProductKey(_id_of("Product", root), root.channel_slug)
        ),
        Order: order_fields(lambda root: _id_of("Order", root)),
        User: user_fields(lambda root: str(root.email)),
    }


def _id_of(name: str, root: Any) -> str:
    """Saleor's roots are rows wrapped together with what they were asked for."""
    return str(global_id(name, getattr(root, "node", root).pk))
