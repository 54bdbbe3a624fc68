"""The shop's tables. Nothing outside this folder refers to them by foreign key."""

from .catalogue import (
    Category,
    Channel,
    Collection,
    Product,
    ProductChannelListing,
    ProductType,
    Variant,
    VariantChannelListing,
)
from .checkouts import Checkout, CheckoutLine, CheckoutPayment, Voucher
from .orders import Order, OrderInvoice, OrderLine, OrderPayment
from .people import App, User

__all__ = [
    "App",
    "Category",
    "Channel",
    "Checkout",
    "CheckoutLine",
    "CheckoutPayment",
    "Collection",
    "Order",
    "OrderInvoice",
    "OrderLine",
    "OrderPayment",
    "Product",
    "ProductChannelListing",
    "ProductType",
    "User",
    "Variant",
    "VariantChannelListing",
    "Voucher",
]
