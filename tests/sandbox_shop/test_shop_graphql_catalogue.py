"""The catalogue: what customers see, and how a coach puts a product up for sale."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from factories.shop import (
    CHANNEL,
    shop_app,
    shop_category,
    shop_channel,
    shop_collection,
    shop_customer,
    shop_customer_token,
    shop_product,
    shop_product_type,
    shop_staff,
)
from shop_api import ask, ask_refused

from saleor_coaching_plugin.commerce.port import Product
from saleor_coaching_plugin.sandbox.shop import models

pytestmark = pytest.mark.django_db

PRODUCT = """
query($id: ID, $slug: String, $channel: String) {
  product(id: $id, slug: $slug, channel: $channel) {
    id name slug description isAvailable channel
    productType { name } category { id name } collections { name }
    pricing { priceRange { start { gross { amount currency } } stop { gross { amount } } } }
    variants { id name sku pricing { price { gross { amount } } } }
  }
}
"""
PRODUCTS = """
query($channel: String, $first: Int, $after: String) {
  products(channel: $channel, first: $first, after: $after) {
    totalCount
    pageInfo { hasNextPage hasPreviousPage endCursor }
    edges { cursor node {
      name productType { name } category { name } collections { name }
      variants { name pricing { price { gross { amount } } } }
    } }
  }
}
"""
CREATE = """
mutation($input: ProductCreateInput!) {
  productCreate(input: $input) {
    product { id slug description channel isAvailable category { name } } errors { field code }
  }
}
"""
VARIANT = """
mutation($input: ProductVariantCreateInput!) {
  productVariantCreate(input: $input) {
    productVariant { id name sku product { id } pricing { price { gross { amount } } } }
    errors { field code }
  }
}
"""
PUBLISH = """
mutation($id: ID!, $input: ProductChannelListingUpdateInput!) {
  productChannelListingUpdate(id: $id, input: $input) { product { id } errors { field code } }
}
"""
PRICE = """
mutation($id: ID!, $input: [ProductVariantChannelListingAddInput!]!) {
  productVariantChannelListingUpdate(id: $id, input: $input) {
    variant { id } errors { field code }
  }
}
"""


@pytest.fixture
def coach() -> str:
    return shop_staff(["MANAGE_PRODUCTS"])[1]


def publish(token: str | None, product_id: str, channel_id: str, *, published: bool = True) -> Any:
    channels = [{"channelId": channel_id, "isPublished": published}]
    answer = ask(PUBLISH, token=token, id=product_id, input={"updateChannels": channels})
    return answer["productChannelListingUpdate"]


def price(token: str | None, variant_id: str, channel_id: str, amount: str) -> Any:
    prices = [{"channelId": channel_id, "price": amount}]
    answer = ask(PRICE, token=token, id=variant_id, input=prices)
    return answer["productVariantChannelListingUpdate"]


def channel_id(token: str) -> str:
    shop_channel()
    (channel,) = ask("{ channels { id slug name currencyCode } }", token=token)["channels"]
    return str(channel["id"])


def test_a_published_product_shows_its_price(product: Product) -> None:
    for key in ({"id": product.id}, {"slug": product.slug}):
        shown = ask(PRODUCT, channel=CHANNEL, **key)["product"]
        assert (shown["id"], shown["channel"], shown["isAvailable"]) == (product.id, CHANNEL, True)
        start = shown["pricing"]["priceRange"]["start"]["gross"]
        assert start == {"amount": 120.0, "currency": "EUR"}
        assert shown["variants"][0]["pricing"]["price"]["gross"]["amount"] == 120.0
        assert shown["category"]["name"] == "Programmes"


def test_a_description_comes_as_editorjs_blocks(db: None) -> None:
    product = shop_product("Talk", 0, description="One <b> & two\nNext line")
    shown = ask(PRODUCT, id=product.id, channel=CHANNEL)["product"]
    texts = [block["data"]["text"] for block in json.loads(shown["description"])["blocks"]]
    assert texts == ["One &lt;b&gt; &amp; two", "Next line"]


def test_customers_do_not_see_what_is_not_published(coach: str) -> None:
    hidden = shop_product("Hidden", 1, published=False)
    customer = shop_customer_token(shop_customer())
    for token in (None, customer, shop_app(["MANAGE_ORDERS"])[1]):
        assert ask(PRODUCT, token=token, id=hidden.id, channel=CHANNEL)["product"] is None
        assert ask(PRODUCTS, token=token, channel=CHANNEL, first=9)["products"]["edges"] == []
    assert ask(PRODUCT, token=coach, id=hidden.id, channel=CHANNEL)["product"]["id"] == hidden.id
    assert ask(PRODUCTS, token=coach, first=9)["products"]["totalCount"] == 1


def test_without_a_channel_customers_see_nothing(product: Product) -> None:
    assert ask(PRODUCT, id=product.id)["product"] is None
    assert ask(PRODUCTS, first=9)["products"]["edges"] == []


def test_a_question_for_nothing_in_particular_is_refused(product: Product) -> None:
    assert "either an id or a slug" in ask_refused(PRODUCT, channel=CHANNEL)
    assert "No Product" in ask_refused(PRODUCT, id="malformed", channel=CHANNEL)
    assert "No Channel" in ask_refused(PRODUCT, id=product.id, channel="no-such-channel")


def test_pages_follow_each_other(db: None) -> None:
    for name in "CABED":
        shop_product(name, 1)
    names, after, pages = [], None, 0
    while True:
        page = ask(PRODUCTS, channel=CHANNEL, first=2, after=after)["products"]
        names += [edge["node"]["name"] for edge in page["edges"]]
        pages += 1
        assert page["totalCount"] == 5
        assert page["pageInfo"]["hasPreviousPage"] == (after is not None)
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert (names, pages) == (list("ABCDE"), 3)


@pytest.mark.parametrize("first", [None, 0, -1, 101])
def test_a_list_without_a_sensible_length_is_refused(db: None, first: int | None) -> None:
    shop_channel()
    assert "1 to 100" in ask_refused(PRODUCTS, channel=CHANNEL, first=first)


def test_a_list_of_five_costs_as_many_queries_as_one(db: None) -> None:
    new = shop_collection("New")
    for number in range(5):
        category = shop_category(f"Category {number}")
        shop_product(f"P{number}", 1, category_id=category, collection_ids=[new])
    costs = []
    for first in (1, 5):
        with CaptureQueriesContext(connection) as queries:
            ask(PRODUCTS, channel=CHANNEL, first=first)
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_a_coach_puts_a_product_up_for_sale(coach: str) -> None:
    here = channel_id(coach)
    blocks = {"blocks": [{"type": "paragraph", "data": {"text": "Twelve &amp; more"}}]}
    values = {
        "name": "Twelve sessions",
        "productType": shop_product_type(),
        "category": shop_category(),
        "collections": [shop_collection("New")],
        "description": json.dumps(blocks),
    }
    created = ask(CREATE, token=coach, input=values)["productCreate"]
    assert created["errors"] == []
    product = created["product"]
    assert (product["slug"], product["channel"]) == ("twelve-sessions", None)
    assert json.loads(product["description"]) == blocks
    variant = {"product": product["id"], "name": "One person", "sku": "t12", "attributes": []}
    made = ask(VARIANT, token=coach, input=variant)["productVariantCreate"]["productVariant"]
    assert (made["name"], made["sku"], made["pricing"]) == ("One person", "t12", None)
    assert publish(coach, product["id"], here)["errors"] == []
    assert ask(PRODUCTS, channel=CHANNEL, first=9)["products"]["edges"] == []  # no price yet
    assert price(coach, made["id"], here, "1200.50")["errors"] == []
    sold = ask(PRODUCT, slug="twelve-sessions", channel=CHANNEL)["product"]
    assert sold["isAvailable"]
    assert sold["variants"][0]["pricing"]["price"]["gross"]["amount"] == 1200.5
    assert ask(PRODUCTS, channel=CHANNEL, first=9)["products"]["totalCount"] == 1
    publish(coach, product["id"], here, published=False)
    assert ask(PRODUCT, slug="twelve-sessions", channel=CHANNEL)["product"] is None


def test_only_who_manages_products_changes_the_catalogue(product: Product, coach: str) -> None:
    here = channel_id(coach)
    tokens = [
        None,
        shop_customer_token(shop_customer()),
        shop_staff(["MANAGE_ORDERS"], email="s@coach.example")[1],
        shop_app(["HANDLE_PAYMENTS"])[1],
    ]
    variant_id = product.variants[0].id
    for token in tokens:
        for query, variables in (
            (CREATE, {"input": {"name": "X", "productType": shop_product_type()}}),
            (VARIANT, {"input": {"product": product.id, "attributes": []}}),
            (
                PUBLISH,
                {
                    "id": product.id,
                    "input": {"updateChannels": [{"channelId": here, "isPublished": False}]},
                },
            ),
            (PRICE, {"id": variant_id, "input": [{"channelId": here, "price": 0}]}),
        ):
            assert "MANAGE_PRODUCTS" in ask_refused(query, token=token, **variables)
    assert models.Product.objects.count() == models.Variant.objects.count() == 1
    assert ask(PRODUCT, id=product.id, channel=CHANNEL)["product"]["isAvailable"]
    assert models.VariantChannelListing.objects.get().price_minor == 120_00


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"name": " "}, "name", "INVALID"),
        ({"slug": "twelve-sessions"}, "slug", "UNIQUE"),
        ({"productType": "malformed"}, "productType", "NOT_FOUND"),
        ({"category": "malformed"}, "category", "NOT_FOUND"),
        ({"collections": ["malformed"]}, "collections", "NOT_FOUND"),
        ({"description": '{"blocks": [{"type": "image"}]}'}, "description", "INVALID"),
    ],
)
def test_bad_input_makes_no_product(
    product: Product, coach: str, changes: dict[str, Any], field: str, code: str
) -> None:
    values = {"name": "Another", "productType": shop_product_type(), **changes}
    created = ask(CREATE, token=coach, input=values)["productCreate"]
    assert created == {"product": None, "errors": [{"field": field, "code": code}]}
    assert models.Product.objects.count() == 1


def test_the_same_name_gets_another_slug(coach: str) -> None:
    values = {"name": "Ein Gespräch", "productType": shop_product_type()}
    slugs = [
        ask(CREATE, token=coach, input=values)["productCreate"]["product"]["slug"] for _ in range(3)
    ]
    assert slugs == ["ein-gespräch", "ein-gespräch-2", "ein-gespräch-3"]


def test_what_has_no_category_cannot_be_published(coach: str) -> None:
    here = channel_id(coach)
    values = {"name": "Loose", "productType": shop_product_type()}
    product = ask(CREATE, token=coach, input=values)["productCreate"]["product"]
    answer = publish(coach, product["id"], here)
    assert answer["errors"] == [{"field": "isPublished", "code": "PRODUCT_WITHOUT_CATEGORY"}]
    assert not models.ProductChannelListing.objects.exists()


def test_a_price_needs_a_listed_product_and_whole_cents(product: Product, coach: str) -> None:
    here = channel_id(coach)
    variant_id = product.variants[0].id
    refusal = price(coach, variant_id, here, "1.005")["errors"]
    assert refusal == [{"field": "price", "code": "INVALID_PRICE"}]
    models.ProductChannelListing.objects.all().delete()
    refusal = price(coach, variant_id, here, "1")["errors"]
    assert refusal == [{"field": "channelId", "code": "PRODUCT_NOT_ASSIGNED_TO_CHANNEL"}]
    assert models.VariantChannelListing.objects.get().price_minor == 120_00


@pytest.mark.parametrize("amount", ["-1", "NaN", "Infinity", "abc"])
def test_what_is_no_positive_decimal_is_no_price(product: Product, coach: str, amount: str) -> None:
    prices = [{"channelId": channel_id(coach), "price": amount}]
    ask_refused(PRICE, token=coach, id=product.variants[0].id, input=prices)
    assert models.VariantChannelListing.objects.get().price_minor == 120_00


def test_a_variant_has_no_attributes_and_its_own_sku(product: Product, coach: str) -> None:
    sku = product.variants[0].sku
    taken = {"product": product.id, "sku": sku, "attributes": []}
    made = ask(VARIANT, token=coach, input=taken)["productVariantCreate"]
    assert made["errors"] == [{"field": "sku", "code": "UNIQUE"}]
    sized = {"product": product.id, "attributes": [{"id": "x", "values": ["L"]}]}
    made = ask(VARIANT, token=coach, input=sized)["productVariantCreate"]
    assert made["errors"] == [{"field": "attributes", "code": "INVALID"}]
    assert models.Variant.objects.count() == 1


def test_channels_are_for_staff_and_apps(coach: str) -> None:
    ask_refused("{ channels { slug } }")
    ask_refused("{ channels { slug } }", token=shop_customer_token(shop_customer()))
    assert channel_id(coach)
    assert channel_id(shop_app()[1])


def test_what_a_coach_needs_to_know_is_listed(db: None) -> None:
    type_id, category_id, collection_id = (
        shop_product_type(),
        shop_category(),
        shop_collection("New"),
    )
    lists = "{ %s(first: 9) { totalCount edges { node { id name slug } } } }"
    for name, one in (
        ("productTypes", type_id),
        ("categories", category_id),
        ("collections", collection_id),
    ):
        found = ask(lists % name)[name]
        assert [edge["node"]["id"] for edge in found["edges"]] == [one]
