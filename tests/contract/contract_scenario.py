"""What the suite needs of a shop beyond the port. Each adapter brings one of these.

The port cannot furnish a shop, nor refuse in the plugin's name: a shop's own staff, its own API
and its plugin do that.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from django.http import HttpRequest

from saleor_coaching_plugin.commerce.port import Commerce


class Scenario(Protocol):
    commerce: Commerce
    channel: str
    """Slug of a channel in euros."""

    def other_channel(self) -> str:
        """Slug of a channel in US dollars, where nothing is listed."""

    def product(
        self,
        name: str,
        price_minor: int,
        *,
        published: bool = True,
        categories: Sequence[str] = ("Programmes",),
        collections: Sequence[str] = (),
    ) -> str:
        """Id of a product with one variant, listed in the channel; `categories` from the root."""

    def unpublish(self, product_id: str) -> None: ...

    def price_change(self, product_id: str, price_minor: int) -> None:
        """When it has reached the open checkouts, which may keep prices for a while."""

    def checkout_without_email(self, variant_id: str) -> str:
        """Id of a checkout that lacks an e-mail address only, as a shop's own API makes them."""

    def voucher_apply(self, checkout_id: str, *, percent: int) -> None: ...

    def app_pays(self, object_id: str, minor: int, reference: str) -> None:
        """Another app takes euros for a checkout or an order, and tells the shop."""

    def gate_refusing(self) -> AbstractContextManager[None]:
        """While open, the plugin refuses every checkout with TERMS_NOT_ACCEPTED."""

    def unknown_id(self, kind: str) -> str:
        """A well-formed id of what is not there.

        `kind` is `customer`, `product`, `variant`, `checkout` or `order`.
        """

    def anonymous_request(self) -> HttpRequest: ...

    def customer_request(self, customer_id: str) -> HttpRequest:
        """By a customer whose address is confirmed."""

    def staff_request(self, permissions: Collection[str]) -> HttpRequest: ...

    def app_request(self, permissions: Collection[str]) -> HttpRequest: ...

    def request_with_token(self, token: str) -> HttpRequest: ...
