"""What the README tells storefront developers to send is valid."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from graphql import parse, validate

from saleor_coaching_plugin.graphql.schema import schema

README = Path(__file__).parents[2] / "README.md"
DOCUMENTS = re.findall(r"```graphql\n(.*?)```", README.read_text(), re.DOTALL)


def test_the_readme_has_examples() -> None:
    assert len(DOCUMENTS) == 4


@pytest.mark.parametrize("document", DOCUMENTS)
def test_example_fits_the_schema(document: str) -> None:
    assert validate(schema, parse(document)) == []
