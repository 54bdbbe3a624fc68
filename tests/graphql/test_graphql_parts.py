"""The small parts: ids, scalars, the schema as a whole."""

from __future__ import annotations

import datetime
import uuid
from decimal import Decimal as Exact
from typing import Any

import pytest
from graphql import GraphQLObjectType
from graphql.language import ast
from graphql_relay import to_global_id

from saleor_coaching_plugin.core.errors import NotFound
from saleor_coaching_plugin.graphql.core.ids import uuid_of
from saleor_coaching_plugin.graphql.core.scalars import Date, Decimal
from saleor_coaching_plugin.graphql.schema import schema, schema_text
from saleor_coaching_plugin.graphql.terms.types import ContractTerms

KEY = uuid.UUID("0f9d2a5e-6c1e-4c39-8d55-7c3c5f0b9f10")

# Types of Saleor 3.22 to 3.24 whose names this API could easily have taken.
SALEORS = {
    *("Address", "AddressInput", "App", "Channel", "Checkout", "CheckoutError", "Customer"),
    *("Event", "File", "Invoice", "InvoiceError", "Metadata", "Money", "MoneyInput", "Order"),
    *("Page", "Payment", "Permission", "PermissionEnum", "Product", "Shop", "Transaction", "User"),
}


def test_an_id_finds_its_key() -> None:
    assert uuid_of(ContractTerms, to_global_id("ContractTerms", KEY)) == KEY


@pytest.mark.parametrize(
    "text",
    [
        *("", "x", "é", "=", "Q29udHJhY3RUZXJtcw==", str(KEY), "\x00"),
        to_global_id("ContractTerms", "1"),
        to_global_id("contractterms", KEY),
        to_global_id("Product", KEY),
        to_global_id("", KEY),
    ],
)
def test_what_is_no_id_of_the_type_is_not_found(text: str) -> None:
    with pytest.raises(NotFound) as refusal:
        uuid_of(ContractTerms, text, "terms_id")
    assert refusal.value.field == "terms_id"
    assert refusal.value.message == "No contract terms with this id."


@pytest.mark.parametrize(
    ("given", "exact"),
    [("120.50", "120.50"), (120, "120"), (0.1, "0.1"), ("-3", "-3"), (Exact("1.10"), "1.10")],
)
def test_a_decimal_is_read_exactly(given: Any, exact: str) -> None:
    assert str(Decimal.parse_value(given)) == exact


@pytest.mark.parametrize(
    "given", ["", "x", "NaN", "Infinity", "1e999999999", "1" * 31, None, True, [], {}]
)
def test_what_is_no_decimal_is_none(given: Any) -> None:
    assert Decimal.parse_value(given) is None


def test_decimals_in_the_query_itself_are_read_exactly() -> None:
    values = [ast.FloatValue("1.10"), ast.IntValue("7"), ast.StringValue("0.30")]
    assert [str(Decimal.parse_literal(value)) for value in values] == ["1.10", "7", "0.30"]
    assert Decimal.parse_literal(ast.BooleanValue(True)) is None


def test_a_decimal_is_written_without_an_exponent() -> None:
    assert Decimal.serialize(Exact("1E+3")) == "1000"


@pytest.mark.parametrize("given", ["", "2027", "2027-13-01", "2027-02-29", "x", 20270101, None])
def test_what_is_no_day_is_none(given: Any) -> None:
    assert Date.parse_value(given) is None


def test_a_day_is_read_and_written() -> None:
    day = datetime.date(2027, 5, 1)
    assert Date.parse_value("2027-05-01") == Date.parse_literal(ast.StringValue("2027-05-01"))
    assert Date.serialize(day) == "2027-05-01"


def test_no_type_is_named_as_one_of_saleors() -> None:
    """But those that the subgraph extends."""
    assert SALEORS & schema.get_type_map().keys() == {"Order", "Product", "User"}


def test_amounts_are_nowhere_floats() -> None:
    assert "Float" not in schema_text()


def test_every_type_and_root_field_is_described() -> None:
    undescribed = [
        name
        for name, kind in schema.get_type_map().items()
        if isinstance(kind, GraphQLObjectType)
        and not name.startswith("__")
        and not name.endswith(("Connection", "Edge"))
        and name not in {"Query", "Mutation"}
        and not kind.description
    ]
    assert undescribed == []
    for root in (schema.get_query_type(), schema.get_mutation_type()):
        assert all(field.description for field in root.fields.values())


def test_the_schema_is_printed_the_same_each_time() -> None:
    text = schema_text()
    assert text == schema_text()
    assert "type ContractTerms implements Node {" in text
