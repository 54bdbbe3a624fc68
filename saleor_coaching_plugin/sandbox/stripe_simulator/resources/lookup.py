"""Find an object by its id, or refuse as Stripe does."""

from __future__ import annotations

from saleor_coaching_plugin.sandbox.stripe_simulator.errors import resource_missing
from saleor_coaching_plugin.sandbox.stripe_simulator.store import JsonObject
from saleor_coaching_plugin.sandbox.stripe_simulator.world import Call

_NOUNS = {"invoiceitem": "Invoice Item"}


def in_path(call: Call, kind: str, identifier: str, *, param: str = "id") -> JsonObject:
    """The object the path names: 404 without it. `param` differs between Stripe's endpoints."""
    return _found(call, kind, identifier, param=param, status=404)


def in_parameter(call: Call, kind: str, identifier: str, *, param: str) -> JsonObject:
    """The object a parameter names: 400 without it."""
    return _found(call, kind, identifier, param=param, status=400)


def _found(call: Call, kind: str, identifier: str, *, param: str, status: int) -> JsonObject:
    found = call.store.find(kind, identifier)
    if found is None:
        raise resource_missing(_NOUNS.get(kind, kind), identifier, param=param, status=status)
    return found
