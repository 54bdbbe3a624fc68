"""Which method and path of Stripe's API runs which function, with which parameters."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import unquote

from saleor_coaching_plugin.sandbox.stripe_simulator.errors import unknown_url
from saleor_coaching_plugin.sandbox.stripe_simulator.parameters.schema import ArrayOf, Group, Text
from saleor_coaching_plugin.sandbox.stripe_simulator.resources import (
    charges,
    checkout_sessions,
    customers,
    events,
    invoice_items,
    invoice_payments,
    invoice_states,
    invoices,
    payment_intents,
    refunds,
)
from saleor_coaching_plugin.sandbox.stripe_simulator.store import JsonObject

Handler = Callable[..., JsonObject]
"""`handler(call, params, **ids_from_the_path)`"""


@dataclass(frozen=True)
class Route:
    method: str
    path: str
    accepts: Group
    handler: Handler

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        return re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", self.path))

    @cached_property
    def params(self) -> Group:
        """Every endpoint takes `expand`."""
        return Group({**self.accepts.fields, "expand": ArrayOf(Text())}, self.accepts.required)


_INVOICE = "/v1/invoices/{invoice_id}"
_SESSION = "/v1/checkout/sessions/{session_id}"
ROUTES = (
    Route("POST", "/v1/customers", customers.CREATE, customers.customer_create),
    Route("GET", "/v1/customers", customers.LIST, customers.customer_list),
    Route("GET", "/v1/customers/{customer_id}", customers.RETRIEVE, customers.customer_retrieve),
    Route("POST", "/v1/customers/{customer_id}", customers.UPDATE, customers.customer_update),
    Route("POST", "/v1/invoices", invoices.CREATE, invoices.invoice_create),
    Route("GET", "/v1/invoices", invoices.LIST, invoices.invoice_list),
    Route("GET", _INVOICE, invoices.RETRIEVE, invoices.invoice_retrieve),
    Route("POST", _INVOICE, invoices.UPDATE, invoices.invoice_update),
    Route("GET", f"{_INVOICE}/lines", invoices.LIST_LINES, invoices.invoice_list_lines),
    Route("POST", f"{_INVOICE}/finalize", invoice_states.FINALIZE, invoice_states.invoice_finalize),
    Route("POST", f"{_INVOICE}/send", invoice_states.SEND, invoice_states.invoice_send),
    Route("POST", f"{_INVOICE}/pay", invoice_states.PAY, invoice_states.invoice_pay),
    Route("POST", f"{_INVOICE}/void", invoice_states.VOID, invoice_states.invoice_void),
    Route(
        "POST",
        f"{_INVOICE}/mark_uncollectible",
        invoice_states.MARK_UNCOLLECTIBLE,
        invoice_states.invoice_mark_uncollectible,
    ),
    Route("POST", "/v1/invoiceitems", invoice_items.CREATE, invoice_items.invoice_item_create),
    Route("GET", "/v1/invoiceitems", invoice_items.LIST, invoice_items.invoice_item_list),
    Route(
        "GET",
        "/v1/invoiceitems/{item_id}",
        invoice_items.RETRIEVE,
        invoice_items.invoice_item_retrieve,
    ),
    Route(
        "GET", "/v1/invoice_payments", invoice_payments.LIST, invoice_payments.invoice_payment_list
    ),
    Route(
        "GET",
        "/v1/invoice_payments/{payment_id}",
        invoice_payments.RETRIEVE,
        invoice_payments.invoice_payment_retrieve,
    ),
    Route(
        "POST",
        "/v1/checkout/sessions",
        checkout_sessions.CREATE,
        checkout_sessions.session_create,
    ),
    Route("GET", "/v1/checkout/sessions", checkout_sessions.LIST, checkout_sessions.session_list),
    Route("GET", _SESSION, checkout_sessions.RETRIEVE, checkout_sessions.session_retrieve),
    Route(
        "GET",
        f"{_SESSION}/line_items",
        checkout_sessions.LIST_LINES,
        checkout_sessions.session_list_lines,
    ),
    Route("POST", f"{_SESSION}/expire", checkout_sessions.EXPIRE, checkout_sessions.session_expire),
    Route(
        "GET",
        "/v1/payment_intents",
        payment_intents.LIST,
        payment_intents.payment_intent_list,
    ),
    Route(
        "GET",
        "/v1/payment_intents/{intent_id}",
        payment_intents.RETRIEVE,
        payment_intents.payment_intent_retrieve,
    ),
    Route("GET", "/v1/charges", charges.LIST, charges.charge_list),
    Route("GET", "/v1/charges/{charge_id}", charges.RETRIEVE, charges.charge_retrieve),
    Route("POST", "/v1/refunds", refunds.CREATE, refunds.refund_create),
    Route("GET", "/v1/refunds", refunds.LIST, refunds.refund_list),
    Route("GET", "/v1/refunds/{refund_id}", refunds.RETRIEVE, refunds.refund_retrieve),
    Route("GET", "/v1/events", events.LIST, events.event_list),
    Route("GET", "/v1/events/{event_id}", events.RETRIEVE, events.event_retrieve),
)


def route_find(method: str, path: str) -> tuple[Route, dict[str, str]]:
    """The route and the ids in the path. Raises ApiError (404)."""
    for route in ROUTES:
        match = route.pattern.fullmatch(path)
        if match is not None and route.method == method:
            return route, {name: unquote(value) for name, value in match.groupdict().items()}
    raise unknown_url(method, path)
