"""A GraphQL client: the coach's back office and the storefront speak to the shop with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import requests

from .expect import Unexpected


@dataclass(frozen=True)
class Api:
    url: str
    token: str = ""

    def ask(self, document: str, **variables: Any) -> dict[str, Any]:
        """The answer's data. Raises Unexpected for top-level errors."""
        answer = requests.post(
            self.url,
            json={"query": document, "variables": variables},
            headers={"Authorization": f"Bearer {self.token}"} if self.token else {},
            timeout=30,
        ).json()
        if answer.get("errors"):
            raise Unexpected("an answer without errors", answer["errors"])
        data: dict[str, Any] = answer["data"]
        return data

    def do(self, document: str, **variables: Any) -> dict[str, Any]:
        """The payload of a document with one mutation. Raises Unexpected for its errors."""
        payload = self.refused_or_done(document, **variables)
        if payload["errors"]:
            raise Unexpected("a mutation without errors", payload["errors"])
        return payload

    def refused_or_done(self, document: str, **variables: Any) -> dict[str, Any]:
        (payload,) = self.ask(document, **variables).values()
        found: dict[str, Any] = payload
        return found
