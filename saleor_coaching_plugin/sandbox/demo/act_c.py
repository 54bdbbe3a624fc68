"""Option C: one pays for five, each of them agrees, and none of them learns what was paid."""

from __future__ import annotations

import json

from saleor_coaching_plugin.sandbox.seed.texts import text

from .browser import Browser
from .cast import ADDRESS, CARD, Cast
from .documents import (
    AGREEMENT,
    AGREEMENT_CREATE,
    AGREEMENT_SEATS_PLAN,
    AGREEMENT_SEND,
    ORDER_LINES,
    REFUNDS,
    SEAT_REFUND,
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
    DORA,
    ELI,
    FINN,
    PARTICIPANTS,
    invitation_of,
    log_in,
    place_accept,
    place_read,
    seat_of,
    states_of,
)
from .mails import link_with
from .office import packet_set_up, product_set_up, sequence_set_up
from .pictures import side_by_side
from .prices import prices_reached
from .report import Seen
from .verifier import bundle_verify

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
    cast.payer.press("Mail me a link", {"email": ADA.email})
    login = cast.mails.await_one(ADA.email, "Your link to the client area")
    cast.payer.open(link_with(login, "/portal/login/"))
    cast.payer.press("Open my client area")
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


def c5_named(cast: Cast) -> Seen:
    payer = cast.payer
    payer.open(f"{cast.stack.pages}/portal/")
    payer.follow(PACKAGE)
    cast.notes["seats_page"] = payer.url
    payer.press(
        "Send the invitation",
        {
            "seat-4-first_name": ELI.first_name,
            "seat-4-last_name": ELI.last_name,
            "seat-4-guardian_name": ADA.name,
            "seat-4-guardian_email": ADA.email,
        },
        within="#seat-4",
    )
    payer.press("I take this seat myself", within="#seat-5")
    link = invitation_of(cast, CLEO)
    payer.press(
        "Send the invitation",
        {
            "seat-2-first_name": DORA.first_name,
            "seat-2-last_name": DORA.last_name,
            "seat-2-email": DORA.email,
        },
        within="#seat-2",
    )
    invitation_of(cast, DORA)
    visitor = Browser()
    visitor.open(link, status=404)
    expect("not valid" in visitor.text(), "the old link to be dead", visitor.text())
    return Seen("a minor and the payer herself named; Cleo's seat given to Dora, the old link dead")


def c6_agreed(cast: Cast) -> Seen:
    reader = place_read(cast, BEN)
    reader.save(cast.folder / "family" / "participant.html")
    for person in (BEN, DORA, ADA):
        place_accept(cast, person)
    place_accept(cast, ELI, guardian=ADA)
    pictures = side_by_side(cast.folder / "family")
    return Seen("four agreed to a text without a price, for Eli his guardian", pictures)


def c7_active(cast: Cast) -> Seen:
    eventually(lambda: list(states_of(cast).values()).count("ACTIVE") == 4, "four active seats")
    for person in PARTICIPANTS:
        mailbox = ADA if person is ELI else person
        cast.mails.await_one(mailbox.email, f"Your place is ready, {person.first_name}")
    ben = cast.participant
    log_in(cast, ben, BEN)
    seen = ben.text()
    expect("Welcome packet" in seen and PACKAGE in seen, "own packet and agreement", seen)
    for other in ("Invoices", ADA.first_name, DORA.first_name, "£"):
        expect(other not in seen, f"nothing of {other}", seen)
    return Seen("each has an own first mail, packet and client area; Ben's shows nobody else")


def c8_refunded(cast: Cast) -> Seen:
    finn = Browser()
    finn.open(invitation_of(cast, FINN))
    finn.press("Decline this invitation", {"decline-message": "I would rather play chess."})
    told = cast.mails.await_one(ADA.email, "declined")
    expect("chess" not in told["text"], "no reason in the payer's mail", told["text"])
    (refund,) = cast.coach.do(SEAT_REFUND, id=seat_of(cast, FINN))["clientRefunds"]
    expect(float(refund["amount"]["amount"]) == float(SHARE), f"a refund of {SHARE}", refund)

    def sent() -> bool:
        invoices = cast.coach.ask(REFUNDS, id=cast.notes["family"])["clientAgreement"]["invoices"]
        return [each["status"] for each in invoices[0]["refunds"]] == ["SENT"]

    eventually(sent, "the money to be sent back")
    mail = cast.mails.await_one(ADA.email, refund["number"])
    more = cast.shop.order_refunded(cast.notes["family_order"], SHARE)
    return Seen(f"Finn declined; £{SHARE} sent back by card, “{mail['subject']}”{more}")


def c9_payer_sees(cast: Cast) -> Seen:
    cast.payer.open(cast.notes["seats_page"])
    seen = cast.payer.text()
    expect(seen.count("Accepted on") == 4 and "Refunded" in seen, "each seat's state", seen)
    expect("chess" not in seen, "no reason", seen)
    file = cast.folder / "family" / "seats.html"
    cast.payer.save(file)
    return Seen("the payer sees four active seats and a refunded one, and nothing else", (file,))


def c10_proof(cast: Cast) -> Seen:
    cast.participant.open(f"{cast.stack.pages}/portal/")
    cast.participant.follow(PACKAGE)
    bundle = cast.participant.download("evidence")
    file = cast.file("family/participant-evidence.json", bundle)
    entries = json.loads(bundle)["entries"]
    code, said = bundle_verify(file)
    expect(code == 0, "a bundle that verifies by itself", said)
    return Seen(f"Ben's own chain of {len(entries)} entries verifies by itself", (file,))


def c11_silent(cast: Cast) -> Seen:
    people = [each.email for each in (BEN, CLEO, DORA, FINN)]
    searched, found = prices_reached(cast, people, (FEE, SHARE))
    expect(not found, "no price anywhere", found)
    return Seen(
        f"{searched} texts of mails, attachments and pages of participants: no price in any"
    )
