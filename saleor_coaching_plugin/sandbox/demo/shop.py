"""What the sandbox's shop and Saleor do differently, for those who play; all else is one API."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from saleor_coaching_plugin.sandbox.seed.login import COACH_EMAIL, COACH_PASSWORD
from saleor_coaching_plugin.sandbox.stack import Stack

from .api import Api
from .documents import LOGIN, SHOP, TRANSACTION_CREATE


@dataclass(frozen=True)
class Shelf:
    """Where products are put: ids, and the channel's slug and currency."""

    channel_id: str
    channel: str
    currency: str
    product_type: str
    category: str


@dataclass
class Shop(ABC):
    """A furnished shop, and who speaks to it."""

    coach: Api
    storefront: Api
    payment_app: Api
    shelf: Shelf
    listing: Mapping[str, Any]
    """With which a product can be bought in a channel."""
    variant: Mapping[str, Any]
    """With which a variant never sells out."""

    @abstractmethod
    def payment_start(self, checkout_id: str, transaction: Mapping[str, Any]) -> Mapping[str, Any]:
        """How a storefront begins to pay; the payload with its `errors`."""

    @abstractmethod
    def order_placed(self, order_id: str) -> str:
        """Look for what only this shop shows of an order from an agreement; in words."""

    @abstractmethod
    def order_paid(self, order_id: str) -> str:
        """The same of one that is paid."""

    @abstractmethod
    def order_refunded(self, order_id: str, amount: str) -> str:
        """The same of one of which a part went back."""


class SandboxShop(Shop):
    """Its staff is seeded; it has neither apps nor a history of its orders."""

    def payment_start(self, checkout_id: str, transaction: Mapping[str, Any]) -> Mapping[str, Any]:
        return self.payment_app.refused_or_done(
            TRANSACTION_CREATE, id=checkout_id, transaction=transaction
        )

    def order_placed(self, order_id: str) -> str:
        return ""

    def order_paid(self, order_id: str) -> str:
        return ""

    def order_refunded(self, order_id: str, amount: str) -> str:
        return ""


def sandbox_shop(stack: Stack) -> SandboxShop:
    """The coach logs in to the back office."""
    storefront = Api(f"{stack.web}/graphql/")
    token = storefront.do(LOGIN, email=COACH_EMAIL, password=COACH_PASSWORD)["token"]
    coach = Api(storefront.url, token)
    seen = coach.ask(SHOP)
    shelf = Shelf(
        channel_id=seen["channels"][0]["id"],
        channel=seen["channels"][0]["slug"],
        currency=seen["channels"][0]["currencyCode"],
        product_type=seen["productTypes"]["edges"][0]["node"]["id"],
        category=seen["categories"]["edges"][0]["node"]["id"],
    )
    return SandboxShop(
        coach=coach,
        storefront=storefront,
        payment_app=coach,
        shelf=shelf,
        listing={"isPublished": True},
        variant={},
    )
