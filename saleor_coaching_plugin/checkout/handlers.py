"""After an order: bind the acceptance to it; once paid, record the buyer."""

from __future__ import annotations

from saleor_coaching_plugin.commerce.current import commerce
from saleor_coaching_plugin.commerce.port import Line, Order
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.core.events import OrderCreated, OrderPaid, ProductPurchased
from saleor_coaching_plugin.core.outbox.publish import publish
from saleor_coaching_plugin.evidence.ledger import ledger_append
from saleor_coaching_plugin.terms.selectors import terms_of_products

from .models import CheckoutAcceptance, ProductSetup, Purchase


def acceptance_bind(event: OrderCreated) -> None:
    """Bind the acceptance of the cart that became this order; once."""
    order = commerce().order_get(event.order_id)
    acceptance = _acceptance_of(order)
    if acceptance is None:
        return
    bound = CheckoutAcceptance.objects.filter(id=acceptance.id, order_id="").update(
        order_id=order.id
    )
    if bound:
        ledger_append(
            chain=f"checkout:{acceptance.checkout_id}",
            kind="acceptance_bound_to_order",
            facts={
                "fingerprint": acceptance.fingerprint,
                "order": order.id,
                "order_number": order.number,
            },
            personal={},
            now=utc_now(),
        )


def purchases_record(event: OrderCreated | OrderPaid) -> None:
    """Record a buyer per line, once the order is paid in full.

    Listens to both events: a free order is paid from the start, and not every shop says so.
    """
    order = commerce().order_get(event.order_id)
    from_agreement = (order.external_reference or "").startswith("agreement:")
    # What an agreement's client gets comes from the agreement.
    if order.is_paid and not from_agreement:
        _purchases_record(order)


def _acceptance_of(order: Order) -> CheckoutAcceptance | None:
    """The newest acceptance of the checkout whose cart is the order's."""
    ordered = {
        "lines": sorted([li.variant_id, li.quantity, li.unit_price.minor] for li in order.lines),
        "total": order.total.minor,
        "currency": order.total.currency,
        "channel": order.channel,
        "language": order.language,
    }
    candidates = CheckoutAcceptance.objects.filter(checkout_id=order.checkout_id or "")
    for acceptance in candidates.order_by("-accepted_at"):
        if ordered.items() <= acceptance.cart.items():
            return acceptance
    return None


def _purchases_record(order: Order) -> None:
    setups = {
        setup.product_id: setup
        for setup in ProductSetup.objects.filter(product_id__in=_product_ids(order))
    }
    with_terms = _products_with_terms(order)
    for line in order.lines:
        if line.product_id in setups or line.product_id in with_terms:
            _purchase_record(order, line, setups.get(line.product_id))


def _products_with_terms(order: Order) -> set[str]:
    products = commerce().products_get(_product_ids(order), channel=order.channel)
    return {product for product, terms in terms_of_products(products.values()).items() if terms}


def _product_ids(order: Order) -> set[str]:
    return {line.product_id for line in order.lines}


def _purchase_record(order: Order, line: Line, setup: ProductSetup | None) -> None:
    purchase, created = Purchase.objects.get_or_create(
        order_line_id=line.id,
        defaults={
            "order_id": order.id,
            "order_number": order.number,
            "checkout_id": order.checkout_id or "",
            "product_id": line.product_id,
            "product_name": line.product_name,
            "quantity": line.quantity,
            "total_minor": line.total.minor,
            "currency": line.total.currency,
            "email": order.email.lower(),
            "customer_id": order.customer_id or "",
            "acceptance": _acceptance_of(order),
            "bought_at": utc_now(),
        },
    )
    if not created:
        return
    customer = commerce().customer_find(purchase.email)
    publish(
        ProductPurchased(
            purchase_id=str(purchase.id),
            product_id=line.product_id,
            product_name=line.product_name,
            email=purchase.email,
            first_name=customer.first_name if customer else "",
            last_name=customer.last_name if customer else "",
            language=order.language,
            sequence_id=str(setup.sequence_id) if setup and setup.sequence_id else None,
            packet_id=str(setup.packet_id) if setup and setup.packet_id else None,
        )
    )
