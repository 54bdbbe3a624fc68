"""The hosted checkout page: pay and go on to the merchant's success page, or go back."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

from saleor_coaching_plugin.sandbox.stripe_simulator.resources.cards import Decline, card_check
from saleor_coaching_plugin.sandbox.stripe_simulator.resources.charges import Payer
from saleor_coaching_plugin.sandbox.stripe_simulator.resources.checkout_payment import (
    session_pay_by_card,
)
from saleor_coaching_plugin.sandbox.stripe_simulator.resources.checkout_sessions import (
    sessions_expire_due,
)
from saleor_coaching_plugin.sandbox.stripe_simulator.resources.currencies import amount_text
from saleor_coaching_plugin.sandbox.stripe_simulator.store import JsonObject
from saleor_coaching_plugin.sandbox.stripe_simulator.transport.messages import Response
from saleor_coaching_plugin.sandbox.stripe_simulator.world import Call

from .html import NOTHING, Markup, element, html_response, joined, not_found
from .parts import card_form, card_input, summary, text_input

_URL_SAFE = ":/?#[]@!$&'()*+,;=%-._~"


def checkout_page(
    call: Call, session_id: str, *, problem: str | None = None, typed: Payer | None = None
) -> Response:
    session = _session(call, session_id)
    if session is None:
        return not_found()
    if session["status"] == "complete":
        return _to_success(session)
    action = _expired() if session["status"] == "expired" else _form(call, session, problem, typed)
    content = joined(_summary(call, session), action, _way_back(session))
    return html_response("Checkout", content, status=402 if problem else 200)


def checkout_page_pay(call: Call, session_id: str, form: Mapping[str, object]) -> Response:
    """A second click on "Pay" is led to the success page and changes nothing."""
    session = _session(call, session_id)
    if session is None:
        return not_found()
    if session["status"] != "open":
        return checkout_page(call, session_id)
    payer = _payer(call, session, form)
    problem = _pay(call, session, payer, form)
    if problem is not None:
        return checkout_page(call, session_id, problem=problem, typed=payer)
    return _to_success(session)


def _session(call: Call, session_id: str) -> JsonObject | None:
    sessions_expire_due(call)
    return call.store.find("checkout.session", session_id)


def _pay(call: Call, session: JsonObject, payer: Payer, form: Mapping[str, object]) -> str | None:
    if not payer.email or "@" not in payer.email.strip("@"):
        return "Your email is incomplete."
    card = card_check(card_input(form), now=call.now)
    if isinstance(card, Decline):
        return card.message
    decline = session_pay_by_card(call, session=session, card=card, payer=payer)
    return None if decline is None else decline.message


def _payer(call: Call, session: JsonObject, form: Mapping[str, object]) -> Payer:
    """What the merchant already said about the e-mail wins over what is typed."""
    known = _known(call, session)
    email = known.email or str(form.get("email", "")).strip()[:512]
    name = str(form.get("name", "")).strip()[:250]
    return Payer(name=name or known.name, email=email or None)


def _known(call: Call, session: JsonObject) -> Payer:
    if session["customer"] is None:
        return Payer(name=None, email=session["customer_email"])
    customer = call.store.objects[session["customer"]]
    return Payer(name=customer["name"], email=customer["email"])


def _to_success(session: JsonObject) -> Response:
    """https://docs.stripe.com/payments/checkout/custom-success-page"""
    url = session["success_url"].replace("{CHECKOUT_SESSION_ID}", session["id"])
    return Response(303, b"", "text/plain", {"Location": quote(url, safe=_URL_SAFE)})


def _summary(call: Call, session: JsonObject) -> Markup:
    total = amount_text(session["amount_total"], session["currency"])
    return summary(
        heading="Checkout",
        amount=total,
        total=total,
        notes=[],
        lines=[
            (
                f"{line['quantity']} x {line['description']}",
                amount_text(line["amount_total"], line["currency"]),
            )
            for line in call.store.sessions[session["id"]]["lines"]
        ],
    )


def _form(call: Call, session: JsonObject, problem: str | None, typed: Payer | None) -> Markup:
    known = _known(call, session)
    shown = typed or known
    name = text_input("name", "Name on card", shown.name or "")
    email = (
        element("p", f"Email: {known.email}", class_="soft")
        if known.email
        else text_input("email", "Email", shown.email or "", kind="email")
    )
    return card_form(
        action=f"{session['url']}/pay",
        amount=amount_text(session["amount_total"], session["currency"]),
        problem=problem,
        contact=joined(email, name),
    )


def _expired() -> Markup:
    return element("p", "This checkout has expired.", class_="alert", role="alert")


def _way_back(session: JsonObject) -> Markup:
    if session["cancel_url"] is None:
        return NOTHING
    link = element("a", "Cancel and go back", href=session["cancel_url"])
    return element("p", link, class_="soft")
