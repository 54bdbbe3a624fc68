"""Who plays, and what they know in the course of the demo."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from saleor_coaching_plugin.sandbox.seed.login import COACH_EMAIL, COACH_PASSWORD
from saleor_coaching_plugin.sandbox.stack import Stack

from .api import Api
from .browser import Browser
from .documents import LOGIN, SHOP
from .mails import Mails


@dataclass(frozen=True)
class Person:
    first_name: str
    last_name: str
    email: str

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}"


CLIENT = Person("Sam", "Okafor", "sam@client.example")
BUYER = Person("Jo", "Lindqvist", "jo@buyer.example")
ADDRESS = {"street": "3 Mill Road", "city": "Cambridge", "postal_code": "CB1 2AD", "country": "GB"}
CARD = {"number": "4242424242424242", "expiry": "12/34", "cvc": "123"}


@dataclass
class Cast:
    """`shop` has the ids that the shop was made with; `notes` what one step leaves the next."""

    stack: Stack
    folder: Path
    coach: Api
    storefront: Api
    mails: Mails
    shop: dict[str, str]
    client: Browser = field(default_factory=Browser)
    buyer: Browser = field(default_factory=Browser)
    notes: dict[str, str] = field(default_factory=dict)

    def file(self, name: str, text: str) -> Path:
        """Keep a text under `name` in the demo's folder."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path


def cast_assemble(stack: Stack, folder: Path) -> Cast:
    """The coach logs in to the back office; client and buyer open their browsers."""
    graphql = f"{stack.web}/graphql/"
    storefront = Api(graphql)
    token = storefront.do(LOGIN, email=COACH_EMAIL, password=COACH_PASSWORD)["token"]
    coach = Api(graphql, token)
    shop = coach.ask(SHOP)
    return Cast(
        stack=stack,
        folder=folder,
        coach=coach,
        storefront=storefront,
        mails=Mails(stack.mailbox),
        shop={
            "channel": shop["channels"][0]["id"],
            "channel_slug": shop["channels"][0]["slug"],
            "product_type": shop["productTypes"]["edges"][0]["node"]["id"],
            "category": shop["categories"]["edges"][0]["node"]["id"],
        },
    )
