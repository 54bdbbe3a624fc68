"""Option C: proof for a participant, a gift from the shop, and a search for prices."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

from .act_c import FEE, PACKAGE, SHARE
from .cast import ADDRESS, CARD, Cast
from .documents import TERMS_ASSIGN
from .expect import eventually, expect
from .family import ADA, BEN, CLEO, DORA, FINN, GRETA, seats_found
from .office import product_set_up, terms_set_up
from .prices import prices_reached
from .report import Seen
from .verifier import bundle_verify

COURSE = "Calm together"


def c10_proof(cast: Cast) -> Seen:
    cast.participant.open(f"{cast.stack.pages}/portal/")
    cast.participant.follow(PACKAGE)
    bundle = cast.participant.download("evidence")
    file = cast.file("family/participant-evidence.json", bundle)
    entries = json.loads(bundle)["entries"]
    code, said = bundle_verify(file)
    expect(code == 0, "a bundle that verifies by itself", said)
    return Seen(f"Ben's own chain of {len(entries)} entries verifies by itself", (file,))


def c11_gift(cast: Cast) -> Seen:
    product, _, slug = product_set_up(cast, COURSE, "60.00")
    terms = terms_set_up(cast, "Terms for groups", "group_course_terms", has_seats=True)
    cast.coach.do(TERMS_ASSIGN, id=terms, objectId=product)
    leaves = datetime.now(UTC).date() + timedelta(days=30)
    payer = cast.payer
    payer.open(f"{cast.stack.pages}/buy/{slug}/")
    payer.press(
        "Buy Now",
        {
            **ADDRESS,
            "first_name": ADA.first_name,
            "last_name": ADA.last_name,
            "email": ADA.email,
            "quantity": "5",
            "seat-1-first_name": GRETA.first_name,
            "seat-1-last_name": GRETA.last_name,
            "seat-1-email": GRETA.email,
            "seat-1-gift_message": "Happy birthday, dear Greta!",
            "seat-1-invite_on": leaves.isoformat(),
        },
    )
    payer.press("Agree and continue")
    payer.press("Pay now")
    payer.press("Pay", {**CARD, "name": ADA.name})
    expect("Name your participants" in payer.text(), "the next step", payer.text())
    seats = eventually(lambda: seats_found(cast, COURSE), "five seats")
    expect(
        [seat["status"] for seat in seats] == ["PLANNED", *["FREE"] * 4],
        "a planned seat and four free ones",
        seats,
    )
    expect(seats[0]["inviteOn"] == leaves.isoformat(), f"an invitation on {leaves}", seats)
    expect(not cast.mails.all_for(GRETA.email), "no mail to Greta yet", GRETA.email)
    return Seen(f"an order line of five; Greta's invitation leaves on {leaves}, four to name")


def c12_silent(cast: Cast) -> Seen:
    people = [each.email for each in (BEN, CLEO, DORA, FINN)]
    searched, found = prices_reached(cast, people, (FEE, SHARE))
    expect(not found, "no price anywhere", found)
    return Seen(
        f"{searched} texts of mails, attachments and pages of participants: no price in any"
    )
