"""The words around invoices and refunds, per language."""

from __future__ import annotations

from dataclasses import dataclass

from saleor_coaching_plugin.core.languages import said_in


@dataclass(frozen=True)
class InvoiceWording:
    """`invoice_*` is the mail that brings the invoice, `receipt_*` the one that thanks for it,
    `refund_*` what is about money that goes back.

    Those with braces are filled by `str.format`.
    """

    instalment: str
    payment_reference: str
    description: str
    quantity: str
    amount: str
    total: str
    shipping: str
    adjustment: str
    invoice_subject: str
    invoice_greeting: str
    invoice_intro: str
    invoice_due: str
    invoice_how: str
    invoice_pay: str
    invoice_view: str
    invoice_close: str
    receipt_subject: str
    receipt_greeting: str
    receipt_intro: str
    receipt_close: str
    refund_seat: str
    refund_subject: str
    refund_greeting: str
    refund_intro: str
    refund_invoice: str
    refund_close: str


_WORDINGS = {
    "en": InvoiceWording(
        instalment="{package}, instalment {number} of {count}",
        payment_reference="Payment reference",
        description="Description",
        quantity="Quantity",
        amount="Amount",
        total="Total",
        shipping="Shipping",
        adjustment="Discounts and gift cards",
        invoice_subject="Your invoice {number}",
        invoice_greeting="Hello {first_name},",
        invoice_intro="thank you for your trust. Here is your invoice **{number}**.",
        invoice_due="Please pay **{total}** by **{due_on}**.",
        invoice_how="How to pay",
        invoice_pay="View and pay your invoice",
        invoice_view="View your invoice",
        invoice_close="If anything is unclear, simply reply to this mail.",
        receipt_subject="Thank you, invoice {number} is paid",
        receipt_greeting="Thank you, {first_name}!",
        receipt_intro=(
            "Your payment has arrived: **{total}** for invoice **{number}**, received on {paid_on}."
        ),
        receipt_close="There is nothing more to do. You may want to keep this mail as a receipt.",
        refund_seat="{title}, seat {position}",
        refund_subject="Your refund {number}",
        refund_greeting="Hello {name},",
        refund_intro="we have sent **{amount}** back to you on {sent_on}.",
        refund_invoice="This credit note **{number}** belongs to invoice **{invoice}**.",
        refund_close=(
            "It may take your bank a few days to show the money. You may want to keep this mail "
            "with your records. If anything is unclear, simply reply to it."
        ),
    ),
    "de": InvoiceWording(
        instalment="{package}, Rate {number} von {count}",
        payment_reference="Verwendungszweck",
        description="Beschreibung",
        quantity="Menge",
        amount="Betrag",
        total="Summe",
        shipping="Versand",
        adjustment="Rabatte und Geschenkkarten",
        invoice_subject="Ihre Rechnung {number}",
        invoice_greeting="Guten Tag {first_name},",
        invoice_intro="danke für Ihr Vertrauen. Hier ist Ihre Rechnung **{number}**.",
        invoice_due="Bitte zahlen Sie **{total}** bis zum **{due_on}**.",
        invoice_how="So zahlen Sie",
        invoice_pay="Rechnung ansehen und bezahlen",
        invoice_view="Rechnung ansehen",
        invoice_close="Wenn etwas unklar ist, antworten Sie einfach auf diese Mail.",
        receipt_subject="Danke, Rechnung {number} ist bezahlt",
        receipt_greeting="Danke, {first_name}!",
        receipt_intro=(
            "Ihre Zahlung ist angekommen: **{total}** für Rechnung **{number}**, eingegangen am "
            "{paid_on}."
        ),
        receipt_close="Es ist nichts weiter zu tun. Diese Mail können Sie als Beleg aufbewahren.",
        refund_seat="{title}, Platz {position}",
        refund_subject="Ihre Rückzahlung {number}",
        refund_greeting="Guten Tag {name},",
        refund_intro="wir haben Ihnen am {sent_on} **{amount}** zurückgezahlt.",
        refund_invoice="Diese Korrektur **{number}** gehört zur Rechnung **{invoice}**.",
        refund_close=(
            "Es kann einige Tage dauern, bis Ihre Bank das Geld anzeigt. Diese Mail können Sie zu "
            "Ihren Unterlagen nehmen. Wenn etwas unklar ist, antworten Sie einfach darauf."
        ),
    ),
}


def wording_for(language: str) -> InvoiceWording:
    """The wording in `language`, or of its base language, or English."""
    return said_in(_WORDINGS, language)
