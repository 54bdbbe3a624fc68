"""Asking the endpoint over HTTP, and reading its answers."""

from __future__ import annotations

import json
from typing import Any

from django.apps import apps
from django.test import Client


def post(query: str, *, by: str | None = None, **variables: Any) -> dict[str, Any]:
    """The whole answer."""
    response = Client().post(
        "/graphql/",
        data=json.dumps({"query": query, "variables": variables}),
        content_type="application/json",
        headers={"Authorization": f"Bearer {by}"} if by else {},
    )
    answer: dict[str, Any] = response.json()
    return answer


def ask(query: str, *, by: str | None = None, **variables: Any) -> Any:
    """The first field of the data. Fails on any top-level error."""
    answer = post(query, by=by, **variables)
    assert "errors" not in answer, answer["errors"]
    return next(iter(answer["data"].values()))


def do(query: str, *, by: str | None = None, **variables: Any) -> Any:
    """The payload of a mutation that succeeds."""
    payload = ask(query, by=by, **variables)
    assert payload["errors"] == []
    return payload


def errors_of(query: str, *, by: str | None = None, **variables: Any) -> list[tuple[str, str]]:
    """(code, field) of each refusal in the payload; the rest of it must be null."""
    payload = ask(query, by=by, **variables)
    errors = payload.pop("errors")
    assert all(value is None for value in payload.values())
    assert all(error["message"] for error in errors)
    return [(error["code"], error["field"]) for error in errors]


def code_of(query: str, *, by: str | None = None, **variables: Any) -> str:
    """The code of the only top-level error; there must be no data with it."""
    answer = post(query, by=by, **variables)
    (error,) = answer["errors"]
    assert not any((answer.get("data") or {}).values())
    return str(error["extensions"]["exception"]["code"])


def everything() -> dict[str, list[dict[str, Any]]]:
    """All rows of the plugin's tables, to prove that something changed nothing."""
    return {
        model._meta.model_name: list(model._default_manager.order_by("pk").values())
        for model in apps.get_app_config("coaching").get_models()
    }


def counts() -> dict[str, int]:
    """How many rows each of the plugin's tables has."""
    return {name: len(rows) for name, rows in everything().items()}
