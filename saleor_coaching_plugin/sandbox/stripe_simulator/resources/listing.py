"""Lists as Stripe pages them: newest first, `limit`, `starting_after`, `ending_before`.

https://docs.stripe.com/api/pagination
"""

from __future__ import annotations

import operator
from collections.abc import Iterable
from typing import Any

from saleor_coaching_plugin.sandbox.stripe_simulator.errors import parameter_error
from saleor_coaching_plugin.sandbox.stripe_simulator.parameters.schema import Field, Integer, Text
from saleor_coaching_plugin.sandbox.stripe_simulator.store import JsonObject

PAGE_FIELDS: dict[str, Field] = {
    "limit": Integer(minimum=1),
    "starting_after": Text(),
    "ending_before": Text(),
}
_COMPARISONS = {
    "gt": operator.gt,
    "gte": operator.ge,
    "lt": operator.lt,
    "lte": operator.le,
}


def list_object(rows: Iterable[JsonObject], *, url: str, has_more: bool = False) -> JsonObject:
    return {"object": "list", "data": list(rows), "has_more": has_more, "url": url}


def page(rows: Iterable[JsonObject], params: dict[str, Any], *, url: str) -> JsonObject:
    """The page that `params` ask for, of `rows` in the order to show."""
    limit = params.get("limit", 10)
    if limit > 100:
        raise parameter_error(
            f"This value must be less than or equal to 100 (it currently is '{limit}').",
            param="limit",
        )
    found = list(rows)
    if "ending_before" in params:
        end = _position(found, params["ending_before"], "ending_before")
        start = max(0, end - limit)
        return list_object(found[start:end], url=url, has_more=start > 0)
    start = 0
    if "starting_after" in params:
        start = _position(found, params["starting_after"], "starting_after") + 1
    end = start + limit
    return list_object(found[start:end], url=url, has_more=end < len(found))


def matching(
    rows: Iterable[JsonObject], params: dict[str, Any], *names: str
) -> Iterable[JsonObject]:
    """The rows whose fields `names` equal (or, for times, lie within) what `params` ask for."""
    wanted = {name: params[name] for name in names if name in params}
    return (row for row in rows if all(_meets(row[name], want) for name, want in wanted.items()))


def _meets(value: Any, want: Any) -> bool:
    if not isinstance(want, dict):
        return bool(value == want)
    return value is not None and all(
        _COMPARISONS[bound](value, limit) for bound, limit in want.items()
    )


def _position(rows: list[JsonObject], identifier: str, param: str) -> int:
    for position, row in enumerate(rows):
        if row["id"] == identifier:
            return position
    raise parameter_error(f"No such object: '{identifier}'", code="resource_missing", param=param)
