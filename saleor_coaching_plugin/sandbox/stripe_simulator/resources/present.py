"""From what is stored to what Stripe shows: whole links, and an invoice's lines inlined."""

from __future__ import annotations

import copy

from saleor_coaching_plugin.sandbox.stripe_simulator.resources.lines import first_lines
from saleor_coaching_plugin.sandbox.stripe_simulator.store import JsonObject
from saleor_coaching_plugin.sandbox.stripe_simulator.world import Call

_LINKS = {
    "invoice": ("hosted_invoice_url", "invoice_pdf"),
    "checkout.session": ("url",),
}


def present(call: Call, stored: JsonObject) -> JsonObject:
    """A copy to send out, of an object or of a list of them."""
    if stored["object"] == "list":
        return {**stored, "data": [present(call, each) for each in stored["data"]]}
    shown = copy.deepcopy(stored)
    for name in _LINKS.get(shown["object"], ()):
        if shown[name] is not None:
            shown[name] = call.base_url + shown[name]
    if shown["object"] == "invoice":
        shown["lines"] = first_lines(call, shown["id"])
    return shown
