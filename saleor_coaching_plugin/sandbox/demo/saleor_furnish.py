"""A new Saleor becomes a coach's shop, as its owner does it: through the public API and by mail."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

from saleor_coaching_plugin.sandbox.saleor.stack import CHANNEL, OWNER_EMAIL, OWNER_PASSWORD
from saleor_coaching_plugin.sandbox.seed.login import COACH_EMAIL, COACH_PASSWORD
from saleor_coaching_plugin.sandbox.stack import Stack

from .api import Api
from .documents import LOGIN
from .expect import expect
from .mails import Mails, link_with
from .saleor_documents import (
    APP_CREATE,
    CATEGORY_CREATE,
    CHANNEL_CREATE,
    GROUP_CREATE,
    PASSWORD_SET,
    PLUGIN_UPDATE,
    PLUGINS,
    PRODUCT_TYPE_CREATE,
    STAFF_CREATE,
)
from .saleor_shop import SaleorShop
from .shop import Shelf

CURRENCY = "GBP"
CUSTOMER_MAILS = "mirumee.notifications.user_email"
_COACHES = ["MANAGE_PRODUCTS", "MANAGE_ORDERS", "MANAGE_USERS"]


def saleor_shop(stack: Stack) -> SaleorShop:
    """The owner furnishes it and lets the coach in. Raises Unexpected."""
    storefront = Api(f"{stack.web}/graphql/")
    owner = _logged_in(storefront, OWNER_EMAIL, OWNER_PASSWORD)
    shelf = _shelf(owner)
    _check_plugins(owner)
    _let_saleor_mail_customers(owner, shelf)
    _coach_invite(owner, stack)
    return SaleorShop(
        coach=_logged_in(storefront, COACH_EMAIL, COACH_PASSWORD),
        storefront=storefront,
        payment_app=Api(storefront.url, _payment_app_token(owner)),
        shelf=shelf,
        listing={"isPublished": True, "visibleInListings": True, "isAvailableForPurchase": True},
        variant={"trackInventory": False},
    )


def _logged_in(storefront: Api, email: str, password: str) -> Api:
    token = storefront.do(LOGIN, email=email, password=password)["token"]
    return Api(storefront.url, token)


def _shelf(owner: Api) -> Shelf:
    channel = owner.do(
        CHANNEL_CREATE,
        input={
            "name": "Coaching",
            "slug": CHANNEL,
            "currencyCode": CURRENCY,
            "defaultCountry": "GB",
            "isActive": True,
        },
    )["channel"]
    product_type = owner.do(
        PRODUCT_TYPE_CREATE, input={"name": "Coaching", "isShippingRequired": False}
    )["productType"]
    category = owner.do(CATEGORY_CREATE, input={"name": "Programmes"})["category"]
    return Shelf(
        channel_id=channel["id"],
        channel=channel["slug"],
        currency=CURRENCY,
        product_type=product_type["id"],
        category=category["id"],
    )


def _check_plugins(owner: Api) -> None:
    """Both of ours are there and switched on, with nothing done but installing them."""
    nodes = [edge["node"] for edge in owner.ask(PLUGINS)["plugins"]["edges"]]
    found: dict[str, Any] = {node["id"]: node for node in nodes}
    plugin = found["coaching"]["globalConfiguration"]
    expect(plugin["active"], "the plugin active by default", plugin)
    gate = found["coaching.checkout-gate"]["channelConfigurations"]
    active = {each["channel"]["slug"] for each in gate if each["active"]}
    expect(CHANNEL in active, f"the gate active in the channel {CHANNEL}", gate)


def _let_saleor_mail_customers(owner: Api, shelf: Shelf) -> None:
    """Off by default; with it on, the demo would see if customers got the same mail twice."""
    sender = [{"name": "sender_address", "value": OWNER_EMAIL}]
    owner.do(
        PLUGIN_UPDATE,
        id=CUSTOMER_MAILS,
        channelId=shelf.channel_id,
        input={"active": True, "configuration": sender},
    )


def _coach_invite(owner: Api, stack: Stack) -> None:
    """Saleor mails the new member of staff a link to set a password with."""
    group = owner.do(GROUP_CREATE, input={"name": "Coaches", "addPermissions": _COACHES})["group"]
    owner.do(
        STAFF_CREATE,
        input={
            "email": COACH_EMAIL,
            "firstName": "Alex",
            "lastName": "Morgan",
            "addGroups": [group["id"]],
            "redirectUrl": f"{stack.web}/new-password",
        },
    )
    mail = Mails(stack.mailbox).await_one(COACH_EMAIL, "invited to join")
    query = parse_qs(urlsplit(link_with(mail, "/new-password")).query)
    token = query["token"][0]
    owner.do(PASSWORD_SET, email=COACH_EMAIL, password=COACH_PASSWORD, token=token)


def _payment_app_token(owner: Api) -> str:
    app = owner.do(APP_CREATE, input={"name": "Payments", "permissions": ["HANDLE_PAYMENTS"]})
    return str(app["authToken"])
