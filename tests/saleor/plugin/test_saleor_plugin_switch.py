"""How Saleor lists the plugin, and what is left of it while it is switched off."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from saleor.plugins.models import PluginConfiguration
from saleor_shop import Api, SaleorShop, global_id

pytestmark = pytest.mark.django_db

PLUGINS = """
{ plugins(first: 50, filter: { search: "coaching" }) { edges { node {
  id name description
  globalConfiguration { active configuration { name value type label helpText } }
  channelConfigurations { active channel { slug } configuration { name value type } }
} } } }
"""
SWITCH = """
mutation ($active: Boolean!) {
  pluginUpdate(id: "coaching", input: { active: $active }) {
    plugin { globalConfiguration { active configuration { name value } } }
    errors { field code message }
  }
}
"""
CONFIGURE = """
mutation ($id: ID!, $channel: ID) {
  pluginUpdate(id: $id, channelId: $channel, input: { configuration: [] }) {
    errors { field code message }
  }
}
"""
ENTRANCES = ["/plugins/global/coaching/", "/plugins/coaching/"]


@pytest.fixture
def operator(saleor: SaleorShop) -> Api:
    return saleor.api_of(saleor.staff(["MANAGE_PLUGINS"]))


def switch(operator: Api, *, on: bool) -> None:
    updated = operator.data(SWITCH, active=on)["pluginUpdate"]
    assert updated["errors"] == []
    assert updated["plugin"]["globalConfiguration"]["active"] is on


def test_both_plugins_are_listed_and_active_from_the_start(operator: Api) -> None:
    found = {
        edge["node"]["id"]: edge["node"] for edge in operator.data(PLUGINS)["plugins"]["edges"]
    }
    plugin = found.pop("coaching")
    (gate,) = found.values()
    assert plugin["globalConfiguration"]["active"] is True
    assert plugin["channelConfigurations"] == []
    assert gate["globalConfiguration"] is None
    active = {each["channel"]["slug"]: each["active"] for each in gate["channelConfigurations"]}
    assert active["coaching-eur"] is True
    assert all(active.values())


def test_configuration_says_where_things_are(operator: Api) -> None:
    found = {
        edge["node"]["id"]: edge["node"] for edge in operator.data(PLUGINS)["plugins"]["edges"]
    }
    fields = found["coaching"]["globalConfiguration"]["configuration"]
    outputs = {each["name"]: each["value"] for each in fields if each["type"] == "OUTPUT"}
    base = "https://shop.example/plugins/global/coaching"
    assert outputs == {
        "client-area": f"{base}/portal/",
        "products": f"{base}/products/",
        "graphql": f"{base}/graphql/",
        "stripe-webhook": f"{base}/webhooks/stripe/",
    }
    assert all(each["label"] and each["helpText"] for each in fields)


def test_addresses_are_todays_after_a_change_too(operator: Api, settings: Any) -> None:
    switch(operator, on=True)
    settings.PUBLIC_URL = "https://moved.example/"
    found = {
        edge["node"]["id"]: edge["node"] for edge in operator.data(PLUGINS)["plugins"]["edges"]
    }
    fields = found["coaching"]["globalConfiguration"]["configuration"]
    values = {each["name"]: each["value"] for each in fields}
    assert values["products"] == "https://moved.example/plugins/global/coaching/products/"


@pytest.mark.parametrize("plugin", ["coaching", "coaching.checkout-gate"])
def test_first_change_of_a_setting_switches_nothing_off(
    operator: Api, saleor: SaleorShop, plugin: str
) -> None:
    """Saleor itself would, whatever a plugin's default is."""
    channel = None if plugin == "coaching" else global_id(saleor.channel)
    answer = operator.data(CONFIGURE, id=plugin, channel=channel)["pluginUpdate"]
    assert answer["errors"] == []
    row = PluginConfiguration.objects.get(identifier=plugin)
    assert row.active is True


@pytest.mark.parametrize("entrance", ENTRANCES)
def test_pages_are_there_while_it_is_on_and_gone_while_it_is_off(
    operator: Api, entrance: str
) -> None:
    client = Client()
    assert client.get(f"{entrance}portal/login/").status_code == 200
    switch(operator, on=False)
    assert client.get(f"{entrance}portal/login/").status_code == 404
    assert client.post(f"{entrance}graphql/").status_code == 404
    assert client.post(f"{entrance}webhooks/stripe/").status_code == 404
    switch(operator, on=True)
    assert client.get(f"{entrance}portal/login/").status_code == 200


def test_unknown_pages_are_not_found() -> None:
    assert Client().get("/plugins/global/coaching/nothing/").status_code == 404
    assert Client().get("/plugins/channel/coaching-eur/coaching/nothing/").status_code == 404
