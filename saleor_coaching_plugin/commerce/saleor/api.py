"""Saleor's own GraphQL API, executed in process as our own app.

What is written this way has Saleor's hooks, webhooks, events and stocks, as if it came by HTTP.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from saleor.core.db.connection import allow_writer

from .own_app import own_app


@dataclass(frozen=True)
class Refusal:
    """One error of a mutation's payload; `code` in Saleor's spelling, upper-case."""

    code: str
    message: str
    field: str | None


class SaleorRefused(Exception):
    """A mutation answered with errors."""

    def __init__(self, refusals: list[Refusal]) -> None:
        super().__init__("; ".join(f"{each.code}: {each.message}" for each in refusals))
        self.refusals = refusals


def mutate(mutation: str, **variables: Any) -> dict[str, Any]:
    """The payload of a document's only mutation, which must ask for `errors`.

    Raises SaleorRefused for these, and whatever broke inside Saleor as it is.
    """
    # Imported now, not above: the schema is built on import, and the plugin's own part of it is
    # merged in before that, in AppConfig.ready(), which imports this module.
    from saleor.graphql.api import schema
    from saleor.graphql.context import get_context_value
    from saleor.graphql.webhook.subscription_payload import initialize_request

    app = own_app()
    request = initialize_request(app, requestor=app, allow_replica=False)
    with allow_writer():
        result = schema.execute(
            mutation, variable_values=variables, context_value=get_context_value(request)
        )
    for error in result.errors or ():
        raise getattr(error, "original_error", None) or error
    (payload,) = result.data.values()
    if payload["errors"]:
        raise SaleorRefused(
            [Refusal(each["code"], each["message"], each["field"]) for each in payload["errors"]]
        )
    answer: dict[str, Any] = payload
    return answer
