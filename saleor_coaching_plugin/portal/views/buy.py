"""Choose a product, say who buys it, and agree to its terms."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse

from saleor_coaching_plugin.checkout.required import terms_required
from saleor_coaching_plugin.checkout.services.accept import checkout_terms_accept
from saleor_coaching_plugin.commerce.current import commerce
from saleor_coaching_plugin.commerce.port import Checkout, Product
from saleor_coaching_plugin.conf import conf
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.core.errors import NotFound
from saleor_coaching_plugin.portal.act import act_of
from saleor_coaching_plugin.portal.browser import session_keep, session_of
from saleor_coaching_plugin.portal.forms.base import PageForm
from saleor_coaching_plugin.portal.forms.buy import (
    BuyForm,
    SeatsBuyForm,
    TermsForm,
    price_label,
    variants_for_sale,
)
from saleor_coaching_plugin.portal.html import PAGE_LANGUAGE, page, see_other
from saleor_coaching_plugin.portal.models import PortalSession
from saleor_coaching_plugin.portal.security import View, hosted_page
from saleor_coaching_plugin.portal.selectors import checkout_open
from saleor_coaching_plugin.portal.services.buy import Buyer, purchase_start
from saleor_coaching_plugin.terms.selectors import seat_terms_of, terms_of_products

COMPONENT = "hosted buy page"


@hosted_page("GET")
def products(request: HttpRequest) -> HttpResponse:
    found = commerce().products_published(channel=conf().default_channel)
    cards = [{"product": product, "price": price_label(product)} for product in found]
    return page(request, "products.html", {"cards": cards})


@hosted_page("GET", "POST")
def product(request: HttpRequest, slug: str) -> HttpResponse:
    found = _product(slug)
    session = session_of(request)
    form_type = SeatsBuyForm if seat_terms_of([found]) else BuyForm
    if request.method != "POST":
        return _product_page(request, found, form_type(found, initial=_known(session)))
    form = form_type(found, request.POST)
    if form.is_valid():
        buyer = Buyer(form.cleaned_data["email"], form.address(), PAGE_LANGUAGE)
        with form.refusals():
            started = purchase_start(
                choice=form.choice(), buyer=buyer, session=session, now=utc_now()
            )
            return session_keep(request, see_other(f"buy/{slug}/terms/"), started)
    return _product_page(request, found, form, status=form.status)


def buying(*methods: str) -> Callable[[View], View]:
    """A page within a purchase: the view gets the product and the browser's checkout of it.

    Without one it leads back to the product, and after the purchase to the thank-you page.
    """

    def decorate(view: View) -> View:
        @hosted_page(*methods)
        @wraps(view)
        def within_purchase(request: HttpRequest, slug: str) -> HttpResponse:
            found = _product(slug)
            session = session_of(request)
            if session is None or not session.checkout_id:
                return see_other(f"buy/{slug}/")
            checkout = checkout_open(session.checkout_id)
            if checkout is None:
                return see_other("portal/thank-you/")
            if found.id not in {line.product_id for line in checkout.lines}:
                return see_other(f"buy/{slug}/")
            return view(request, product=found, checkout=checkout)

        return within_purchase

    return decorate


@buying("GET", "POST")
def terms(request: HttpRequest, product: Product, checkout: Checkout) -> HttpResponse:
    if request.method != "POST":
        return _terms_page(request, product, checkout, TermsForm())
    form = TermsForm(request.POST)
    if form.is_valid():
        with form.refusals():
            checkout_terms_accept(
                checkout_id=checkout.id,
                consent=form.consent(),
                act=act_of(request, component=COMPONENT, acting_for=form.acting_for),
                now=utc_now(),
            )
            return see_other(f"buy/{product.slug}/pay/")
    return _terms_page(request, product, checkout, form)


def _product(slug: str) -> Product:
    found = commerce().product_find(slug=slug, channel=conf().default_channel)
    if found is None or not variants_for_sale(found):
        raise NotFound("product", "slug")
    return found


def has_terms(product: Product) -> bool:
    return bool(terms_of_products([product]).get(product.id))


def _known(session: PortalSession | None) -> dict[str, str]:
    """What need not be typed again. An unproven address is nobody's to see."""
    if session is None or not session.email_proven:
        return {}
    customer = commerce().customer_find(session.email)
    if customer is None:
        return {"email": session.email}
    return {
        "email": session.email,
        "first_name": customer.first_name,
        "last_name": customer.last_name,
    }


def _product_page(
    request: HttpRequest, product: Product, form: BuyForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "product": product,
        "price": price_label(product),
        "form": form,
        "has_terms": has_terms(product),
    }
    return page(request, "product.html", context, status=status)


def _terms_page(
    request: HttpRequest, product: Product, checkout: Checkout, form: PageForm
) -> HttpResponse:
    required = terms_required(checkout)
    if not required.texts:
        return see_other(f"buy/{product.slug}/pay/")
    context = {"product": product, "required": required, "form": form, "has_terms": True}
    return page(request, "terms.html", context, status=form.status if form.errors else 200)
