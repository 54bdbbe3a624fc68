"""What the plugin costs Saleor: the same requests with it switched off, in turns in one run."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from statistics import median, quantiles

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from saleor.plugins.models import PluginConfiguration
from saleor.product.models import Product
from saleor_checkout import accept, cart, complete, pay, terms_published, terms_put_on
from saleor_shop import SaleorShop

from saleor_coaching_plugin.checkout.plugin import CheckoutGate
from saleor_coaching_plugin.plugin import CoachingPlugin

PRICE = 120
TURNS = 12
TRANSACTION_CONTROL = ("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO", "BEGIN", "COMMIT")
PRODUCTS = """
query ($channel: String!) {
  products(first: 100, channel: $channel) { edges { node { id name %s } } }
}
"""
CONTRACT_TERMS = "contractTerms { title versionNumber body }"
_references = count()


@contextmanager
def switched(saleor: SaleorShop, *, on: bool) -> Iterator[None]:
    """Both plugins, as an operator does it: Saleor reads a row for each, whether on or off."""
    rows = [
        PluginConfiguration.objects.create(identifier=plugin.PLUGIN_ID, active=on, channel=where)
        for plugin, where in ((CoachingPlugin, None), (CheckoutGate, saleor.channel))
    ]
    yield
    for row in rows:
        row.delete()


def cart_paid(saleor: SaleorShop, products: list[Product], *, accepted: bool = False) -> str:
    """As it stands before checkoutComplete; the same whether the plugin is on or off then."""
    checkout_id = cart(saleor, *products)
    if accepted:
        accept(checkout_id)
    pay(saleor, checkout_id, PRICE * len(products), f"pay-{next(_references)}")
    return checkout_id


def statements_of(work: Callable[[], object]) -> int:
    """Without BEGIN, COMMIT and savepoints, with what Saleor does after commit."""
    with CaptureQueriesContext(connection) as queries:
        work()
    return sum(not query["sql"].startswith(TRANSACTION_CONTROL) for query in queries)


def seconds_of(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def completed(checkout_id: str) -> None:
    payload = complete(checkout_id)
    assert payload["order"], payload


def statements_off_and_on(
    saleor: SaleorShop, products: list[Product], *, accepted: bool
) -> tuple[int, int]:
    warming, for_off, for_on = (cart_paid(saleor, products, accepted=accepted) for _ in range(3))
    completed(warming)  # fills Saleor's caches
    with switched(saleor, on=False):
        without = statements_of(lambda: completed(for_off))
    with switched(saleor, on=True):
        return without, statements_of(lambda: completed(for_on))


@pytest.mark.parametrize("lines", [1, 20])
def test_statements_of_a_checkout_without_terms(
    saleor: SaleorShop, record: Callable[..., None], lines: int
) -> None:
    products = [saleor.product(f"Coaching {number}", PRICE) for number in range(lines)]
    without, with_plugin = statements_off_and_on(saleor, products, accepted=False)
    record(
        f"checkoutComplete, {lines} lines, no terms, beside 2 more than without",
        with_plugin,
        "statements",
        without + 2,
        1.0,
        less_is_better=True,
    )


@pytest.mark.parametrize("lines", [1, 20])
def test_statements_of_a_checkout_in_which_all_have_terms(
    saleor: SaleorShop, record: Callable[..., None], lines: int
) -> None:
    terms = terms_published()
    products = [saleor.product(f"Coaching {number}", PRICE) for number in range(lines)]
    for product in products:
        terms_put_on(product, terms)
    without, with_plugin = statements_off_and_on(saleor, products, accepted=True)
    record(
        f"checkoutComplete, {lines} lines, all with terms, beside 5 more than without",
        with_plugin,
        "statements",
        without + 5,
        1.0,
        less_is_better=True,
    )


def test_statements_of_100_products(saleor: SaleorShop, record: Callable[..., None]) -> None:
    terms = terms_published()
    for number in range(100):
        terms_put_on(saleor.product(f"Coaching {number}"), terms)
    api = saleor.api_of()

    def ask(fields: str) -> None:
        edges = api.data(PRODUCTS % fields, channel=saleor.channel.slug)["products"]["edges"]
        assert len(edges) == 100
        assert all(edge["node"].get("contractTerms", True) for edge in edges)

    ask(CONTRACT_TERMS)
    without = statements_of(lambda: ask(""))
    record(
        "products(first: 100) with contractTerms, beside 2 more than without",
        statements_of(lambda: ask(CONTRACT_TERMS)),
        "statements",
        without + 2,
        1.0,
        less_is_better=True,
    )


@pytest.mark.parametrize("with_terms", [False, True])
def test_time_of_a_checkout(
    saleor: SaleorShop, record: Callable[..., None], with_terms: bool
) -> None:
    products = [saleor.product("Coaching", PRICE)]
    if with_terms:
        terms_put_on(products[0])
    on, off = [], []
    for _ in range(TURNS):
        for_on, for_off = (cart_paid(saleor, products, accepted=with_terms) for _ in range(2))
        with switched(saleor, on=True):
            on.append(seconds_of(lambda: completed(for_on)))  # noqa: B023 - called at once
        with switched(saleor, on=False):
            off.append(seconds_of(lambda: completed(for_off)))  # noqa: B023
    low, _, high = quantiles([b / a for a, b in zip(on, off, strict=True)])
    record(
        f"checkoutComplete, {'with' if with_terms else 'no'} terms, median beside switched off "
        f"({low:.2f} to {high:.2f})",
        median(on) * 1000,
        "ms",
        median(off) * 1000,
        0.7,
        less_is_better=True,
    )
