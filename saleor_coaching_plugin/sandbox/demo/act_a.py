"""Option A: an agreement for one client, from the template to the completed packet."""

from __future__ import annotations

from pathlib import Path

from saleor_coaching_plugin.sandbox.seed.texts import text

from .cast import ADDRESS, CARD, CLIENT, Cast
from .documents import (
    AGREEMENT,
    AGREEMENT_CREATE,
    AGREEMENT_SEND,
    ORDER,
    TEMPLATE_CREATE,
    TEMPLATE_PUBLISH,
)
from .expect import eventually, expect
from .login import log_in
from .mails import link_with
from .office import packet_set_up, product_set_up, sequence_set_up, terms_set_up
from .report import Seen

FEE = "840.00"
STATEMENT = "By clicking “I Accept” you enter into this agreement and its payment obligations."


def a1_template(cast: Cast) -> Seen:
    product, variant, _ = product_set_up(cast, "Clarity: six sessions", FEE)
    cast.notes["terms"] = terms_set_up(cast, "Coaching agreement", "coaching_agreement")
    template = cast.coach.do(
        TEMPLATE_CREATE,
        input={
            "name": "Clarity, six sessions",
            "termsId": cast.notes["terms"],
            "productId": product,
            "variantId": variant,
            "fee": {"amount": FEE, "currency": cast.shop.shelf.currency},
            "packageName": "Clarity",
            "sessions": 6,
            "proposalSubject": "Your coaching agreement, {{ client.first_name }}",
            "proposalBody": text("proposal"),
            "customFields": [{"name": "focus", "label": "What we work on"}],
            "sequenceId": sequence_set_up(cast, "New clients", ["welcome_client"]),
            "packetId": packet_set_up(cast),
        },
    )["agreementTemplate"]
    cast.notes["template"] = template["id"]
    published = cast.coach.do(TEMPLATE_PUBLISH, id=template["versions"][0]["id"])
    return Seen(f"version {published['version']['number']} published")


def a2_sent(cast: Cast) -> Seen:
    agreement = cast.coach.do(
        AGREEMENT_CREATE,
        input={
            "templateId": cast.notes["template"],
            "firstName": CLIENT.first_name,
            "lastName": CLIENT.last_name,
            "email": CLIENT.email,
            "customValues": [{"name": "focus", "value": "a calm start into the new role"}],
        },
    )["clientAgreement"]
    cast.notes["agreement"], cast.notes["number"] = agreement["id"], agreement["number"]
    cast.notes["chain_a"] = agreement["evidenceChain"]
    cast.coach.do(AGREEMENT_SEND, id=agreement["id"])
    mail = cast.mails.await_one(CLIENT.email, "Your coaching agreement")
    cast.notes["link"] = link_with(mail, "/a/")
    return Seen(f"{agreement['number']}: mail “{mail['subject']}” arrived")


def a3_read(cast: Cast) -> Seen:
    cast.client.open(cast.notes["link"])
    seen = cast.client.text()
    for part in (CLIENT.name, "£840.00", "a calm start into the new role", STATEMENT):
        expect(part in seen, f"“{part}” on the page", seen)
    ticked = [box for box in cast.client.boxes() if box.has_attr("checked")]
    expect(cast.client.boxes() and not ticked, "boxes, none of them ticked", ticked)
    html = cast.coach.ask(AGREEMENT, id=cast.notes["agreement"])["clientAgreement"]["text"]
    cast.notes["sha256"] = html["sha256"]
    file = cast.file(f"agreements/{cast.notes['number']}.html", html["html"])
    return Seen("full text, unticked boxes, the statement in the button's words", (file,))


def a4_accepted(cast: Cast) -> Seen:
    names = {"first_name": CLIENT.first_name, "last_name": CLIENT.last_name}
    cast.client.press("I Accept", {**names, **ADDRESS})
    agreement = cast.coach.ask(AGREEMENT, id=cast.notes["agreement"])["clientAgreement"]
    expect(agreement["status"] == "ACCEPTED", "status ACCEPTED", agreement["status"])
    copy = cast.mails.await_one(CLIENT.email, "Your copy of agreement")
    expect(cast.notes["sha256"] in copy["text"], "the text's hash in the copy", copy["text"])
    return Seen("accepted; the client's copy arrived with the same SHA-256")


def a5_first_mail(cast: Cast) -> Seen:
    mail = cast.mails.await_one(CLIENT.email, "Welcome, Sam")
    return Seen(f"“{mail['subject']}” arrived")


def a6_invoice(cast: Cast) -> Seen:
    mail = cast.mails.await_one(CLIENT.email, "nvoice")
    agreement = cast.coach.ask(AGREEMENT, id=cast.notes["agreement"])["clientAgreement"]
    order = cast.coach.ask(ORDER, id=agreement["orderId"])["order"]
    cast.notes["order"] = agreement["orderId"]
    (invoice,) = agreement["invoices"]
    expect(float(invoice["total"]["amount"]) == float(FEE), f"an invoice of {FEE}", invoice)
    expect(order["chargeStatus"] == "NONE", "an order that is not paid yet", order)
    numbers = [[one["number"] for one in order[kind]] for kind in ("invoices", "clientInvoices")]
    expect(numbers == [[invoice["number"]]] * 2, "the invoice on the shop's order", order)
    expect(
        order["clientAgreement"] == {"number": cast.notes["number"]},
        "the shop's order to name its agreement",
        order,
    )
    cast.notes["invoice_link"] = link_with(mail, "/portal/invoices/")
    expect(order["invoices"][0]["url"] == cast.notes["invoice_link"], "the same link", order)
    more = cast.shop.order_placed(agreement["orderId"])
    words = f"order {order['number']}, {invoice['number']} mailed as “{mail['subject']}”"
    return Seen(words + more)


def a7_login_and_pay(cast: Cast) -> Seen:
    cast.client.open(cast.notes["invoice_link"])
    log_in(cast, cast.client, CLIENT.email.upper())
    expect(cast.client.url == cast.notes["invoice_link"], "the invoice", cast.client.url)
    files = _pay(cast)
    more = cast.shop.order_paid(cast.notes["order"])
    _complete_packet(cast)
    return Seen("logged in by mailed link, invoice and order paid, packet handed in" + more, files)


def _pay(cast: Cast) -> tuple[Path, ...]:
    invoice_url = cast.client.url
    cast.client.press("Pay £840.00")
    cast.client.press("Pay", CARD)

    def paid() -> bool:
        cast.client.open(invoice_url)
        return "Paid on" in cast.client.text()

    eventually(paid, "the invoice's page to say it is paid")
    eventually(lambda: _order_is_paid(cast), f"the shop's order to be charged {FEE}")
    file = cast.folder / "invoices" / "invoice.html"
    cast.client.save(file)
    return (file,)


def _order_is_paid(cast: Cast) -> bool:
    order = cast.coach.ask(ORDER, id=cast.notes["order"])["order"]
    charged = float(order["totalCharged"]["amount"])
    return order["isPaid"] and order["chargeStatus"] == "FULL" and charged == float(FEE)


def _complete_packet(cast: Cast) -> None:
    cast.client.open(f"{cast.stack.pages}/portal/")
    cast.client.follow("Welcome packet")
    packet_url = cast.client.url
    cast.client.press("Hand in", refusal=409)
    expect("Please complete first" in cast.client.text(), "a refusal", cast.client.text())
    cast.client.open(packet_url)
    cast.client.follow("About you")
    cast.client.press("Save my answers", {"answer-goal": "To sleep well before Mondays."})
    cast.client.open(packet_url)
    cast.client.follow("How we work together")
    cast.client.press("Mark as done")
    cast.client.open(packet_url)
    cast.client.press("Hand in")
    expect("You handed this in" in cast.client.text(), "thanks for it", cast.client.text())
