"""The mails about money that goes back: to the payer, and to the coach where a person sends it."""

from __future__ import annotations

from saleor_coaching_plugin.conf import conf
from saleor_coaching_plugin.core.days import day_in
from saleor_coaching_plugin.core.links import page_url
from saleor_coaching_plugin.core.templating import markdown_escaped
from saleor_coaching_plugin.mail.queue import Mail

from .models import Invoice, Refund
from .wording import wording_for


def refund_mail_for(refund: Refund, invoice: Invoice | None) -> Mail:
    """Of a refund that is sent: the payer's credit note."""
    words = wording_for(refund.language)
    values = _values(refund, invoice)
    parts = [
        f"# {words.refund_subject.format(**values)}",
        words.refund_greeting.format(**values),
        words.refund_intro.format(**values),
        _table(
            (words.description, words.amount),
            (values["description"], values["amount"]),
            (f"**{words.total}**", f"**{values['amount']}**"),
        ),
    ]
    if invoice:
        page = page_url(f"portal/invoices/{invoice.id}/")
        parts += [words.refund_invoice.format(**values), f"[{words.invoice_view}]({page})"]
    return Mail(
        key=f"refund:{refund.id}",
        kind="refund",
        about=str(refund.id),
        to_email=refund.payer_email,
        to_name=refund.payer_name,
        language=refund.language,
        subject=words.refund_subject.format(number=refund.number),
        markdown="\n\n".join([*parts, words.refund_close]),
    )


def refund_owed_mail_for(refund: Refund) -> Mail:
    """For the coach, who sends it by hand."""
    amount = refund.amount.format("en")
    return Mail(
        key=f"coach-refund:{refund.id}",
        kind="coach_refund",
        about=str(refund.id),
        to_email=conf().coach_email,
        language="en",
        subject=f"Please send back {amount}: {refund.number}",
        markdown="\n\n".join(
            [
                "# A refund that you have to send",
                "A seat was given back. Its payer is to get "
                f"**{markdown_escaped(amount)}** back, and our payment service cannot do it.",
                _table(
                    ("Credit note", markdown_escaped(refund.number)),
                    ("For", markdown_escaped(refund.description)),
                    ("To", markdown_escaped(f"{refund.payer_name} ({refund.payer_email})")),
                    ("Amount", markdown_escaped(amount)),
                    ("Was paid with", markdown_escaped(refund.payment_reference)),
                ),
                "Send it the way it came: by bank transfer, or with the payment service that took "
                "it. Then mark the refund as sent, with the reference that the bank or the service "
                "gave it. Its payer is told then, not before.",
            ]
        ),
    )


def _values(refund: Refund, invoice: Invoice | None) -> dict[str, str]:
    values = {
        "number": refund.number,
        "name": refund.payer_name or refund.payer_email,
        "amount": refund.amount.format(refund.language),
        "description": refund.description,
        "sent_on": day_in(refund.sent_at, refund.language) if refund.sent_at else "",
        "invoice": (invoice.number or "") if invoice else "",
    }
    return {name: markdown_escaped(value) for name, value in values.items()}


def _table(head: tuple[str, str], *rows: tuple[str, str]) -> str:
    lines = [head, ("---", "---"), *rows]
    return "\n".join(f"| {left} | {right} |" for left, right in lines)
