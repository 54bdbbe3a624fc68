"""Carts with terms, and the boxes that their buyers tick."""

from __future__ import annotations

from typing import Any

from factories.contracts import ADDRESS, BROWSER, NOW, PRODUCT_BODY, answers, terms_published
from factories.shop import shop_product

from saleor_coaching_plugin.agreements.act import Act
from saleor_coaching_plugin.checkout.models import CheckoutAcceptance
from saleor_coaching_plugin.checkout.required import terms_required
from saleor_coaching_plugin.checkout.services.accept import checkout_terms_accept
from saleor_coaching_plugin.checkout.services.acceptance import CheckoutConsent
from saleor_coaching_plugin.commerce.current import commerce
from saleor_coaching_plugin.commerce.port import Checkout, Order, Product
from saleor_coaching_plugin.core.outbox.relay import relay_due
from saleor_coaching_plugin.terms.models import AssignmentKind, ContractTerms
from saleor_coaching_plugin.terms.services import terms_assign


def product_with_terms(
    name: str = "Workbook", price_minor: int = 49_00, *, terms: ContractTerms | None = None
) -> Product:
    product = shop_product(name, price_minor)
    terms = terms or terms_published(PRODUCT_BODY)
    terms_assign(terms_id=terms.id, kind=AssignmentKind.PRODUCT, object_id=product.id)
    return product


def cart(*products: Product, quantity: int = 1, language: str = "en") -> Checkout:
    """Of each product so many, lacking nothing but its payment."""
    return commerce().checkout_create(
        channel=products[0].channel,
        language=language,
        email="Ada@Client.example",
        customer_id=None,
        billing_address=ADDRESS,
        lines={product.variants[0].id: quantity for product in products},
    )


def now_of(checkout: Checkout) -> Checkout:
    return commerce().checkout_get(checkout.id)


def fingerprint(checkout: Checkout) -> str:
    return terms_required(now_of(checkout)).fingerprint


def accept(checkout: Checkout, *, act: Act = BROWSER, **changes: Any) -> CheckoutAcceptance:
    """All boxes ticked and the fingerprint as it is now, unless `changes` say otherwise."""
    required = terms_required(now_of(checkout))
    values = {
        "fingerprint": required.fingerprint,
        "consents": answers(*(each.key for each in required.consents)),
    }
    return checkout_terms_accept(
        checkout_id=checkout.id, consent=CheckoutConsent(**(values | changes)), act=act, now=NOW
    )


def pay(checkout: Checkout) -> None:
    total = now_of(checkout).total
    commerce().checkout_record_payment(checkout.id, amount=total, reference="card-1")


def bought(checkout: Checkout) -> Order:
    """Paid, made an order, and all that follows done."""
    pay(checkout)
    order = commerce().checkout_complete(checkout.id)
    relay_due()
    return order
