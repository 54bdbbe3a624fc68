"""The mails that bring an invoice and thank for its payment."""

from __future__ import annotations

from typing import Any

from saleor_coaching_plugin.core.days import day_in
from saleor_coaching_plugin.core.links import page_url
from saleor_coaching_plugin.core.money import Money
from saleor_coaching_plugin.core.templating import markdown_escaped
from saleor_coaching_plugin.mail.queue import Mail

from .models import Invoice
from .wording import wording_for


def invoice_mail_for(invoice: Invoice) -> Mail:
    """With a button to our own page, as the gateway's address expires; or with the bank details."""
    words = wording_for(invoice.language)
    values = _values(invoice)
    button = words.invoice_pay if invoice.pay_url else words.invoice_view
    parts = [
        f"# {words.invoice_subject.format(**values)}",
        words.invoice_greeting.format(**values),
        words.invoice_intro.format(**values),
        _table(invoice),
        words.invoice_due.format(**values),
        _instructions(invoice),
        f"[{button}]({_page(invoice)})",
        words.invoice_close,
    ]
    subject = words.invoice_subject.format(number=invoice.number)
    return _mail(invoice, "invoice", subject, parts)


def receipt_mail_for(invoice: Invoice) -> Mail:
    words = wording_for(invoice.language)
    values = _values(invoice)
    parts = [
        f"# {words.receipt_greeting.format(**values)}",
        words.receipt_intro.format(**values),
        words.receipt_close,
        f"[{words.invoice_view}]({_page(invoice)})",
    ]
    subject = words.receipt_subject.format(number=invoice.number)
    return _mail(invoice, "receipt", subject, parts)


def _mail(invoice: Invoice, kind: str, subject: str, parts: list[str]) -> Mail:
    return Mail(
        key=f"{kind}:{invoice.id}",
        kind=kind,
        about=str(invoice.id),
        to_email=invoice.payer_email,
        to_name=invoice.payer_name,
        language=invoice.language,
        subject=subject,
        markdown="\n\n".join(filter(None, parts)),
    )


def _values(invoice: Invoice) -> dict[str, str]:
    values = {
        "number": invoice.number or "",
        "first_name": invoice.payer_first_name,
        "total": invoice.total.format(invoice.language),
        "due_on": day_in(invoice.due_on, invoice.language),
        "paid_on": day_in(invoice.paid_at, invoice.language) if invoice.paid_at else "",
    }
    return {name: markdown_escaped(value) for name, value in values.items()}


def _table(invoice: Invoice) -> str:
    words = wording_for(invoice.language)
    rows = [
        f"| {words.description} | {words.quantity} | {words.amount} |",
        "|---|---|---|",
        *(_row(line, invoice) for line in invoice.lines),
        f"| **{words.total}** | | **{_amount(invoice.total_minor, invoice)}** |",
    ]
    return "\n".join(rows)


def _row(line: dict[str, Any], invoice: Invoice) -> str:
    description = markdown_escaped(line["description"])
    return f"| {description} | {line['quantity']} | {_amount(line['total_minor'], invoice)} |"


def _amount(minor: int, invoice: Invoice) -> str:
    text = Money(minor, invoice.currency).format(invoice.language)
    return markdown_escaped(text)


def _instructions(invoice: Invoice) -> str:
    if not invoice.instructions:
        return ""
    heading = wording_for(invoice.language).invoice_how
    lines = [markdown_escaped(line) for line in invoice.instructions.splitlines()]
    return f"## {heading}\n\n" + "\\\n".join(filter(None, lines))


def _page(invoice: Invoice) -> str:
    return page_url(f"portal/invoices/{invoice.id}/")
