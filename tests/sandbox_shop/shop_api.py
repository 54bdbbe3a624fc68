"""The shop's GraphQL API, asked in process."""

from __future__ import annotations

from typing import Any

import graphene
from django.test import RequestFactory

from saleor_coaching_plugin.sandbox.shop.schema import ShopMutation, ShopQuery

SCHEMA = graphene.Schema(query=ShopQuery, mutation=ShopMutation)


def ask(query: str, *, token: str | None = None, **variables: Any) -> dict[str, Any]:
    """The data. Fails when anything went wrong at the top level."""
    result = _execute(query, token, variables)
    assert not result.errors, result.errors
    data: dict[str, Any] = result.data
    return data


def ask_refused(query: str, *, token: str | None = None, **variables: Any) -> str:
    """The message of the only top-level error."""
    result = _execute(query, token, variables)
    assert result.errors, "this should have been refused"
    (error,) = result.errors
    return str(error.message)


def _execute(query: str, token: str | None, variables: dict[str, Any]) -> Any:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    request = RequestFactory().post("/graphql/", headers=headers)
    return SCHEMA.execute(query, variable_values=variables, context_value=request)
