"""What the suite's tests make through the port, and how they expect refusals and races."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import pytest
from contract_scenario import Scenario
from django.db import connections
from factories.contracts import ADDRESS

from saleor_coaching_plugin.commerce.port import (
    Address,
    Checkout,
    Commerce,
    Customer,
    OrderLineRequest,
    OrderRequest,
)
from saleor_coaching_plugin.core.errors import DomainError
from saleor_coaching_plugin.core.money import Money

PATIENCE_SECONDS = 20


@dataclass(frozen=True)
class Shelf:
    """A product and its only variant."""

    product_id: str
    variant_id: str

    @classmethod
    def of(cls, shop: Scenario, product_id: str) -> Shelf:
        product = shop.commerce.product_get(product_id, channel=shop.channel)
        return cls(product_id, product.variants[0].id)


def euros(minor: int) -> Money:
    return Money(minor, "EUR")


def customer_ada(commerce: Commerce) -> Customer:
    return commerce.customer_get_or_create(
        email="ada@client.example", first_name="Ada", last_name="Lovelace", language="en"
    )


def checkout_ready(
    shop: Scenario,
    lines: Mapping[str, int],
    *,
    customer_id: str | None = None,
    billing_address: Address | None = ADDRESS,
    language: str = "en",
) -> Checkout:
    return shop.commerce.checkout_create(
        channel=shop.channel,
        language=language,
        email="ada@client.example",
        customer_id=customer_id,
        billing_address=billing_address,
        lines=lines,
    )


def order_request(
    shop: Scenario,
    variant_id: str,
    customer_id: str,
    *,
    reference: str = "agreement:1",
    **changes: Any,
) -> OrderRequest:
    values: dict[str, Any] = {
        "external_reference": reference,
        "channel": shop.channel,
        "language": "de",
        "customer_id": customer_id,
        "billing_address": ADDRESS,
        "lines": [OrderLineRequest(variant_id, 1, euros(99_00))],
        "metadata": {"agreement": "1"},
    }
    return OrderRequest(**{**values, **changes})


@contextmanager
def refused(code: StrEnum) -> Iterator[None]:
    with pytest.raises(DomainError) as caught:
        yield
    assert caught.value.code == code


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """Run each call in a thread of its own, started together.

    What they return, or the DomainError they raise, in the order of the calls.
    """
    start = threading.Barrier(len(calls))
    results: list[Any] = [None] * len(calls)

    def run(index: int, call: Callable[[], Any]) -> None:
        try:
            start.wait(PATIENCE_SECONDS)
            results[index] = call()
        except Exception as error:
            results[index] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE_SECONDS)
        assert not thread.is_alive(), "a thread hangs"
    for result in results:
        if isinstance(result, Exception) and not isinstance(result, DomainError):
            raise result
    return results
