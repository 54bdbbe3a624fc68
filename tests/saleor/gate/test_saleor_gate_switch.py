"""Where the gate stands: per channel, switched on and off, and what happens when it breaks."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from gate_scene import (
    UNAVAILABLE,
    answered,
    gate_configure,
    legacy_payment,
    listed_too,
    mutate,
    order_from_checkout,
    refused,
)
from saleor.plugins.manager import get_plugins_manager
from saleor.product.models import Product
from saleor_checkout import cart, complete, pay, terms_published, voucher_add, voucher_made
from saleor_shop import LONG_AGO, Api, SaleorShop, global_id

from saleor_coaching_plugin.commerce.current import commerce
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.terms.models import AssignmentKind, TermsVersion
from saleor_coaching_plugin.terms.services import terms_assign

pytestmark = pytest.mark.django_db

PLUGIN = """
query { plugin(id: "coaching.checkout-gate") {
  name description globalConfiguration { active }
  channelConfigurations { active channel { slug } configuration { name value type label helpText } }
} }
"""


@pytest.fixture
def operator(saleor: SaleorShop) -> Api:
    return saleor.api_of(saleor.staff(["MANAGE_PLUGINS"]))


def update(operator: Api, saleor: SaleorShop, **values: Any) -> None:
    answered(
        mutate(
            operator,
            "pluginUpdate",
            "plugin { id }",
            id=("ID!", "coaching.checkout-gate"),
            channelId=("ID", global_id(saleor.channel)),
            input=("PluginUpdateInput!", values),
        )
    )


def test_it_is_listed_per_channel_described_and_active(operator: Api, saleor: SaleorShop) -> None:
    saleor.new_channel("coaching-usd", "USD")
    plugin = operator.data(PLUGIN)["plugin"]
    assert plugin["globalConfiguration"] is None
    assert "terms" in plugin["description"]
    here = {each["channel"]["slug"]: each for each in plugin["channelConfigurations"]}
    assert {"coaching-eur", "coaching-usd"} <= here.keys()
    for each in here.values():
        assert each["active"]
        (option,) = each["configuration"]
        assert (option["name"], option["value"], option["type"]) == (
            "refuse-payments",
            "true",
            "BOOLEAN",
        )
        assert option["label"]
        assert option["helpText"]


def test_an_operator_switches_it_off_and_on(
    operator: Api, saleor: SaleorShop, product: Product
) -> None:
    first, second = cart(saleor, product), cart(saleor, product)
    for checkout_id in (first, second):
        pay(saleor, checkout_id, "120", checkout_id)
    refused(complete(first))
    update(operator, saleor, active=False)
    answered(complete(first))
    update(operator, saleor, active=True)
    refused(complete(second))


def test_where_it_is_off_no_paid_checkout_counts_as_blocked(
    operator: Api, saleor: SaleorShop, product: Product
) -> None:
    checkout_id = cart(saleor, product)
    pay(saleor, checkout_id, "120", checkout_id)
    later = utc_now() + timedelta(minutes=1)

    def waiting() -> list[str]:
        found = commerce().checkouts_paid(since=LONG_AGO, until=later, limit=10)
        return [each.id for each in found]

    assert waiting() == [checkout_id]
    update(operator, saleor, active=False)
    assert waiting() == []


def test_an_operator_lets_payments_through(operator: Api, saleor: SaleorShop) -> None:
    update(operator, saleor, configuration=[{"name": "refuse-payments", "value": "false"}])
    manager = get_plugins_manager(allow_replica=False)
    gate = manager.get_plugin("coaching.checkout-gate", saleor.channel.slug)
    assert [item["value"] for item in gate.configuration] == [False]
    assert gate.active


def test_off_in_one_channel_it_stands_in_the_other(saleor: SaleorShop, product: Product) -> None:
    other = saleor.new_channel("coaching-usd", "USD")
    listed_too(product, other, "120.00")
    gate_configure(other, active=False)
    answered(order_from_checkout(saleor, cart(saleor, product, channel=other.slug)))
    refused(order_from_checkout(saleor, cart(saleor, product)))


def test_terms_of_one_channel_are_no_matter_in_another(saleor: SaleorShop) -> None:
    product = saleor.product()
    terms_put_on_channel(saleor.channel.slug)
    other = saleor.new_channel("coaching-usd", "USD")
    listed_too(product, other, "120.00")
    answered(order_from_checkout(saleor, cart(saleor, product, channel=other.slug)))
    refused(order_from_checkout(saleor, cart(saleor, product)))


def test_it_comes_before_the_plugin_that_calls_payment_apps(saleor: SaleorShop) -> None:
    manager = get_plugins_manager(allow_replica=False)  # empties its list when it is let go of
    names = [plugin.PLUGIN_ID for plugin in manager.get_plugins(saleor.channel.slug)]
    assert names.index("coaching.checkout-gate") < names.index("mirumee.webhooks")


def test_when_the_gate_breaks_carts_with_terms_wait_and_others_sell(
    saleor: SaleorShop, product: Product, caplog: pytest.LogCaptureFixture
) -> None:
    """A text that cannot be filled in, which no service lets come about."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        TermsVersion.objects.update(body="{{ no.such.field }}")
        cursor.execute("SET session_replication_role = origin")
    checkout_id = cart(saleor, product)
    with caplog.at_level(logging.ERROR):
        refused(order_from_checkout(saleor, checkout_id), UNAVAILABLE)
    assert "The gate failed for checkout" in caplog.text
    answered(order_from_checkout(saleor, cart(saleor, saleor.product("Pen", "2.00"))))


@pytest.mark.usefixtures("payments")
def test_a_broken_gate_gives_the_voucher_back_too(saleor: SaleorShop, product: Product) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        TermsVersion.objects.update(body="{{ no.such.field }}")
        cursor.execute("SET session_replication_role = origin")
    code = voucher_made(saleor.channel, usage_limit=1)
    checkout_id = cart(saleor, product)
    voucher_add(checkout_id, code.code)
    legacy_payment(checkout_id, "110")
    refused(complete(checkout_id), UNAVAILABLE)
    code.refresh_from_db()
    assert code.used == 0


def test_both_apps_are_there_and_nothing_is_left_to_migrate() -> None:
    gate = apps.get_app_config("coaching_checkout")
    assert (gate.name, list(gate.get_models())) == ("saleor_coaching_plugin.checkout", [])
    models = {model._meta.object_name for model in apps.get_app_config("coaching").get_models()}
    assert {"CheckoutAcceptance", "Purchase", "ProductSetup"} <= models
    call_command("check", "coaching", "coaching_checkout")
    call_command("makemigrations", "coaching", "coaching_checkout", check=True, dry_run=True)
    call_command("migrate", check_unapplied=True)


def terms_put_on_channel(slug: str) -> None:
    terms_assign(terms_id=terms_published().id, kind=AssignmentKind.CHANNEL, object_id=slug)
