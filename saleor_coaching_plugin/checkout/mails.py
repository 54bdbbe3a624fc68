"""The mails about terms that were not accepted in time: to the buyer, and to the coach."""

from __future__ import annotations

from collections.abc import Sequence

from saleor_coaching_plugin.commerce.current import commerce
from saleor_coaching_plugin.commerce.port import Line
from saleor_coaching_plugin.conf import conf
from saleor_coaching_plugin.core.days import day_in
from saleor_coaching_plugin.core.links import page_url
from saleor_coaching_plugin.core.templating import markdown_escaped
from saleor_coaching_plugin.mail.queue import Mail, link_placeholder

from .models import TermsLink, TermsRequest
from .states import TermsReason, TermsSubject
from .wording import RequestWording, request_wording_for


def buyer_mail_for(
    request: TermsRequest, lines: Sequence[Line], *, link: TermsLink, token: str
) -> Mail:
    """The raw token exists only in the link, and, sealed, in the mail until it has left."""
    words = request_wording_for(request.language)
    placeholder = link_placeholder("terms")
    subject, before, after = _of_subject(request, words)
    parts = [
        f"# {markdown_escaped(subject)}",
        _greeting(request, words),
        *before,
        _table(request, lines, words),
        f"[{words.button}]({placeholder})",
        *after,
        words.close.format(expires_on=day_in(link.expires_at, request.language)),
    ]
    return Mail(
        key=f"terms-request:{link.id}",
        kind="terms_request",
        about=str(request.id),
        to_email=request.email,
        language=request.language,
        subject=subject,
        markdown="\n\n".join(parts),
        links={placeholder: page_url(f"t/{token}/")},
    )


def coach_mail_for(request: TermsRequest, lines: Sequence[Line]) -> Mail:
    """Tells of money that arrived for what the plugin keeps from becoming an order."""
    rows = {
        "Buyer": markdown_escaped(request.email) or "no e-mail address",
        "Paid": markdown_escaped(request.total.format("en")),
        "Products": ", ".join(
            f"{markdown_escaped(line.product_name)} ({line.quantity})" for line in lines
        ),
        "Why": _WHY[request.reason],
        "Checkout": f"`{request.subject_id}`",
    }
    table = "\n".join(f"| **{name}** | {value} |" for name, value in rows.items())
    return Mail(
        key=f"coach-checkout-blocked:{request.id}",
        kind="coach_checkout_blocked",
        about=str(request.id),
        to_email=conf().coach_email,
        language="en",
        subject="Paid, but not ordered yet: the terms wait to be accepted",
        markdown=_COACH.format(
            table=f"| | |\n|---|---|\n{table}",
            next=_NEXT.format(
                email=markdown_escaped(request.email), until=day_in(request.expires_at, "en")
            )
            if request.expires_at
            else _NOBODY_TO_ASK,
        ),
    )


def _of_subject(
    request: TermsRequest, words: RequestWording
) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """The mail's subject, what stands before the products, and what after the button."""
    if request.subject == TermsSubject.ORDER:
        subject = words.order_subject.format(number=request.order_number)
        held = (words.order_held,) if conf().hold_until_accepted else ()
        return subject, (words.order_intro,), held
    intro = words.paid_intro.format(total=markdown_escaped(request.total.format(request.language)))
    stale = (words.paid_stale,) if request.reason == TermsReason.STALE else ()
    return words.paid_subject, (intro, *stale), (words.paid_after,)


def _greeting(request: TermsRequest, words: RequestWording) -> str:
    customer = commerce().customer_find(request.email)
    if customer is None or not customer.first_name:
        return words.greeting_unnamed
    return words.greeting.format(first_name=markdown_escaped(customer.first_name))


def _table(request: TermsRequest, lines: Sequence[Line], words: RequestWording) -> str:
    language = request.language
    rows = [
        f"| {words.product} | {words.quantity} | {words.amount} |",
        "|---|---|---|",
        *(
            f"| {markdown_escaped(line.product_name)} | {line.quantity} "
            f"| {markdown_escaped(line.total.format(language))} |"
            for line in lines
        ),
        f"| **{words.total}** | | **{markdown_escaped(request.total.format(language))}** |",
    ]
    return "\n".join(rows)


_WHY = {
    TermsReason.NOT_ACCEPTED: "The terms of its products were not accepted.",
    TermsReason.STALE: "The cart or its terms have changed since they were accepted.",
}
_COACH = """# A paid checkout waits for its terms

A buyer has paid, but there is no order yet, because its terms have to be accepted first.

{table}

## What happens next

{next}
"""
_NEXT = (
    "You need not do anything. We have mailed {email} a link to read and accept the terms, which "
    "works until {until}. Once they are accepted, the order is placed by itself and you see it in "
    "the shop as usual. Should the buyer not answer, you can have the link sent again "
    "(`checkoutTermsResend`), or refund the payment in the shop."
)
_NOBODY_TO_ASK = (
    "The checkout has no e-mail address, so nobody could be asked. Please reach the buyer in "
    "another way and set the address in the shop, then have the link sent "
    "(`checkoutTermsResend`); or refund the payment in the shop."
)
