"""`Product.contractTerms` of Saleor's own Product, and what it costs."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext
from saleor.product.models import Category, Collection, CollectionProduct
from saleor_agreements import office, terms_on
from saleor_shop import SaleorShop, global_id

ONE = """query($id: ID!, $channel: String) { product(id: $id, channel: $channel) {
    name contractTerms { title language versionNumber body consents { key } publishedAt } } }"""
LIST = """query($channel: String!) { products(first: 100, channel: $channel) { edges { node {
    name contractTerms { title } } } } }"""
LIST_WITHOUT = """query($channel: String!) { products(first: 100, channel: $channel) {
    edges { node { name } } } }"""


def listed(saleor: SaleorShop) -> dict[str, list[str]]:
    """Titles of the terms by the product's name, as anybody sees them."""
    edges = saleor.api_of().data(LIST, channel=saleor.channel.slug)["products"]["edges"]
    return {
        edge["node"]["name"]: [terms["title"] for terms in edge["node"]["contractTerms"]]
        for edge in edges
    }


def test_anybody_sees_what_a_product_is_bought_under(saleor: SaleorShop) -> None:
    product = saleor.product("Workbook")
    terms_on(office(saleor), global_id(product))
    found = saleor.api_of().data(ONE, id=global_id(product), channel=saleor.channel.slug)
    (terms,) = found["product"]["contractTerms"]
    assert terms.pop("publishedAt").endswith("+00:00")
    assert terms == {
        "title": "Terms of purchase",
        "language": "en",
        "versionNumber": 1,
        "body": "You buy **{{ product.name }}**.",
        "consents": [],
    }


def test_the_nearest_level_counts(saleor: SaleorShop) -> None:
    api = office(saleor)
    inner = Category.objects.create(name="Groups", slug="groups", parent=saleor.category)
    collection = Collection.objects.create(name="Spring", slug="spring")
    own, _, gathered, typed, _ = (
        saleor.product(name, category=category)
        for name, category in [
            ("Own", None),
            ("Deep", inner),
            ("Gathered", Category.objects.create(name="Else", slug="else")),
            ("Typed", None),
            ("Other", Category.objects.create(name="Others", slug="others")),
        ]
    )
    typed.product_type = type(saleor.product_type).objects.create(name="Book", slug="book")
    typed.save()
    CollectionProduct.objects.create(collection=collection, product=gathered)
    terms_on(api, saleor.channel.slug, "CHANNEL", "Of the channel")
    assert set(map(tuple, listed(saleor).values())) == {("Of the channel",)}
    terms_on(api, global_id(collection), "COLLECTION", "Of the collection")
    terms_on(api, global_id(saleor.category), "CATEGORY", "Of the category")
    terms_on(api, global_id(typed.product_type), "PRODUCT_TYPE", "Of the type")
    terms_on(api, global_id(own), "PRODUCT", "Its own")
    assert listed(saleor) == {
        "Own": ["Its own"],
        "Deep": ["Of the category"],
        "Gathered": ["Of the collection"],
        "Typed": ["Of the type"],
        "Other": ["Of the channel"],
    }


def test_staff_without_a_channel_see_the_default_ones(saleor: SaleorShop, settings: Any) -> None:
    settings.COACHING_DEFAULT_CHANNEL = saleor.channel.slug
    product, api = saleor.product("Workbook"), office(saleor)
    terms_on(api, saleor.channel.slug, "CHANNEL", "Of the channel")
    found = api.data(ONE, id=global_id(product))["product"]["contractTerms"]
    assert [terms["title"] for terms in found] == ["Of the channel"]
    settings.COACHING_DEFAULT_CHANNEL = "nowhere"
    assert api.data(ONE, id=global_id(product))["product"]["contractTerms"] == []


@pytest.mark.parametrize("kind", ["PRODUCT", "CATEGORY", "COLLECTION", "PRODUCT_TYPE", "CHANNEL"])
def test_a_hundred_products_cost_two_statements_more(saleor: SaleorShop, kind: str) -> None:
    api = office(saleor)
    inner = Category.objects.create(name="Groups", slug="groups", parent=saleor.category)
    collection = Collection.objects.create(name="Spring", slug="spring")
    products = [saleor.product(f"Product {number}", category=inner) for number in range(100)]
    for product in products:
        CollectionProduct.objects.create(collection=collection, product=product)
    of = {
        "CATEGORY": global_id(saleor.category),
        "COLLECTION": global_id(collection),
        "PRODUCT_TYPE": global_id(saleor.product_type),
        "CHANNEL": saleor.channel.slug,
    }
    if kind == "PRODUCT":
        for number, product in enumerate(products[:20]):
            terms_on(api, global_id(product), kind, f"Terms {number}")
    else:
        terms_on(api, of[kind], kind)
    statements(saleor, LIST)  # fills Saleor's caches
    without, _ = statements(saleor, LIST_WITHOUT)
    with_terms, found = statements(saleor, LIST)
    assert sum(bool(edge["node"]["contractTerms"]) for edge in found["products"]["edges"]) == (
        20 if kind == "PRODUCT" else 100
    )
    assert 1 <= with_terms - without <= 2


def statements(saleor: SaleorShop, query: str) -> tuple[int, dict[str, Any]]:
    """Of both of Saleor's connections, but for BEGIN, COMMIT and savepoints."""
    with (
        CaptureQueriesContext(connections["default"]) as writing,
        CaptureQueriesContext(connections["replica"]) as reading,
    ):
        found = saleor.api_of().data(query, channel=saleor.channel.slug)
    every = {id(each): each for each in (*writing, *reading)}.values()
    return sum("SAVEPOINT" not in each["sql"] for each in every), found
