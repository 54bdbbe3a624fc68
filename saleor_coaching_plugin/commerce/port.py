"""What the plugin needs of a shop, in words of its own. One adapter per shop implements it.

All ids are the shop's global ids as text (Relay ids in Saleor), opaque to us. Dataclasses are
snapshots: they do not follow later changes.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from django.http import HttpRequest

from saleor_coaching_plugin.core.money import Money


class RequestorKind(StrEnum):
    ANONYMOUS = "anonymous"
    CUSTOMER = "customer"
    STAFF = "staff"
    APP = "app"


class Permission(StrEnum):
    """The names of Saleor's permissions that guard our staff side."""

    MANAGE_PRODUCTS = "MANAGE_PRODUCTS"
    MANAGE_ORDERS = "MANAGE_ORDERS"
    MANAGE_USERS = "MANAGE_USERS"


@dataclass(frozen=True)
class Requestor:
    """Who asks. `id` is the user's or app's global id, None for anonymous.

    `email` opens what was sent to that address: None unless the shop has confirmed it.
    """

    kind: RequestorKind
    id: str | None = None
    email: str | None = None
    permissions: frozenset[str] = frozenset()

    @property
    def is_staff_or_app(self) -> bool:
        return self.kind in {RequestorKind.STAFF, RequestorKind.APP}

    def may(self, permission: Permission) -> bool:
        return self.is_staff_or_app and permission in self.permissions


ANONYMOUS = Requestor(RequestorKind.ANONYMOUS)


@dataclass(frozen=True)
class Address:
    first_name: str
    last_name: str
    street: str
    city: str
    postal_code: str
    country: str
    """ISO 3166-1 alpha-2."""


@dataclass(frozen=True)
class Customer:
    id: str
    email: str
    first_name: str
    last_name: str
    language: str


@dataclass(frozen=True)
class Variant:
    id: str
    product_id: str
    name: str
    sku: str
    price: Money | None
    """None when it is not for sale in the channel that was asked for."""


@dataclass(frozen=True)
class Product:
    """A product as one channel shows it, with all that terms can be inherited from."""

    id: str
    name: str
    slug: str
    description: str
    channel: str
    is_published: bool
    product_type_id: str
    category_ids: tuple[str, ...]
    """The product's category first, then its ancestors up to the root."""
    collection_ids: tuple[str, ...]
    variants: tuple[Variant, ...]


@dataclass(frozen=True)
class Place:
    """Where a product stands in the catalogue: what terms can be inherited from, and no more."""

    id: str
    """The product's."""
    channel: str
    product_type_id: str
    category_ids: tuple[str, ...]
    """As `Product.category_ids`."""
    collection_ids: tuple[str, ...]


@dataclass(frozen=True)
class Line:
    """A line of a checkout or an order."""

    id: str
    product_id: str
    variant_id: str
    product_name: str
    quantity: int
    unit_price: Money
    total: Money


@dataclass(frozen=True)
class Checkout:
    id: str
    channel: str
    language: str
    email: str | None
    customer_id: str | None
    billing_address: Address | None
    voucher_code: str | None
    lines: tuple[Line, ...]
    total: Money
    paid: Money


@dataclass(frozen=True)
class Order:
    id: str
    number: str
    channel: str
    language: str
    email: str
    customer_id: str | None
    checkout_id: str | None
    external_reference: str | None
    lines: tuple[Line, ...]
    total: Money
    paid: Money
    created_at: datetime
    is_cancelled: bool = False

    @property
    def is_paid(self) -> bool:
        return self.paid.minor >= self.total.minor


@dataclass(frozen=True)
class OrderPayment:
    """Money that came for an order, or went back."""

    reference: str
    """The payment service's id of it, where there is one."""
    amount: Money
    """Negative where it went back."""
    is_ours: bool
    """Recorded through this port; by staff of the shop or another app otherwise."""


@dataclass(frozen=True)
class OrderChange:
    """That an order came to be or changed, for those who missed the shop's hooks."""

    order_id: str
    changed_at: datetime


@dataclass(frozen=True)
class OrderLineRequest:
    variant_id: str
    quantity: int
    unit_price: Money


@dataclass(frozen=True)
class OrderRequest:
    """An order to be made from an agreement, outside any checkout."""

    external_reference: str
    """Our key: asking twice with the same one returns the same order."""
    channel: str
    language: str
    customer_id: str
    billing_address: Address
    lines: Sequence[OrderLineRequest]
    metadata: Mapping[str, str] = field(default_factory=dict)


class Commerce(Protocol):
    """The port. Unknown ids raise CommerceError(NOT_FOUND) unless a method says otherwise."""

    def is_switched_on(self) -> bool:
        """Whether the shop's operator wants the plugin to act on orders and checkouts."""

    def requestor(self, request: HttpRequest) -> Requestor:
        """Who sent this request; a malformed, unknown or expired token is anonymous."""

    # people

    def customer_get(self, customer_id: str) -> Customer:
        """Anybody with an account, staff too."""

    def customer_find(self, email: str) -> Customer | None:
        """By address, whatever its case."""

    def customer_get_or_create(
        self, *, email: str, first_name: str, last_name: str, language: str
    ) -> Customer:
        """Find by address, whatever its case, or make; an existing one is left as it is."""

    # catalogue

    def product_get(self, product_id: str, *, channel: str) -> Product: ...

    def product_find(self, *, slug: str, channel: str) -> Product | None:
        """A published product by slug."""

    def products_get(self, product_ids: Collection[str], *, channel: str) -> dict[str, Product]:
        """By id, in a constant number of queries; unknown ids are left out."""

    def places_get(self, product_ids: Collection[str], *, channel: str) -> dict[str, Place]:
        """By product id, as `products_get` tells it, but cheaply: each order asks for it.

        `channel` is told back as it is.
        """

    def products_published(self, *, channel: str) -> list[Product]:
        """What customers can buy in the channel, by name."""

    def object_exists(self, kind: str, object_id: str) -> bool:
        """Whether a `product`, `product_type`, `category`, `collection` or `channel` exists.

        A channel's id is its slug, as everywhere in this port.
        """

    # checkout

    def checkout_get(self, checkout_id: str) -> Checkout: ...

    def checkout_create(
        self,
        *,
        channel: str,
        language: str,
        email: str,
        customer_id: str | None,
        billing_address: Address | None,
        lines: Mapping[str, int],
    ) -> Checkout:
        """`lines` is variant id -> quantity. Raises PRODUCT_NOT_PUBLISHED, QUANTITY_INVALID."""

    def checkouts_paid(self, *, since: datetime, until: datetime, limit: int) -> list[Checkout]:
        """Paid in full and last changed in that time, but no order yet; oldest change first.

        A checkout that costs nothing is not among them: nobody waits for what was paid.
        """

    def checkout_record_payment(
        self, checkout_id: str, *, amount: Money, reference: str
    ) -> Checkout:
        """Money that arrived for a checkout; the same reference counts once.

        Raises PAYMENT_CONFLICT when the reference came with another amount before.
        """

    def checkout_complete(self, checkout_id: str) -> Order:
        """Make the order; completing twice returns the same order.

        Raises NO_LINES, EMAIL_NOT_SET, BILLING_ADDRESS_NOT_SET, CHECKOUT_NOT_FULLY_PAID,
        PRODUCT_NOT_PUBLISHED, and TERMS_NOT_ACCEPTED when the plugin's gate refuses.
        """

    # orders

    def order_get(self, order_id: str) -> Order: ...

    def order_find(self, *, checkout_id: str) -> Order | None:
        """The order that a checkout became."""

    def order_numbered(self, number: str) -> Order | None:
        """The placed order with this number, as people are told it."""

    def orders_of(self, customer_id: str) -> list[Order]:
        """A customer's orders, newest first."""

    def orders_changed(self, *, since: datetime, limit: int) -> list[OrderChange]:
        """Placed orders (no drafts) that changed at or after `since`, oldest change first."""

    def order_create(self, request: OrderRequest) -> Order:
        """Make a confirmed order, once per `external_reference`.

        Raises NO_LINES, QUANTITY_INVALID, PRODUCT_NOT_PUBLISHED, CURRENCY_MISMATCH.
        """

    def order_record_payment(self, order_id: str, *, amount: Money, reference: str) -> Order:
        """Money that arrived, in part or in full; the same reference counts once.

        Raises PAYMENT_CONFLICT (reference known with another amount), CURRENCY_MISMATCH, OVERPAID.
        """

    def order_record_refund(self, order_id: str, *, amount: Money, reference: str) -> Order:
        """Money that went back; the same reference counts once."""

    def order_payments(self, order_id: str) -> list[OrderPayment]:
        """What came and what went back, oldest first; it adds up to the order's `paid`.

        That of its checkout is among it. What gift cards paid is not: no payment stands for it.
        """

    def order_attach_invoice(self, order_id: str, *, number: str, url: str) -> None:
        """Show an invoice of ours on the order; the same number counts once."""
