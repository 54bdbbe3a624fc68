"""Option C: one pays for five. The agreement, from the template to the payment."""

from __future__ import annotations

from saleor_coaching_plugin.sandbox.seed.texts import text

from .cast import ADDRESS, CARD, Cast
from .documents import (
    AGREEMENT,
    AGREEMENT_CREATE,
    AGREEMENT_SEATS_PLAN,
    AGREEMENT_SEND,
    ORDER_LINES,
    TEMPLATE_CREATE,
    TEMPLATE_PUBLISH,
    TERMS_CHANGE,
    TERMS_CREATE,
    TERMS_PUBLISH,
)
from .expect import eventually, expect
from .family import (
    ADA,
    BEN,
    CLEO,
    FINN,
    invitation_of,
    states_of,
)
from .login import log_in
from .mails import link_with
from .office import packet_set_up, product_set_up, sequence_set_up
from .report import Seen

FEE = "12345.65"
SHARE = "2469.13"
PACKAGE = "Clarity for families"


def c1_template(cast: Cast) -> Seen:
    product, variant, _ = product_set_up(cast, PACKAGE, FEE)
    body = text("family_agreement")
    terms = cast.coach.do(
        TERMS_CREATE,
        input={
            "name": "Family agreement",
            "language": "en",
            "title": "Family agreement",
            "body": f"{body}\n\nEach place costs £{SHARE}.",
            "hasSeats": True,
        },
    )["contractTerms"]
    refused = cast.coach.refused_or_done(TERMS_PUBLISH, id=terms["versions"][0]["id"])["errors"]
    expect(refused and refused[0]["code"] == "AMOUNT_FOR_PARTICIPANTS", "a refusal", refused)
    draft = {"language": "en", "title": "Family agreement", "body": body}
    changed = cast.coach.do(TERMS_CHANGE, id=terms["id"], input=draft)["contractTerms"]
    cast.coach.do(TERMS_PUBLISH, id=changed["versions"][0]["id"])
    template = cast.coach.do(
        TEMPLATE_CREATE,
        input={
            "name": "Family of five",
            "termsId": terms["id"],
            "productId": product,
            "variantId": variant,
            "fee": {"amount": FEE, "currency": cast.shop.shelf.currency},
            "packageName": PACKAGE,
            "sessions": 10,
            "seats": 5,
            "proposalSubject": "Your family's agreement, {{ client.first_name }}",
            "proposalBody": text("family_proposal"),
            "invitationSubject": "Your place in {{ package.name }}, {{ client.first_name }}",
            "invitationBody": text("family_invitation"),
            "participantSequenceId": sequence_set_up(cast, "Participants", ["welcome_participant"]),
            "participantPacketId": packet_set_up(cast),
        },
    )["agreementTemplate"]
    cast.notes["family_template"] = template["id"]
    cast.coach.do(TEMPLATE_PUBLISH, id=template["versions"][0]["id"])
    return Seen("one text, two renderings; refused while participants would read a price")


def c2_sent(cast: Cast) -> Seen:
    agreement = cast.coach.do(
        AGREEMENT_CREATE,
        input={
            "templateId": cast.notes["family_template"],
            "firstName": ADA.first_name,
            "lastName": ADA.last_name,
            "email": ADA.email,
        },
    )["clientAgreement"]
    cast.notes["family"] = agreement["id"]
    named = [
        {"firstName": p.first_name, "lastName": p.last_name, "email": p.email}
        for p in (BEN, CLEO, FINN)
    ]
    cast.coach.do(AGREEMENT_SEATS_PLAN, id=agreement["id"], participants=named)
    cast.coach.do(AGREEMENT_SEND, id=agreement["id"])
    mail = cast.mails.await_one(ADA.email, "Your family's agreement")
    cast.notes["family_link"] = link_with(mail, "/a/")
    return Seen(f"{agreement['number']} with five seats, three of them named; mailed to the payer")


def c3_accepted(cast: Cast) -> Seen:
    payer = cast.payer
    payer.open(cast.notes["family_link"])
    expect("£12,345.65" in payer.text(), "the fee on the payer's page", payer.text())
    payer.save(cast.folder / "family" / "payer.html")
    names = {"first_name": ADA.first_name, "last_name": ADA.last_name}
    payer.press("I Accept", {**names, **ADDRESS})
    for person in (BEN, CLEO, FINN):
        invitation_of(cast, person)
    expect(
        set(states_of(cast).values()) == {"INVITED", "FREE"},
        "three seats invited, two free",
        states_of(cast),
    )
    return Seen("accepted with the price in view; three invitations left by themselves")


def c4_paid(cast: Cast) -> Seen:
    mail = cast.mails.await_one(ADA.email, "nvoice")
    cast.payer.open(link_with(mail, "/portal/invoices/"))
    log_in(cast, cast.payer, ADA.email)
    cast.payer.press("Pay £12,345.65")
    cast.payer.press("Pay", CARD)
    agreement = cast.coach.ask(AGREEMENT, id=cast.notes["family"])["clientAgreement"]

    def paid() -> bool:
        order = cast.coach.ask(ORDER_LINES, id=agreement["orderId"])["order"]
        return bool(order["chargeStatus"] == "FULL")

    eventually(paid, "the order to be charged in full")
    order = cast.coach.ask(ORDER_LINES, id=agreement["orderId"])["order"]
    expect(sum(line["quantity"] for line in order["lines"]) == 5, "five units", order)
    cast.notes["family_order"] = agreement["orderId"]
    more = cast.shop.order_paid(agreement["orderId"])
    return Seen(f"paid in advance; the shop's order has a line of five, charged in full{more}")
