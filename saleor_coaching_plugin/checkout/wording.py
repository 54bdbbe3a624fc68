"""The words of the mails that ask a buyer for an acceptance, per language."""

from __future__ import annotations

from dataclasses import dataclass

from saleor_coaching_plugin.core.languages import said_in


@dataclass(frozen=True)
class RequestWording:
    """`order_*` asks about an order, `paid_*` about a checkout that is paid but not ordered.

    Those with braces are filled by `str.format`.
    """

    greeting: str
    greeting_unnamed: str
    product: str
    quantity: str
    amount: str
    total: str
    order_subject: str
    order_intro: str
    order_held: str
    paid_subject: str
    paid_intro: str
    paid_stale: str
    paid_after: str
    button: str
    close: str


_WORDINGS = {
    "en": RequestWording(
        greeting="Hello {first_name},",
        greeting_unnamed="Hello,",
        product="Product",
        quantity="Quantity",
        amount="Amount",
        total="Total",
        order_subject="One step left for your order {number}",
        order_intro=(
            "thank you for your order. To complete it, please read and accept the terms and "
            "conditions of what you bought. It takes a minute."
        ),
        order_held="Everything else starts as soon as you have accepted.",
        paid_subject="Your payment has arrived, one step is left",
        paid_intro=(
            "thank you, we have received **{total}**. Before your order can be placed, please "
            "read and accept the terms and conditions of what you are buying. It takes a minute."
        ),
        paid_stale="(They, or what is in your cart, have changed since you accepted them.)",
        paid_after="Your order is then placed by itself. There is nothing more to pay.",
        button="Read and accept the terms",
        close=(
            "The link is for you alone and works until **{expires_on}**. If anything is unclear, "
            "simply reply to this mail."
        ),
    ),
    "de": RequestWording(
        greeting="Guten Tag {first_name},",
        greeting_unnamed="Guten Tag,",
        product="Produkt",
        quantity="Menge",
        amount="Betrag",
        total="Summe",
        order_subject="Noch ein Schritt für Ihre Bestellung {number}",
        order_intro=(
            "danke für Ihre Bestellung. Um sie abzuschließen, lesen Sie bitte die "
            "Vertragsbedingungen zu Ihrem Kauf und stimmen Sie ihnen zu. Das dauert eine Minute."
        ),
        order_held="Alles Weitere beginnt, sobald Sie zugestimmt haben.",
        paid_subject="Ihre Zahlung ist da, ein Schritt fehlt noch",
        paid_intro=(
            "danke, wir haben **{total}** erhalten. Bevor Ihre Bestellung ausgelöst werden kann, "
            "lesen Sie bitte die Vertragsbedingungen zu Ihrem Kauf und stimmen Sie ihnen zu. Das "
            "dauert eine Minute."
        ),
        paid_stale=(
            "(Die Bedingungen oder Ihr Warenkorb haben sich geändert, seit Sie zugestimmt haben.)"
        ),
        paid_after="Ihre Bestellung wird dann von selbst ausgelöst. Zu zahlen ist nichts mehr.",
        button="Bedingungen lesen und zustimmen",
        close=(
            "Der Link ist nur für Sie bestimmt und gilt bis zum **{expires_on}**. Wenn etwas "
            "unklar ist, antworten Sie einfach auf diese Mail."
        ),
    ),
}


def request_wording_for(language: str) -> RequestWording:
    """The wording in `language`, or of its base language, or English."""
    return said_in(_WORDINGS, language)
