"""What the gate costs in SQL statements: the same requests with it switched off, in turns.

`benchmarks/` counts all that the plugin costs; here its hooks after the order are on in both turns.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from gate_scene import answered, gate_configure
from saleor.product.models import Category, Collection, Product, ProductType
from saleor_checkout import accept, cart, complete, pay, terms_published, terms_put_on
from saleor_shop import SaleorShop, global_id

from saleor_coaching_plugin.commerce.current import commerce
from saleor_coaching_plugin.terms.models import AssignmentKind
from saleor_coaching_plugin.terms.selectors import terms_in_force
from saleor_coaching_plugin.terms.services import terms_assign

pytestmark = pytest.mark.django_db

_references = count()


def statements(work: Callable[[], Any]) -> int:
    """Without savepoints, which stand for the transactions of a real request."""
    with CaptureQueriesContext(connection) as queries:
        work()
    ours = ("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT")
    return sum(not query["sql"].startswith(ours) for query in queries)


def cost(saleor: SaleorShop, products: list[Product], *, accepted: bool) -> int:
    """How many statements more checkoutComplete takes with the gate than without it."""

    def completion() -> int:
        checkout_id = cart(saleor, *products)
        if accepted:
            accept(checkout_id)
        pay(saleor, checkout_id, 120 * len(products), f"pay-{next(_references)}")
        return statements(lambda: answered(complete(checkout_id)))

    completion()  # fills Saleor's caches
    found = []
    for active in (False, True) * 3:
        gate_configure(saleor.channel, active=active)
        found.append(completion())
    off, on = found[::2], found[1::2]
    assert len(set(off)) == len(set(on)) == 1, found
    return on[0] - off[0]


@pytest.mark.parametrize("lines", [1, 12])
def test_without_any_terms_one_statement(saleor: SaleorShop, lines: int) -> None:
    products = [saleor.product(f"P{number}") for number in range(lines)]
    assert cost(saleor, products, accepted=False) == 1


def test_with_terms_on_other_things_one_statement(saleor: SaleorShop) -> None:
    """All but categories: a cart's products know their own, but no ancestors of it."""
    product = saleor.product()
    other = saleor.product("Other")
    kind = ProductType.objects.create(name="Other", slug="other")
    for assigned, thing in (
        (AssignmentKind.PRODUCT, global_id(other)),
        (AssignmentKind.PRODUCT_TYPE, global_id(kind)),
        (AssignmentKind.COLLECTION, global_id(Collection.objects.create(name="x", slug="x"))),
        (AssignmentKind.CHANNEL, saleor.new_channel("coaching-usd", "USD").slug),
    ):
        terms_assign(terms_id=terms_published().id, kind=assigned, object_id=thing)
    assert cost(saleor, [product], accepted=False) == 1


def test_with_terms_on_another_category_three_statements(saleor: SaleorShop) -> None:
    category = Category.objects.create(name="Other", slug="other")
    terms_assign(
        terms_id=terms_published().id, kind=AssignmentKind.CATEGORY, object_id=global_id(category)
    )
    assert cost(saleor, [saleor.product()], accepted=False) == 3


@pytest.mark.parametrize("lines", [1, 12])
def test_with_terms_on_all_lines_four_statements(saleor: SaleorShop, lines: int) -> None:
    products = [saleor.product(f"P{number}") for number in range(lines)]
    for product in products:
        terms_put_on(product)
    assert cost(saleor, products, accepted=True) == 4


def test_terms_by_way_of_everything_cost_no_more(saleor: SaleorShop) -> None:
    """An ancestor's category, a collection, the type, the channel: a product for each."""
    root = Category.objects.create(name="Root", slug="root")
    leaf = Category.objects.create(name="Leaf", slug="leaf", parent=root)
    bare = Category.objects.create(name="Bare", slug="bare")
    kind = ProductType.objects.create(name="Other", slug="other", is_shipping_required=False)
    gathered = Collection.objects.create(name="x", slug="x")
    by_category, by_collection = saleor.product("A", category=leaf), saleor.product("B")
    by_type, by_channel = saleor.product("C", category=bare), saleor.product("D", category=bare)
    Product.objects.filter(pk=by_type.pk).update(product_type=kind)
    gathered.products.add(by_collection)
    for assigned, thing in (
        (AssignmentKind.CATEGORY, global_id(root)),
        (AssignmentKind.PRODUCT_TYPE, global_id(kind)),
        (AssignmentKind.COLLECTION, global_id(gathered)),
        (AssignmentKind.CHANNEL, saleor.channel.slug),
    ):
        terms_assign(terms_id=terms_published().id, kind=assigned, object_id=thing)
    products = [by_category, by_collection, by_type, by_channel]
    places = commerce().places_get([global_id(p) for p in products], channel=saleor.channel.slug)
    found = terms_in_force(places.values(), language="en")
    assert len({each.terms_id for carried in found.values() for each in carried}) == 4
    assert cost(saleor, products, accepted=True) == 4


def test_terms_of_100_products_cost_two_statements(saleor: SaleorShop) -> None:
    terms = terms_published()
    products = [saleor.product(f"P{number}") for number in range(100)]
    for product in products:
        terms_put_on(product, terms)
    ids = [global_id(product) for product in products]

    def work() -> None:
        places = commerce().places_get(ids, channel=saleor.channel.slug)
        found = terms_in_force(places.values(), language="en")
        assert [len(found[each]) for each in ids] == [1] * 100

    assert statements(work) == 2


def test_places_are_what_products_say_of_themselves(saleor: SaleorShop) -> None:
    root = Category.objects.create(name="Root", slug="root")
    leaf = Category.objects.create(
        name="Leaf", slug="leaf", parent=Category.objects.create(name="M", slug="m", parent=root)
    )
    product, plain = saleor.product("A", category=leaf), saleor.product("B")
    Product.objects.filter(pk=plain.pk).update(category=None)
    for number in (2, 1):
        Collection.objects.create(name=f"{number}", slug=f"{number}").products.add(product)
    ids = [global_id(product), global_id(plain)]
    channel = saleor.channel.slug
    places = commerce().places_get([*ids, "nothing", global_id(leaf)], channel=channel)
    products = commerce().products_get(ids, channel=channel)
    assert places.keys() == products.keys() == set(ids)
    for each in ids:
        for name in ("id", "channel", "product_type_id", "category_ids", "collection_ids"):
            assert getattr(places[each], name) == getattr(products[each], name)
    assert len(places[ids[0]].category_ids) == 3
    assert places[ids[1]].category_ids == ()
