"""The steps of a buyer through the hosted pages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.test import Client
from page_examples import PREFIX, TYPED_ADDRESS

from saleor_coaching_plugin.commerce.current import commerce
from saleor_coaching_plugin.commerce.port import Order, Product
from saleor_coaching_plugin.portal.models import PortalSession

THANK_YOU = f"{PREFIX}portal/thank-you/"


def buy(product: Product, step: str = "") -> str:
    return f"{PREFIX}buy/{product.slug}/{step}"


def typed_for(product: Product) -> dict[str, str]:
    return TYPED_ADDRESS | {"email": "Ada@Client.example", "variant": product.variants[0].id}


def terms_typed(browser: Client, product: Product) -> dict[str, Any]:
    """What a browser sends from the terms page with each box ticked."""
    html = browser.get(buy(product, "terms/")).content.decode()
    keys = re.findall(r'name="consent-shown-unticked" value="([^"]+)"', html)
    (fingerprint,) = re.findall(r'name="fingerprint" value="([^"]+)"', html)
    return {
        "fingerprint": fingerprint,
        "consent-shown-unticked": keys,
        "consent-ticked": keys,
    }


def started(browser: Client, product: Product, typed: Mapping[str, str] | None = None) -> str:
    """The checkout after "Buy Now"."""
    response = browser.post(buy(product), typed or typed_for(product))
    assert (response.status_code, response["Location"]) == (303, buy(product, "terms/"))
    return PortalSession.objects.latest("created_at").checkout_id


def agreed(browser: Client, product: Product, typed: Mapping[str, str] | None = None) -> str:
    checkout_id = started(browser, product, typed)
    response = browser.post(buy(product, "terms/"), terms_typed(browser, product))
    assert (response.status_code, response["Location"]) == (303, buy(product, "pay/"))
    return checkout_id


def ordered(checkout_id: str) -> Order:
    order = commerce().order_find(checkout_id=checkout_id)
    assert order is not None
    return order
