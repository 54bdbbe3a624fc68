"""Global ids."""

from __future__ import annotations

import base64
from uuid import UUID

import pytest

from saleor_coaching_plugin.commerce.errors import CommerceError, CommerceErrorCode
from saleor_coaching_plugin.sandbox.shop.ids import Kind, global_id, pk_of, pk_or_none

ORDER = UUID("1b4e28ba-2fa1-11d2-883f-0016d3cca427")


def encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def test_an_id_looks_as_saleors() -> None:
    assert global_id(Kind.VARIANT, 7) == encoded("ProductVariant:7")
    assert global_id(Kind.ORDER, ORDER) == encoded(f"Order:{ORDER}")


@pytest.mark.parametrize(("kind", "pk"), [(Kind.PRODUCT, 2**63 - 1), (Kind.CHECKOUT, ORDER)])
def test_an_id_leads_back(kind: Kind, pk: int | UUID) -> None:
    assert pk_of(global_id(kind, pk), kind) == pk


@pytest.mark.parametrize(
    "malformed",
    [
        "",
        "7",
        "Product:7",
        encoded("Product"),
        encoded("Product:"),
        encoded("Product:x"),
        encoded("Product:-7"),
        encoded("Product:0"),
        encoded("Product:07"),
        encoded("Product: 7"),
        encoded("Product:\N{ARABIC-INDIC DIGIT SEVEN}"),
        encoded(f"Product:{2**63}"),
        encoded("Category:7"),
        encoded("Product:77").rstrip("="),
        encoded("Product:7") + "\n",
        "é",
        base64.b64encode(b"\xff\xfe").decode(),
    ],
)
def test_anything_else_is_not_found(malformed: str) -> None:
    assert pk_or_none(malformed, Kind.PRODUCT) is None
    with pytest.raises(CommerceError) as caught:
        pk_of(malformed, Kind.PRODUCT)
    assert caught.value.code == CommerceErrorCode.NOT_FOUND


@pytest.mark.parametrize("text", [f"Order:{ORDER.hex}", f"Order:{str(ORDER).upper()}", "Order:7"])
def test_an_order_is_known_by_its_canonical_uuid_only(text: str) -> None:
    assert pk_or_none(encoded(text), Kind.ORDER) is None
