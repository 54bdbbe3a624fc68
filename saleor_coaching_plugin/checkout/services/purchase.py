"""Record the buyers of a paid order, and start what their purchases start."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from saleor_coaching_plugin.checkout.models import CheckoutAcceptance, ProductSetup, Purchase
from saleor_coaching_plugin.checkout.order_terms import products_under_terms
from saleor_coaching_plugin.checkout.seats import LineSeats, order_seats
from saleor_coaching_plugin.checkout.selectors import acceptance_of_order
from saleor_coaching_plugin.commerce.current import commerce
from saleor_coaching_plugin.commerce.port import Line, Order
from saleor_coaching_plugin.conf import conf
from saleor_coaching_plugin.core.events import Event, ProductPurchased, SeatsBought
from saleor_coaching_plugin.core.locks import turn_take
from saleor_coaching_plugin.core.outbox.publish import publish
from saleor_coaching_plugin.terms.selectors import terms_of_products

from .record import order_record
from .settle import order_from_agreement


@transaction.atomic
def purchases_settle(*, order: Order, now: datetime) -> None:
    """A purchase per line of a paid order, once; what it starts begins once nothing holds it.

    What an agreement's client gets comes from the agreement.
    """
    if order.is_paid and not order_from_agreement(order):
        order_turn_take(order.id)
        _purchases_settle(order, now)
    seen = {"paid": True} if order.is_paid else {}
    order_record(order.id, handled_at=now, **seen)


def order_turn_take(order_id: str) -> None:
    """An acceptance that comes while the purchase is recorded must not be overlooked."""
    turn_take(f"purchases:{order_id}")


def _purchases_settle(order: Order, now: datetime) -> None:
    setups = {
        setup.product_id: setup
        for setup in ProductSetup.objects.filter(product_id__in=_product_ids(order))
    }
    acceptance = acceptance_of_order(order)
    with_terms = _products_with_terms(order)
    known = with_terms | setups.keys()
    held = _products_held(order, acceptance)
    seats = order_seats(order) if with_terms else {}
    for line in order.lines:
        if line.product_id in known:
            purchase = _purchase_of(order, line, acceptance, now)
            if line.product_id not in held and _let_go(purchase, order):
                publish(_bought(purchase, order, setups.get(line.product_id), seats.get(line.id)))


def _products_with_terms(order: Order) -> set[str]:
    places = commerce().places_get(_product_ids(order), channel=order.channel)
    return {product for product, terms in terms_of_products(places.values()).items() if terms}


def _products_held(order: Order, acceptance: CheckoutAcceptance | None) -> set[str]:
    if not order.email:  # there is nobody to mail to, nor to give anything to
        return _product_ids(order)
    if acceptance is not None or not conf().hold_until_accepted:
        return set()
    return products_under_terms(order)


def _product_ids(order: Order) -> set[str]:
    return {line.product_id for line in order.lines}


def _purchase_of(
    order: Order, line: Line, acceptance: CheckoutAcceptance | None, now: datetime
) -> Purchase:
    """Held at first; whoever lets it go starts what it starts."""
    purchase, _ = Purchase.objects.get_or_create(
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
            "acceptance": acceptance,
            "is_held": True,
            "bought_at": now,
        },
    )
    return purchase


def _let_go(purchase: Purchase, order: Order) -> bool:
    """True once: what the purchase starts is then to begin."""
    waiting = Purchase.objects.filter(id=purchase.id, is_held=True)
    return bool(waiting.update(is_held=False, email=order.email.lower()))


def _bought(
    purchase: Purchase, order: Order, setup: ProductSetup | None, seats: LineSeats | None
) -> Event:
    """What begins now: the buyer's own part, or seats that he gives to participants."""
    customer = commerce().customer_find(order.email)
    what_and_who: dict[str, Any] = {
        "purchase_id": str(purchase.id),
        "product_name": purchase.product_name,
        "email": order.email.lower(),
        "first_name": customer.first_name if customer else "",
        "last_name": customer.last_name if customer else "",
        "language": order.language,
        "sequence_id": str(setup.sequence_id) if setup and setup.sequence_id else None,
        "packet_id": str(setup.packet_id) if setup and setup.packet_id else None,
    }
    if seats is None:
        return ProductPurchased(**what_and_who, product_id=purchase.product_id)
    acceptance = purchase.acceptance
    return SeatsBought(
        **what_and_who,
        plan_subject=seats.plan_subject,
        chain=acceptance.chain if acceptance else "",
        order_id=order.id,
        order_line_id=purchase.order_line_id,
        terms_id=str(seats.terms_id),
        seats=purchase.quantity,
        is_free=not order.total.minor,
    )
