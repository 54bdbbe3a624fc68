"""The page behind the link that asks for an acceptance after an order, or after a payment."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from saleor_coaching_plugin.agreements.acting import acting_in
from saleor_coaching_plugin.checkout.asked import AskedTerms, asked_terms
from saleor_coaching_plugin.checkout.selectors import acceptance_entry
from saleor_coaching_plugin.checkout.services.accept_late import terms_request_accept
from saleor_coaching_plugin.checkout.states import TermsSubject
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.portal.act import act_of
from saleor_coaching_plugin.portal.forms.base import PageForm
from saleor_coaching_plugin.portal.forms.buy import TermsForm
from saleor_coaching_plugin.portal.html import page, see_other
from saleor_coaching_plugin.portal.security import hosted_page

COMPONENT = "hosted page for terms after the order"


@hosted_page("GET")
def order_terms(request: HttpRequest, token: str) -> HttpResponse:
    return _shown(request, token, TermsForm())


@hosted_page("POST")
def accept(request: HttpRequest, token: str) -> HttpResponse:
    form = TermsForm(request.POST)
    if form.is_valid():
        with form.refusals():
            terms_request_accept(
                token=token,
                consent=form.consent(),
                act=act_of(request, component=COMPONENT, acting_for=form.acting_for),
                now=utc_now(),
            )
    return _shown(request, token, form) if form.errors else see_other(f"t/{token}/")


def _shown(request: HttpRequest, token: str, form: PageForm) -> HttpResponse:
    """As things are now, with the form's refusal if it was refused."""
    asked = asked_terms(token=token, now=utc_now())
    template = "order_terms.html" if asked.required else "order_terms_closed.html"
    context = _context(asked) | {"token": token, "form": form}
    return page(request, template, context, status=form.status if form.errors else 200)


def _context(asked: AskedTerms) -> dict[str, object]:
    language, acceptance = asked.request.language, asked.request.acceptance
    return {
        "asked": asked,
        "required": asked.required,
        "acceptance": acceptance,
        "acting": acting_in(acceptance_entry(acceptance)) if acceptance else None,
        "is_order": asked.request.subject == TermsSubject.ORDER,
        "lines": [
            {
                "name": line.product_name,
                "quantity": line.quantity,
                "total": line.total.format(language),
            }
            for line in asked.lines
        ],
        "total": asked.total.format(language),
    }
