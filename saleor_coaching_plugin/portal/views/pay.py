"""Pay for a purchase, and what stands at its end."""

from __future__ import annotations

from dataclasses import asdict

from django.http import HttpRequest, HttpResponse
from django.utils.encoding import iri_to_uri

from saleor_coaching_plugin.checkout.errors import CheckoutError
from saleor_coaching_plugin.checkout.gate import checkout_gate
from saleor_coaching_plugin.checkout.seats import checkout_seats
from saleor_coaching_plugin.checkout.selectors import purchases_of_checkout, thank_you_of
from saleor_coaching_plugin.commerce.current import commerce
from saleor_coaching_plugin.commerce.port import Checkout, Line, Order, Product
from saleor_coaching_plugin.core.errors import DomainError
from saleor_coaching_plugin.core.links import page_url
from saleor_coaching_plugin.core.markdown import markdown_to_html
from saleor_coaching_plugin.portal.browser import session_of
from saleor_coaching_plugin.portal.forms.address import address_lines
from saleor_coaching_plugin.portal.html import SeeOther, page, see_other
from saleor_coaching_plugin.portal.models import PortalSession
from saleor_coaching_plugin.portal.refusals import message_of, status_of
from saleor_coaching_plugin.portal.seats_bought import seats_bought
from saleor_coaching_plugin.portal.security import hosted_page
from saleor_coaching_plugin.portal.selectors import checkout_open
from saleor_coaching_plugin.portal.services.buy import purchase_pay, purchase_settle

from .buy import buying, has_terms


@buying("GET", "POST")
def pay(request: HttpRequest, product: Product, checkout: Checkout) -> HttpResponse:
    if request.method != "POST":
        return _pay_page(request, product, checkout)
    try:
        url = purchase_pay(
            checkout=checkout,
            success_url=page_url("buy/return/?session={CHECKOUT_SESSION_ID}"),
            cancel_url=iri_to_uri(page_url(f"buy/{product.slug}/pay/")),
        )
    except DomainError as error:
        return _pay_page(request, product, checkout, error)
    return SeeOther(url) if url else see_other("portal/thank-you/")


@hosted_page("GET")
def gateway_return(request: HttpRequest) -> HttpResponse:
    """From the gateway's page: see whether the money came, without waiting for its webhook."""
    session = session_of(request)
    if session is None or not session.checkout_id:
        return see_other("portal/login/")  # in another browser; the webhook sees to the order
    try:
        purchase_settle(
            session_reference=request.GET.get("session", ""), checkout_id=session.checkout_id
        )
    except CheckoutError:
        return see_other(_pay_path(session.checkout_id))  # which leads to the terms
    return see_other("portal/thank-you/")


@hosted_page("GET")
def thank_you(request: HttpRequest) -> HttpResponse:
    """Rendered from the order: the worker records the purchase and its packet a moment later."""
    session = session_of(request)
    if session is None:
        return see_other("portal/login/")
    if not session.checkout_id:
        return see_other("portal/")
    order = commerce().order_find(checkout_id=session.checkout_id)
    if order is None:
        context = {"session": session, "pay_path": _pay_path(session.checkout_id)}
        return page(request, "unpaid.html", context)
    return page(request, "thank_you.html", _thank_you_context(session, order))


def _pay_page(
    request: HttpRequest, product: Product, checkout: Checkout, refusal: DomainError | None = None
) -> HttpResponse:
    address = checkout.billing_address
    context = {
        "product": product,
        "checkout": checkout,
        "lines": [_line(checkout.language, line) for line in checkout.lines],
        "total": checkout.total.format(checkout.language),
        "is_settled": checkout.paid.minor >= checkout.total.minor,
        "is_free": checkout.total.minor == 0,
        "address": address_lines(asdict(address)) if address else [],
        "has_terms": has_terms(product),
        "needs_terms": _needs_terms(checkout),
        "seats": [each for each in checkout_seats(checkout) if each.planned or each.quantity > 1],
        "refusal": message_of(refusal) if refusal else "",
    }
    return page(request, "pay.html", context, status=status_of(refusal) if refusal else 200)


def _needs_terms(checkout: Checkout) -> bool:
    try:
        checkout_gate(checkout)
    except CheckoutError:
        return True
    return False


def _pay_path(checkout_id: str) -> str:
    """Of a purchase that is not complete; where nothing is left to buy, the products."""
    checkout = checkout_open(checkout_id)
    if checkout is None or not checkout.lines:
        return "products/"
    product = commerce().product_get(checkout.lines[0].product_id, channel=checkout.channel)
    return f"buy/{product.slug}/pay/"


def _thank_you_context(session: PortalSession, order: Order) -> dict[str, object]:
    texts = thank_you_of([line.product_id for line in order.lines])
    return {
        "session": session,
        "order": order,
        "lines": [_line(order.language, line) for line in order.lines],
        "total": order.total.format(order.language),
        "thank_you": [markdown_to_html(text) for text in texts],
        "seats": seats_bought(order),
        "is_ready": purchases_of_checkout(session.checkout_id).exists(),
    }


def _line(language: str, line: Line) -> dict[str, object]:
    return {
        "name": line.product_name,
        "quantity": line.quantity,
        "total": line.total.format(language),
    }
