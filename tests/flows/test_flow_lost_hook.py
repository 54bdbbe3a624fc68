"""The web server dies between the commit of the shop and its hook: the buyer is recorded still."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from factories.contracts import ADDRESS
from factories.shop import shop_product

from saleor_coaching_plugin import tasks
from saleor_coaching_plugin.checkout.models import Purchase
from saleor_coaching_plugin.checkout.services.setup import product_setup_save
from saleor_coaching_plugin.commerce.current import commerce
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.portal.services.buy import Buyer, Choice, purchase_pay, purchase_start
from saleor_coaching_plugin.sandbox.shop.hooks import NoHooks, hooks, hooks_install


@pytest.fixture
def _every_hook_is_lost() -> Iterator[None]:
    before = hooks()
    hooks_install(NoHooks())
    yield
    hooks_install(before)


@pytest.mark.django_db
@pytest.mark.usefixtures("_every_hook_is_lost")
def test_purchase_on_the_hosted_pages_is_recorded_without_the_shops_hook() -> None:
    product = shop_product("First talk", 0)
    product_setup_save(product_id=product.id, sequence_id=None, packet_id=None, thank_you="Thanks")
    session, _ = purchase_start(
        choice=Choice(product.variants[0].id),
        buyer=Buyer("jo@buyer.example", ADDRESS, "en"),
        session=None,
        now=utc_now(),
    )
    checkout = commerce().checkout_get(session.checkout_id)
    assert purchase_pay(checkout=checkout, success_url="", cancel_url="") is None
    tasks.work()
    assert Purchase.objects.get().email == "jo@buyer.example"
