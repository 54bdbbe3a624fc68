"""`expand[]`: put an object where its id stands, or add a list that is left out unless asked for.

https://docs.stripe.com/api/expanding_objects
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from saleor_coaching_plugin.sandbox.stripe_simulator.errors import (
    ApiError,
    refusal,
)
from saleor_coaching_plugin.sandbox.stripe_simulator.resources.checkout_lines import session_lines
from saleor_coaching_plugin.sandbox.stripe_simulator.resources.invoice_payments import (
    payments_of_invoice,
)
from saleor_coaching_plugin.sandbox.stripe_simulator.resources.present import present
from saleor_coaching_plugin.sandbox.stripe_simulator.resources.refunds import refunds_of_charge
from saleor_coaching_plugin.sandbox.stripe_simulator.store import JsonObject
from saleor_coaching_plugin.sandbox.stripe_simulator.world import Call

_MAX_DEPTH = 4
_EXPANDABLE = {"charge", "customer", "invoice", "latest_charge", "payment_intent"}
_INCLUDABLE: dict[tuple[str, str], Callable[[Call, str], JsonObject]] = {
    ("invoice", "payments"): payments_of_invoice,
    ("checkout.session", "line_items"): session_lines,
    ("charge", "refunds"): refunds_of_charge,
}


def expand(call: Call, shown: JsonObject, paths: list[str]) -> JsonObject:
    """Expand `shown` (already presented) in place. Raises ApiError for what cannot be."""
    for path in paths:
        steps = path.split(".")
        depth = sum(step != "data" for step in steps)
        if depth > _MAX_DEPTH:
            raise refusal("You cannot expand more than 4 levels of a property.")
        _expand_step(call, shown, steps, path)
    return shown


def _expand_step(call: Call, node: Any, steps: list[str], path: str) -> None:
    if isinstance(node, list):
        for each in node:
            _expand_step(call, each, steps, path)
        return
    if not steps or node is None:
        return
    if not isinstance(node, dict):
        raise _refused(path)
    name = steps[0]
    _unfold(call, node, name, path)
    _expand_step(call, node[name], steps[1:], path)


def _unfold(call: Call, node: JsonObject, name: str, path: str) -> None:
    kind = node.get("object", "")
    include = _INCLUDABLE.get((kind, name))
    if include is not None:
        node.setdefault(name, present(call, include(call, node["id"])))
    elif name not in node:
        raise _refused(path)
    elif isinstance(node[name], str):
        if name not in _EXPANDABLE:
            raise _refused(path)
        node[name] = present(call, call.store.objects[node[name]])


def _refused(path: str) -> ApiError:
    return refusal(f"This property cannot be expanded ({path}).", param="expand")
