"""Who plays, and what they know in the course of the demo."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from saleor_coaching_plugin.sandbox.stack import Stack

from .api import Api
from .browser import Browser
from .mails import Mails
from .shop import Shop


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
VISITOR = Person("Kim", "Adeyemi", "kim@visitor.example")
ADDRESS = {"street": "3 Mill Road", "city": "Cambridge", "postal_code": "CB1 2AD", "country": "GB"}
CARD = {"number": "4242424242424242", "expiry": "12/34", "cvc": "123"}


@dataclass
class Cast:
    """`notes` is what one step leaves the next."""

    stack: Stack
    folder: Path
    shop: Shop
    mails: Mails
    client: Browser = field(default_factory=Browser)
    buyer: Browser = field(default_factory=Browser)
    payer: Browser = field(default_factory=Browser)
    participant: Browser = field(default_factory=Browser)
    notes: dict[str, str] = field(default_factory=dict)

    @property
    def coach(self) -> Api:
        """The back office."""
        return self.shop.coach

    @property
    def storefront(self) -> Api:
        return self.shop.storefront

    def file(self, name: str, content: str | bytes) -> Path:
        """Keep it under `name` in the demo's folder."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path


def cast_assemble(stack: Stack, folder: Path, shop: Shop) -> Cast:
    """Client and buyer open their browsers and mailboxes."""
    return Cast(stack=stack, folder=folder, shop=shop, mails=Mails(stack.mailbox))
