"""What the buyer of an order should have accepted before it was made.

Asked of a checkout this is `required.py`; of an order only what was in force when it was made
counts, so that orders brought in from elsewhere, or made before there were terms, ask nobody. The
text itself is the one in force now, as it is for a checkout.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any

from saleor_coaching_plugin.commerce.current import commerce
from saleor_coaching_plugin.commerce.port import Checkout, Line, Order
from saleor_coaching_plugin.terms.models import ContractTerms, TermsAssignment, TermsVersion
from saleor_coaching_plugin.terms.selectors import Key, keys_of, terms_in_force

from .fingerprint import cart_of, fingerprint_of
from .required import RequiredTerms, terms_required, words_shown


def order_terms_required(order: Order) -> RequiredTerms:
    """`texts` is empty when the order was not under terms. Constant number of queries."""
    versions = _versions_by_product(order)
    lines = tuple(line for line in order.lines if versions.get(line.product_id))
    required = terms_required(_as_checkout(order, lines))
    counted = {str(version.id) for found in versions.values() for version in found}
    texts = tuple(text for text in required.texts if text.terms_version_id in counted)
    cart = _cart_of(order, [(text.terms_version_id, text.sha256) for text in texts])
    cart["words"] = words_shown(required.wording, texts)
    material = _cart_of(order, {each for text in texts for each in text.material})
    return replace(
        required,
        checkout_id="",
        cart=cart,
        fingerprint=fingerprint_of(cart),
        binding=fingerprint_of(material),
        texts=texts,
    )


def _cart_of(order: Order, texts: Iterable[tuple[str, str]]) -> dict[str, Any]:
    cart = cart_of(_as_checkout(order, order.lines), texts)
    cart["order"] = cart.pop("checkout")
    return cart


def products_under_terms(order: Order) -> set[str]:
    """Ids of the products whose terms were in force when the order was made."""
    return {product_id for product_id, versions in _versions_by_product(order).items() if versions}


def order_seat_terms(order: Order) -> dict[str, uuid.UUID]:
    """Product id -> the first of its terms with seats, of those in force when the order was made.

    A product without such terms is not in it.
    """
    versions = _versions_by_product(order)
    ids = {each.terms_id for found in versions.values() for each in found}
    with_seats = ContractTerms.objects.filter(id__in=ids, has_seats=True)
    seats = set(with_seats.values_list("id", flat=True)) if ids else set()
    return {
        product_id: each.terms_id
        for product_id, found in versions.items()
        for each in reversed(found)
        if each.terms_id in seats
    }


def _versions_by_product(order: Order) -> dict[str, list[TermsVersion]]:
    """What each product carries now and carried already when the order was made."""
    ids = {line.product_id for line in order.lines}
    places = commerce().places_get(ids, channel=order.channel)
    in_force = terms_in_force(places.values(), language=order.language)
    then = _assigned_then(order, {each.terms_id for found in in_force.values() for each in found})
    return {
        product_id: [each for each in found if then[each.terms_id] & keys_of(places[product_id])]
        for product_id, found in in_force.items()
    }


def _assigned_then(order: Order, terms: Collection[uuid.UUID]) -> dict[uuid.UUID, set[Key]]:
    """Terms id -> what those terms were assigned to, and published, when the order was made."""
    found: dict[uuid.UUID, set[Key]] = defaultdict(set)
    if terms:
        rows = TermsAssignment.objects.filter(
            terms__in=terms,
            created_at__lte=order.created_at,
            terms__versions__published_at__lte=order.created_at,
        )
        for terms_id, kind, object_id in rows.values_list("terms_id", "kind", "object_id"):
            found[terms_id].add((kind, object_id))
    return found


def _as_checkout(order: Order, lines: tuple[Line, ...]) -> Checkout:
    return Checkout(
        id=order.id,
        channel=order.channel,
        language=order.language,
        email=order.email,
        customer_id=order.customer_id,
        billing_address=None,
        voucher_code=None,
        lines=lines,
        total=order.total,
        paid=order.paid,
    )
