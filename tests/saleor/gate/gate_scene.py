"""Refusals and what leads to them, all through Saleor's public API."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core import mail
from gate_payment_app import LEGACY_GATEWAY
from saleor.account.models import User
from saleor.channel.models import Channel
from saleor.plugins.models import PluginConfiguration
from saleor.product.models import Product, ProductChannelListing, ProductVariantChannelListing
from saleor.tax.models import TaxClass
from saleor_checkout import ADDRESS, accept, complete
from saleor_shop import LONG_AGO, Api, SaleorShop, global_id, variant_of

from saleor_coaching_plugin.checkout.models import CheckoutAcceptance, TermsRequest
from saleor_coaching_plugin.checkout.plugin import CheckoutGate
from saleor_coaching_plugin.core.outbox.relay import relay_due

NOT_ACCEPTED = "COACHING_TERMS_NOT_ACCEPTED"
STALE = "COACHING_TERMS_STALE"
DUMMY_GATEWAY = "mirumee.payments.dummy"
UNAVAILABLE = "COACHING_TERMS_UNAVAILABLE"
_ERRORS = "errors { field code message }"


def refused(payload: dict[str, Any], code: str = NOT_ACCEPTED) -> None:
    """The mutation answered with the gate's message, as one of its own errors, and made nothing."""
    (error,) = payload.pop("errors")
    assert (error["field"], error["code"]) == (None, "GRAPHQL_ERROR")
    assert error["message"].startswith(f"{code}: ")
    if code != UNAVAILABLE:
        assert "checkoutTermsAccept" in error["message"]
    made = {key: value for key, value in payload.items() if value not in (None, False)}
    assert made == {}, made


def answered(payload: dict[str, Any]) -> dict[str, Any]:
    """The payload of a mutation that had nothing to complain about."""
    assert payload["errors"] == [], payload
    return payload


def mutate(
    api: Api, mutation: str, fields: str, *, errors: str = _ERRORS, **arguments: Any
) -> dict[str, Any]:
    """The payload; `arguments` are written `name=(type, value)`, `fields` beside the errors."""
    head = ", ".join(f"${name}: {kind}" for name, (kind, _) in arguments.items())
    body = ", ".join(f"{name}: ${name}" for name in arguments)
    query = f"mutation ({head}) {{ answer: {mutation}({body}) {{ {fields} {errors} }} }}"
    values = {name: value for name, (_, value) in arguments.items()}
    payload: dict[str, Any] = api.data(query, **values)["answer"]
    return payload


def order_from_checkout(saleor: SaleorShop, checkout_id: str) -> dict[str, Any]:
    """What an app gets, that may make orders of checkouts without a payment."""
    api = saleor.api_of(saleor.app(["HANDLE_CHECKOUTS"]))
    return mutate(
        api, "orderCreateFromCheckout", "order { id number status }", id=("ID!", checkout_id)
    )


def bound_to(checkout_id: str) -> list[str]:
    """The orders that the checkout's acceptances belong to, once the worker has been there."""
    relay_due()
    rows = CheckoutAcceptance.objects.filter(checkout_id=checkout_id).order_by("accepted_at")
    return list(rows.values_list("order_id", flat=True))


def accepted_and_ordered(checkout_id: str) -> dict[str, Any]:
    """The order that checkoutComplete makes of the checkout once its terms are accepted."""
    accept(checkout_id)
    order: dict[str, Any] = answered(complete(checkout_id))["order"]
    assert bound_to(checkout_id) == [order["id"]]
    return order


def asked_by_mail(order_id: str) -> bool:
    """Whether the buyer has got a link to accept the order's terms, once the worker was there."""
    while relay_due():
        pass
    request = TermsRequest.objects.filter(subject_id=order_id, status="open").first()
    if request is None:
        return False
    (message,) = [each for each in mail.outbox if each.to == [request.email]]
    assert "https://shop.example/plugins/global/coaching/" in message.body
    return True


def gate_configure(channel: Channel, *, active: bool = True, payments: bool = True) -> None:
    """As an operator does it in the dashboard."""
    PluginConfiguration.objects.update_or_create(
        identifier=CheckoutGate.PLUGIN_ID,
        channel=channel,
        defaults={
            "active": active,
            "configuration": [{"name": "refuse-payments", "value": payments}],
        },
    )


def listed_too(product: Product, channel: Channel, price: str) -> None:
    """The product sells in this channel as well."""
    ProductChannelListing.objects.create(
        product=product,
        channel=channel,
        currency=channel.currency_code,
        is_published=True,
        published_at=LONG_AGO,
        available_for_purchase_at=LONG_AGO,
        discounted_price_amount=Decimal(price),
    )
    ProductVariantChannelListing.objects.create(
        variant=variant_of(product),
        channel=channel,
        currency=channel.currency_code,
        price_amount=Decimal(price),
        discounted_price_amount=Decimal(price),
    )


def legacy_payment(checkout_id: str, amount: str, gateway: str = LEGACY_GATEWAY) -> None:
    """A payment of the old kind, to be charged when the checkout is completed."""
    answered(
        mutate(
            Api(),
            "checkoutPaymentCreate",
            "payment { id }",
            id=("ID!", checkout_id),
            input=("PaymentInput!", {"gateway": gateway, "token": "charged", "amount": amount}),
        )
    )


def dummy_gateway_configure(channel: Channel) -> None:
    PluginConfiguration.objects.create(
        identifier=DUMMY_GATEWAY,
        channel=channel,
        active=True,
        configuration=[
            {"name": "Store customers card", "value": False},
            {"name": "Automatic payment capture", "value": True},
            {"name": "Supported currencies", "value": channel.currency_code},
        ],
    )


def order_imported(
    api: Api, saleor: SaleorShop, customer: User, product: Product, *, made_at: datetime
) -> str:
    """Id of an order by orderBulkCreate."""
    amount = {"gross": "120.00", "net": "120.00"}
    at = made_at.isoformat()
    line = {
        "variantId": global_id(variant_of(product)),
        "createdAt": at,
        "isShippingRequired": False,
        "isGiftCard": False,
        "quantity": 1,
        "taxClassId": global_id(TaxClass.objects.create(name="Services")),
        "totalPrice": amount,
        "undiscountedTotalPrice": amount,
        "warehouse": global_id(saleor.warehouse),
    }
    order = {
        "channel": saleor.channel.slug,
        "createdAt": at,
        "user": {"id": global_id(customer)},
        "billingAddress": ADDRESS,
        "currency": saleor.channel.currency_code,
        "languageCode": "EN",
        "status": "UNFULFILLED",
        "lines": [line],
    }
    made = mutate(
        api,
        "orderBulkCreate",
        "results { order { id } errors { message } }",
        errors="errors { path code message }",
        orders=("[OrderBulkCreateInput!]!", [order]),
        stockUpdatePolicy=("StockUpdatePolicyEnum", "SKIP"),
    )
    (result,) = answered(made)["results"]
    assert result["order"], result
    return str(result["order"]["id"])
