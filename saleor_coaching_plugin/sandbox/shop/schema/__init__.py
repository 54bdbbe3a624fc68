"""The shop's public API in GraphQL, with Saleor's names; to be merged with the plugin's own."""

from .catalogue import Product
from .mutation import ShopMutation
from .orders import Order, User
from .query import ShopQuery

__all__ = ["Order", "Product", "ShopMutation", "ShopQuery", "User"]
