"""What an invoice comes to, and how the customer's balance enters when it is finalised.

https://docs.stripe.com/billing/customer/balance and, for sums below the minimum charge,
https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts
"""

from __future__ import annotations

from saleor_coaching_plugin.sandbox.stripe_simulator.resources.currencies import minimum_charge
from saleor_coaching_plugin.sandbox.stripe_simulator.resources.lines import invoice_lines
from saleor_coaching_plugin.sandbox.stripe_simulator.store import JsonObject
from saleor_coaching_plugin.sandbox.stripe_simulator.world import Call


def invoice_total_update(call: Call, invoice: JsonObject) -> None:
    """A draft's sums, from its lines."""
    total = sum(line["amount"] for line in invoice_lines(call, invoice["id"]))
    for name in ("subtotal", "subtotal_excluding_tax", "total", "total_excluding_tax"):
        invoice[name] = total
    _set_due(invoice, max(total, 0))


def balance_apply(invoice: JsonObject, customer: JsonObject) -> None:
    """Settle against the customer's balance (debt is positive).

    What is left below the minimum charge is not asked for: it moves to the balance.
    """
    owed = invoice["total"] + customer["balance"]
    due = owed if owed >= minimum_charge(invoice["currency"]) else 0
    invoice["starting_balance"] = customer["balance"]
    invoice["ending_balance"] = customer["balance"] = owed - due
    _set_due(invoice, due)


def balance_restore(invoice: JsonObject, customer: JsonObject) -> None:
    """A voided invoice gives back what it took from the balance, or put there."""
    customer["balance"] += invoice["starting_balance"] - invoice["ending_balance"]


def _set_due(invoice: JsonObject, due: int) -> None:
    invoice["amount_due"] = due
    invoice["amount_remaining"] = due - invoice["amount_paid"]
