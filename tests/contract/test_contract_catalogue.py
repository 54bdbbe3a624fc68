"""Products as a channel shows them."""

from __future__ import annotations

import pytest
from contract_parts import Shelf, euros, refused
from contract_scenario import Scenario
from django.db import connection
from django.test.utils import CaptureQueriesContext

from saleor_coaching_plugin.commerce.errors import CommerceErrorCode
from saleor_coaching_plugin.commerce.port import Commerce


def test_a_product_has_its_price_and_its_kin(commerce: Commerce, shop: Scenario) -> None:
    product_id = shop.product(
        "Coaching", 120_50, categories=["All", "Programmes"], collections=["Spring", "New"]
    )
    product = commerce.product_get(product_id, channel=shop.channel)
    assert (product.id, product.name, product.channel) == (product_id, "Coaching", shop.channel)
    assert product.is_published
    assert [variant.price for variant in product.variants] == [euros(120_50)]
    assert {variant.product_id for variant in product.variants} == {product_id}
    assert len(product.category_ids) == 2
    assert len(product.collection_ids) == 2
    assert commerce.object_exists("product_type", product.product_type_id)


def test_the_own_category_comes_before_its_ancestors(commerce: Commerce, shop: Scenario) -> None:
    parent_only = shop.product("Talk", 1, categories=["All"])
    child = shop.product("Coaching", 1, categories=["All", "Programmes"])
    root = commerce.product_get(parent_only, channel=shop.channel).category_ids
    assert commerce.product_get(child, channel=shop.channel).category_ids[1:] == root


def test_an_unpublished_product_can_be_got_but_not_found(
    commerce: Commerce, shop: Scenario
) -> None:
    product_id = shop.product("Coaching", 1, published=False)
    product = commerce.product_get(product_id, channel=shop.channel)
    assert not product.is_published
    assert commerce.product_find(slug=product.slug, channel=shop.channel) is None


def test_a_published_product_is_found_by_slug(
    commerce: Commerce, shop: Scenario, coaching: Shelf
) -> None:
    product = commerce.product_get(coaching.product_id, channel=shop.channel)
    assert commerce.product_find(slug=product.slug, channel=shop.channel) == product
    assert commerce.product_find(slug="no-such-slug", channel=shop.channel) is None


def test_another_channel_neither_publishes_nor_prices_it(
    commerce: Commerce, shop: Scenario, coaching: Shelf
) -> None:
    elsewhere = commerce.product_get(coaching.product_id, channel=shop.other_channel())
    assert not elsewhere.is_published
    assert [variant.price for variant in elsewhere.variants] == [None]


def test_products_come_by_id_and_unknown_ones_are_left_out(
    commerce: Commerce, shop: Scenario, coaching: Shelf
) -> None:
    found = commerce.products_get(
        [coaching.product_id, shop.unknown_id("product"), "malformed"], channel=shop.channel
    )
    assert found == {
        coaching.product_id: commerce.product_get(coaching.product_id, channel=shop.channel)
    }


def test_many_products_cost_as_many_queries_as_one(commerce: Commerce, shop: Scenario) -> None:
    ids = [
        shop.product(f"Coaching {number}", 1, categories=["All", str(number)], collections=["New"])
        for number in range(5)
    ]
    with CaptureQueriesContext(connection) as one:
        commerce.products_get(ids[:1], channel=shop.channel)
    with CaptureQueriesContext(connection) as many:
        assert len(commerce.products_get(ids, channel=shop.channel)) == 5
    assert len(many) == len(one)


def test_places_are_those_of_the_products(commerce: Commerce, shop: Scenario) -> None:
    ids = [
        shop.product(
            "Coaching", 1, categories=["All", "Programmes"], collections=["New", "Spring"]
        ),
        shop.product("Talk", 1, published=False, categories=["All"]),
    ]
    places = commerce.places_get([*ids, shop.unknown_id("product"), "malformed"], channel="any")
    products = commerce.products_get(ids, channel=shop.channel)
    assert {key: (each.id, each.channel) for key, each in places.items()} == {
        product_id: (product_id, "any") for product_id in ids
    }
    for product_id, product in products.items():
        place = places[product_id]
        assert place.product_type_id == product.product_type_id
        assert place.category_ids == product.category_ids
        assert place.collection_ids == product.collection_ids


def test_what_can_be_bought_comes_by_name(commerce: Commerce, shop: Scenario) -> None:
    late = shop.product("Zen", 1)
    shop.product("Hidden", 1, published=False)
    early = shop.product("Agile", 1)
    published = commerce.products_published(channel=shop.channel)
    assert [product.id for product in published] == [early, late]
    assert commerce.products_published(channel=shop.other_channel()) == []


def test_unknown_products_and_channels_are_not_found(
    commerce: Commerce, shop: Scenario, coaching: Shelf
) -> None:
    with refused(CommerceErrorCode.NOT_FOUND):
        commerce.product_get(shop.unknown_id("product"), channel=shop.channel)
    with refused(CommerceErrorCode.NOT_FOUND):
        commerce.product_get("malformed", channel=shop.channel)
    with refused(CommerceErrorCode.NOT_FOUND):
        commerce.product_get(coaching.product_id, channel="no-such-channel")
    with refused(CommerceErrorCode.NOT_FOUND):
        commerce.product_find(slug="coaching", channel="no-such-channel")
    with refused(CommerceErrorCode.NOT_FOUND):
        commerce.products_get([coaching.product_id], channel="no-such-channel")
    with refused(CommerceErrorCode.NOT_FOUND):
        commerce.products_published(channel="no-such-channel")


def test_what_exists_exists_as_its_kind_only(commerce: Commerce, shop: Scenario) -> None:
    product_id = shop.product("Coaching", 1, collections=["New"])
    product = commerce.product_get(product_id, channel=shop.channel)
    ids = {
        "product": product.id,
        "product_type": product.product_type_id,
        "category": product.category_ids[0],
        "collection": product.collection_ids[0],
        "channel": shop.channel,
    }
    for kind in ids:
        exists = {other for other, one in ids.items() if commerce.object_exists(kind, one)}
        assert exists == {kind}


@pytest.mark.parametrize("kind", ["product", "product_type", "category", "collection", "channel"])
def test_a_malformed_id_does_not_exist(commerce: Commerce, shop: Scenario, kind: str) -> None:
    assert not commerce.object_exists(kind, "malformed")
    assert not commerce.object_exists(kind, "")
