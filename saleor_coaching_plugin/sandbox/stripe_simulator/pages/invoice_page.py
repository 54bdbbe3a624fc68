"""The hosted invoice page: see what is owed, pay it, take the PDF."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from saleor_coaching_plugin.sandbox.stripe_simulator.resources.cards import (
    CardInput,
    Decline,
    card_check,
)
from saleor_coaching_plugin.sandbox.stripe_simulator.resources.currencies import amount_text
from saleor_coaching_plugin.sandbox.stripe_simulator.resources.invoice_states import (
    PAYABLE,
    invoice_pay_by_card,
)
from saleor_coaching_plugin.sandbox.stripe_simulator.resources.lines import invoice_lines
from saleor_coaching_plugin.sandbox.stripe_simulator.store import JsonObject
from saleor_coaching_plugin.sandbox.stripe_simulator.transport.messages import Response
from saleor_coaching_plugin.sandbox.stripe_simulator.world import Call

from .html import Markup, element, html_response, joined, not_found
from .parts import card_form, summary
from .pdf import text_pdf

_OUTCOMES = {
    "paid": "This invoice is paid. Thank you.",
    "void": "This invoice was voided. There is nothing to pay.",
}


def invoice_page(call: Call, token: str, *, problem: str | None = None) -> Response:
    invoice = _invoice(call, token)
    if invoice is None:
        return not_found()
    content = joined(_summary(call, invoice), _action(invoice, problem))
    status = 402 if problem else 200
    return html_response(f"Invoice {invoice['number']}", content, status=status)


def invoice_page_pay(call: Call, token: str, given: CardInput) -> Response:
    """A second click on "Pay" finds the invoice paid and changes nothing."""
    invoice = _invoice(call, token)
    if invoice is None:
        return not_found()
    if invoice["status"] not in PAYABLE:
        return invoice_page(call, token)
    card = card_check(given, now=call.now)
    decline = (
        card if isinstance(card, Decline) else invoice_pay_by_card(call, invoice=invoice, card=card)
    )
    if decline is not None:
        return invoice_page(call, token, problem=decline.message)
    return Response(303, b"", "text/plain", {"Location": invoice["hosted_invoice_url"]})


def invoice_pdf(call: Call, token: str) -> Response:
    invoice = _invoice(call, token)
    if invoice is None:
        return not_found()
    body = text_pdf(list(_pdf_lines(call, invoice)))
    name = f'inline; filename="Invoice-{invoice["number"]}.pdf"'
    headers = {"Content-Disposition": name, "Cache-Control": "no-store"}
    return Response(200, body, "application/pdf", headers)


def _invoice(call: Call, token: str) -> JsonObject | None:
    invoice_id = call.store.invoice_links.get(token)
    return None if invoice_id is None else call.store.objects[invoice_id]


def _summary(call: Call, invoice: JsonObject) -> Markup:
    currency = invoice["currency"]
    left = invoice["amount_remaining"] if invoice["status"] in PAYABLE else invoice["amount_due"]
    return summary(
        heading=f"Invoice {invoice['number']}",
        amount=amount_text(left, currency),
        total=amount_text(invoice["total"], currency),
        notes=_notes(invoice),
        lines=_line_texts(call, invoice),
    )


def _action(invoice: JsonObject, problem: str | None) -> Markup:
    link = element("a", "Download the invoice as PDF", href=invoice["invoice_pdf"])
    download = element("p", link, class_="soft")
    if invoice["status"] not in PAYABLE:
        done = element("p", _OUTCOMES[invoice["status"]], class_="done", role="status")
        return joined(element("section", done, class_="card"), download)
    form = card_form(
        action=f"{invoice['hosted_invoice_url']}/pay",
        amount=amount_text(invoice["amount_remaining"], invoice["currency"]),
        problem=problem,
    )
    return joined(form, download)


def _notes(invoice: JsonObject) -> Iterator[str]:
    if invoice["customer_name"] or invoice["customer_email"]:
        yield f"To {invoice['customer_name'] or invoice['customer_email']}"
    if invoice["due_date"] is not None:
        yield f"Due {datetime.fromtimestamp(invoice['due_date'], UTC):%d %B %Y}"
    yield f"Status: {invoice['status']}"
    if invoice["description"]:
        yield invoice["description"]
    if invoice["starting_balance"]:
        balance = amount_text(invoice["starting_balance"], invoice["currency"])
        yield f"Balance brought forward: {balance}"


def _line_texts(call: Call, invoice: JsonObject) -> Iterator[tuple[str, str]]:
    for line in invoice_lines(call, invoice["id"]):
        yield line["description"] or "Item", amount_text(line["amount"], line["currency"])


def _pdf_lines(call: Call, invoice: JsonObject) -> Iterator[str]:
    yield "Stripe simulator - no money moves"
    yield f"Invoice {invoice['number']}"
    yield from _notes(invoice)
    yield ""
    for text, amount in _line_texts(call, invoice):
        yield f"{text}: {amount}"
    yield f"Total: {amount_text(invoice['total'], invoice['currency'])}"
    if invoice["footer"]:
        yield invoice["footer"]
