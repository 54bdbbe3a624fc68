"""Saleor's own subgraph with our fields in it; and ours beside it, on our own endpoint."""

from __future__ import annotations

from typing import Any

import pytest
from saleor.product.models import Product
from saleor_agreements import agreed, office, terms_on
from saleor_shop import Api, SaleorShop, global_id

MERGED, OWN = "/graphql/", "/plugins/global/coaching/graphql/"
ENTITIES = """query($these: [_Any!]!) { _entities(representations: $these) { __typename
    ... on Product { contractTerms { title } }
    ... on Order { clientAgreement { number } clientInvoices { number } }
    ... on User { email clientAgreements { number } } } }"""


@pytest.fixture
def product(saleor: SaleorShop) -> Product:
    made = saleor.product("Workbook")
    terms_on(office(saleor), global_id(made))
    return made


def key(saleor: SaleorShop, product: Product) -> dict[str, Any]:
    return {
        "__typename": "Product",
        "id": global_id(product),
        "channel": saleor.channel.slug,
    }


def keys_in(sdl: str) -> dict[str, str]:
    """The line of each type that has a key."""
    lines = [line for line in sdl.splitlines() if "@key" in line]
    return {line.removeprefix("extend ").split()[1]: line for line in lines}


def test_saleors_subgraph_has_our_fields_and_all_of_its_keys(saleor: SaleorShop) -> None:
    sdl = Api().data("{ _service { sdl } }")["_service"]["sdl"]
    found = keys_in(sdl)
    assert len(found) == 12
    assert '@key(fields: "id channel")' in found["Product"]
    product = sdl.partition(found["Product"])[2].partition("\n}\n")[0]
    assert "contractTerms(" in product
    assert "clientAgreementByToken(" in sdl
    assert "subscription" not in sdl.partition("type Query")[0]


def test_our_subgraph_extends_by_keys_that_saleor_has(saleor: SaleorShop) -> None:
    theirs = keys_in(Api().data("{ _service { sdl } }")["_service"]["sdl"])
    ours = keys_in(Api(path=OWN).data("{ _service { sdl } }")["_service"]["sdl"])
    assert ours.keys() == {"Product", "Order", "User"}
    for name, line in ours.items():
        (directive,) = [part for part in line.partition("@")[1:] if part.startswith("key")]
        assert f"@{directive.removesuffix(' {')}" in theirs[name]


@pytest.mark.parametrize("path", [MERGED, OWN])
def test_a_gateway_finds_what_belongs_to_a_product(
    saleor: SaleorShop, product: Product, path: str
) -> None:
    other = saleor.product("Poster")
    found = Api(path=path).data(ENTITIES, these=[key(saleor, other), key(saleor, product)])
    assert found["_entities"] == [
        {"__typename": "Product", "contractTerms": []},
        {"__typename": "Product", "contractTerms": [{"title": "Terms of purchase"}]},
    ]


@pytest.mark.parametrize("path", [MERGED, OWN])
def test_a_gateway_finds_what_orders_and_people_have(saleor: SaleorShop, path: str) -> None:
    sam = saleor.customer()
    sent, order_id = agreed(saleor, office(saleor), sam.email)
    token = saleor.api_of(sam).token
    found = Api(token, path).data(
        ENTITIES,
        these=[
            {"__typename": "Order", "id": order_id},
            {"__typename": "User", "email": sam.email},
        ],
    )["_entities"]
    assert found[0]["clientAgreement"] == {"number": sent.number}
    assert len(found[0]["clientInvoices"]) == 1
    assert found[1] == {
        "__typename": "User",
        "email": sam.email,
        "clientAgreements": [{"number": sent.number}],
    }


@pytest.mark.parametrize("channel", ["nowhere", None])
def test_our_subgraph_shows_nobody_a_product_that_is_not_published(
    saleor: SaleorShop, channel: str | None
) -> None:
    hidden = saleor.product("Hidden", published=False)
    terms_on(office(saleor), global_id(hidden))
    these = [key(saleor, hidden), {**key(saleor, hidden), "channel": channel}]
    assert Api(path=OWN).data(ENTITIES, these=these) == {"_entities": [None, None]}


def test_our_subgraph_keeps_the_order_of_mixed_lists(saleor: SaleorShop, product: Product) -> None:
    user = {"__typename": "User", "email": "sam@client.example"}
    api = office(saleor)
    found = Api(api.token, OWN).data(
        ENTITIES, these=[user, key(saleor, product), user, {**key(saleor, product), "id": "x"}]
    )["_entities"]
    assert [entity and entity["__typename"] for entity in found] == [
        "User",
        "Product",
        "User",
        None,
    ]
