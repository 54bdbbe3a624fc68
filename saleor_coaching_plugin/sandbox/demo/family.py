"""The family of option C: one pays, five take part, each in a browser of their own."""

from __future__ import annotations

from typing import Any

from .browser import Browser
from .cast import Cast, Person
from .documents import SEAT_GROUP, SEAT_GROUPS
from .expect import expect
from .mails import link_with

ADA = Person("Ada", "Marlow", "ada@family.example")
BEN = Person("Ben", "Marlow", "ben@family.example")
CLEO = Person("Cleo", "Marlow", "cleo@family.example")
DORA = Person("Dora", "Quist", "dora@family.example")
ELI = Person("Eli", "Marlow", "eli@family.example")
FINN = Person("Finn", "Marlow", "finn@family.example")
GRETA = Person("Greta", "Quist", "greta@family.example")
PARTICIPANTS = (BEN, DORA, ELI, ADA)
"""Who takes part in the end."""

INVITATION = "Your place in"


def seats_of(cast: Cast) -> list[dict[str, Any]]:
    """As staff see them."""
    agreement = cast.coach.ask(SEAT_GROUP, id=cast.notes["family"])["clientAgreement"]
    seats: list[dict[str, Any]] = agreement["seatGroup"]["seats"]
    return seats


def seats_found(cast: Cast, title: str) -> list[dict[str, Any]]:
    """Those of the only group with this title; none as long as it is not open."""
    edges = cast.coach.ask(SEAT_GROUPS, search=title)["seatGroups"]["edges"]
    return [seat for edge in edges for seat in edge["node"]["seats"]]


def states_of(cast: Cast) -> dict[str, str]:
    """First name (or the seat's position) -> the state of the seat."""
    return {_holder(seat): seat["status"] for seat in seats_of(cast)}


def _holder(seat: dict[str, Any]) -> str:
    person = seat["participant"]
    return str(person["firstName"] if person else seat["position"])


def seat_of(cast: Cast, person: Person) -> str:
    """The id of the seat that this person holds."""
    return next(seat["id"] for seat in seats_of(cast) if _holder(seat) == person.first_name)


def invitation_of(cast: Cast, person: Person, *, mailed_to: Person | None = None) -> str:
    """The link in a person's invitation."""
    mailbox = mailed_to or person
    mail = cast.mails.await_one(
        mailbox.email, f"{INVITATION} Clarity for families, {person.first_name}"
    )
    return link_with(mail, "/p/")


def place_read(cast: Cast, person: Person, *, mailed_to: Person | None = None) -> Browser:
    """A browser in front of the person's own text, which names no price."""
    browser = Browser()
    browser.open(invitation_of(cast, person, mailed_to=mailed_to))
    seen = browser.text()
    expect(person.name in seen, f"{person.name}'s own text", seen)
    expect("£" not in seen, "no price", seen)
    return browser


def place_accept(cast: Cast, person: Person, *, guardian: Person | None = None) -> Browser:
    browser = place_read(cast, person, mailed_to=guardian)
    browser.press("I Accept", {"acting_name": guardian.name} if guardian else {})
    return browser
