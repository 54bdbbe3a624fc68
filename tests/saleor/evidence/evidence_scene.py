"""A sale under terms through Saleor's API, and the copies that are mailed of it."""

from __future__ import annotations

from dataclasses import dataclass

from django.core import mail
from django.core.mail import EmailMessage
from saleor.account.models import User
from saleor_checkout import accept_in_storefront, cart, complete, pay, terms_put_on
from saleor_shop import SaleorShop

from saleor_coaching_plugin import tasks
from saleor_coaching_plugin.checkout.models import CheckoutAcceptance


@dataclass(frozen=True)
class Sale:
    order_id: str
    number: str
    chain: str
    """Of the ledger."""


def sold(saleor: SaleorShop, buyer: User) -> Sale:
    """A workbook, paid, its terms accepted by the buyer, who is logged in; all has followed."""
    product, api = saleor.product("Workbook"), saleor.api_of(buyer)
    terms_put_on(product)
    checkout_id = cart(saleor, product, api=api, email=buyer.email)
    accept_in_storefront(checkout_id, api)
    pay(saleor, checkout_id, "120")
    payload = complete(checkout_id, api)
    assert payload["errors"] == [], payload
    tasks.work()
    order = payload["order"]
    chain = CheckoutAcceptance.objects.get(order_id=order["id"]).chain
    return Sale(order["id"], order["number"], chain)


def mailed(subject: str) -> EmailMessage:
    """The only mail whose subject has these words."""
    [found] = [each for each in mail.outbox if subject in each.subject]
    return found


def files_of(message: EmailMessage, kind: str) -> list[bytes]:
    """What is attached of that content type; Django keeps text as such."""
    found = [file.content for file in message.attachments if file.mimetype == kind]
    return [each.encode() if isinstance(each, str) else each for each in found]
