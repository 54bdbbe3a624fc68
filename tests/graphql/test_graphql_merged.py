"""The schema merged with a shop's own, behind one endpoint."""

from __future__ import annotations

from typing import Any

import pytest
from graphql_api import ask, code_of
from graphql_examples import product_with_terms

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _merged_endpoint(_endpoint_alone: None, settings: Any) -> None:
    settings.ROOT_URLCONF = "saleor_coaching_plugin.sandbox.urls"


def test_a_shops_product_has_its_contract_terms() -> None:
    product = product_with_terms()
    query = """query($id: ID, $channel: String) { product(id: $id, channel: $channel) {
        name contractTerms { title versionNumber } } }"""
    assert ask(query, id=product.id, channel=product.channel) == {
        "name": "Workbook",
        "contractTerms": [{"title": "Coaching agreement", "versionNumber": 1}],
    }


def test_both_parts_refuse_in_the_same_way() -> None:
    assert code_of("{ channels { slug } }") == "PermissionDenied"
    assert code_of("{ sequences { totalCount } }") == "PermissionDenied"
    assert code_of("{ product { name } }") == "INVALID"
