"""Option C: the five places. Each participant agrees, and none of them learns what was paid."""

from __future__ import annotations

from .act_c import PACKAGE, SHARE
from .browser import Browser
from .cast import Cast
from .documents import REFUNDS, SEAT_REFUND
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
    place_accept,
    place_read,
    seat_of,
    states_of,
)
from .login import log_in
from .pictures import side_by_side
from .report import Seen


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
    ben.open(f"{cast.stack.pages}/portal/login/")
    log_in(cast, ben, BEN.email)
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
