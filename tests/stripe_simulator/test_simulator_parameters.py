"""What the simulator takes is what the SDK's own parameter types (stripe.params) declare."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import (
    Any,
    ForwardRef,
    Literal,
    NotRequired,
    Required,
    get_args,
    get_origin,
)

import pytest
import stripe.params
import stripe.params.checkout
from typing_extensions import is_typeddict  # the SDK's own TypedDict, before 3.13

from saleor_coaching_plugin.sandbox.stripe_simulator.parameters.schema import (
    ArrayOf,
    Choice,
    Field,
    Group,
    MomentFilter,
)
from saleor_coaching_plugin.sandbox.stripe_simulator.transport.routes import ROUTES, Route

_CHECKOUT = stripe.params.checkout
_INVOICE = "/v1/invoices/{invoice_id}"
_SESSION = "/v1/checkout/sessions/{session_id}"
DECLARED: dict[tuple[str, str], type] = {
    ("POST", "/v1/customers"): stripe.params.CustomerCreateParams,
    ("GET", "/v1/customers"): stripe.params.CustomerListParams,
    ("GET", "/v1/customers/{customer_id}"): stripe.params.CustomerRetrieveParams,
    ("POST", "/v1/customers/{customer_id}"): stripe.params.CustomerModifyParams,
    ("POST", "/v1/invoices"): stripe.params.InvoiceCreateParams,
    ("GET", "/v1/invoices"): stripe.params.InvoiceListParams,
    ("GET", _INVOICE): stripe.params.InvoiceRetrieveParams,
    ("POST", _INVOICE): stripe.params.InvoiceModifyParams,
    ("GET", f"{_INVOICE}/lines"): stripe.params.InvoiceListLinesParams,
    ("POST", f"{_INVOICE}/finalize"): stripe.params.InvoiceFinalizeInvoiceParams,
    ("POST", f"{_INVOICE}/send"): stripe.params.InvoiceSendInvoiceParams,
    ("POST", f"{_INVOICE}/pay"): stripe.params.InvoicePayParams,
    ("POST", f"{_INVOICE}/void"): stripe.params.InvoiceVoidInvoiceParams,
    ("POST", f"{_INVOICE}/mark_uncollectible"): stripe.params.InvoiceMarkUncollectibleParams,
    ("POST", "/v1/invoiceitems"): stripe.params.InvoiceItemCreateParams,
    ("GET", "/v1/invoiceitems"): stripe.params.InvoiceItemListParams,
    ("GET", "/v1/invoiceitems/{item_id}"): stripe.params.InvoiceItemRetrieveParams,
    ("GET", "/v1/invoice_payments"): stripe.params.InvoicePaymentListParams,
    ("GET", "/v1/invoice_payments/{payment_id}"): stripe.params.InvoicePaymentRetrieveParams,
    ("POST", "/v1/checkout/sessions"): _CHECKOUT.SessionCreateParams,
    ("GET", "/v1/checkout/sessions"): _CHECKOUT.SessionListParams,
    ("GET", _SESSION): _CHECKOUT.SessionRetrieveParams,
    ("GET", f"{_SESSION}/line_items"): _CHECKOUT.SessionListLineItemsParams,
    ("POST", f"{_SESSION}/expire"): _CHECKOUT.SessionExpireParams,
    ("GET", "/v1/payment_intents"): stripe.params.PaymentIntentListParams,
    ("GET", "/v1/payment_intents/{intent_id}"): stripe.params.PaymentIntentRetrieveParams,
    ("GET", "/v1/charges"): stripe.params.ChargeListParams,
    ("GET", "/v1/charges/{charge_id}"): stripe.params.ChargeRetrieveParams,
    ("POST", "/v1/refunds"): stripe.params.RefundCreateParams,
    ("GET", "/v1/refunds"): stripe.params.RefundListParams,
    ("GET", "/v1/refunds/{refund_id}"): stripe.params.RefundRetrieveParams,
    ("GET", "/v1/events"): stripe.params.EventListParams,
    ("GET", "/v1/events/{event_id}"): stripe.params.EventRetrieveParams,
}


def test_every_route_has_its_declaration() -> None:
    assert {(route.method, route.path) for route in ROUTES} == set(DECLARED)


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{route.method} {route.path}")
def test_route_takes_only_what_the_sdk_declares(route: Route) -> None:
    declared = DECLARED[route.method, route.path]
    assert list(undeclared(route.params, declared, "")) == []


def test_an_undeclared_name_and_choice_are_found() -> None:
    taken = Group(
        {"collection_method": Choice(("send_invoice", "by_pigeon")), "colour": Choice(())}
    )
    assert list(undeclared(taken, stripe.params.InvoiceCreateParams, "")) == [
        ".collection_method: by_pigeon",
        ".colour",
    ]


def undeclared(field: Field, declared: Any, path: str) -> Iterator[str]:
    """Parameters and choices of `field` that the SDK's type `declared` does not have."""
    if isinstance(field, MomentFilter):
        field = field.bounds
    if isinstance(field, Group):
        yield from _undeclared_members(field, declared, path)
    elif isinstance(field, ArrayOf):
        yield from undeclared(field.item, _item_type(declared), f"{path}[]")
    elif isinstance(field, Choice):
        known = {value for each in _flat(declared, Literal) for value in get_args(each)}
        if known:  # some declarations are plain strings (the types of events)
            yield from (f"{path}: {option}" for option in field.options if option not in known)


def _undeclared_members(group: Group, declared: Any, path: str) -> Iterator[str]:
    kinds = [kind for kind in (declared, *get_args(declared)) if is_typeddict(kind)]
    if not kinds:
        yield f"{path} is no group"
        return
    members = kinds[0].__annotations__
    for name, field in group.fields.items():
        if name in members:
            member = _resolved(members[name], kinds[0])
            yield from undeclared(field, member, f"{path}.{name}")
        else:
            yield f"{path}.{name}"


def _item_type(declared: Any) -> Any:
    for kind in (declared, *get_args(declared)):
        if get_origin(kind) is list:
            return get_args(kind)[0]
    raise AssertionError(f"{declared} is no list")


def _flat(declared: Any, wanted: Any) -> list[Any]:
    if get_origin(declared) is wanted:
        return [declared]
    return [found for each in get_args(declared) for found in _flat(each, wanted)]


def _resolved(annotation: Any, owner: type) -> Any:
    """Without NotRequired, and with names looked up where `owner` is defined."""
    if get_origin(annotation) in (NotRequired, Required):
        annotation = get_args(annotation)[0]
    if isinstance(annotation, ForwardRef):
        text = annotation.__forward_arg__
        annotation = eval(text, dict(vars(sys.modules[owner.__module__])))
    if get_origin(annotation) is list:
        return list[_resolved(get_args(annotation)[0], owner)]  # type: ignore[misc]
    return annotation
