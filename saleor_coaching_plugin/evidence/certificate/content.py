"""All that a certificate says, taken from what the ledger recorded. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from saleor_coaching_plugin.evidence.kinds import ACCEPTANCE_KINDS, COUNTERSIGNED
from saleor_coaching_plugin.evidence.numbers import certificate_number


@dataclass(frozen=True)
class Recorded:
    """An entry of the ledger, as far as a certificate reads it."""

    chain: str
    position: int
    kind: str
    hash: str
    facts: Mapping[str, Any]
    personal: Mapping[str, Any]
    """Empty once it was erased."""

    @property
    def at(self) -> datetime:
        return datetime.fromisoformat(self.facts["recorded_at"])


@dataclass(frozen=True)
class AcceptedText:
    title: str
    html: str
    """The frozen text; `sha256` is of its bytes."""
    sha256: str
    language: str
    terms_version: str
    filename: str
    """Of the text where it is attached."""


@dataclass(frozen=True)
class Box:
    text: str
    required: bool
    ticked: bool


@dataclass(frozen=True)
class Acting:
    """Who acted for the one that the acceptance binds; `capacity` as `facts.acting` has it."""

    capacity: str
    name: str
    basis: str


@dataclass(frozen=True)
class Addressee:
    name: str
    email: str


@dataclass(frozen=True)
class FurtherCopy:
    """Somebody besides the signer who gets the copy, and the name of who wants that."""

    email: str
    asked_by: str


@dataclass(frozen=True)
class Countersigned:
    name: str
    entry: Recorded


@dataclass(frozen=True)
class Content:
    """Of one certificate. `entry` is what it certifies, `acceptance` the client's own act.

    They differ where a countersignature made a new certificate due.
    """

    entry: Recorded
    acceptance: Recorded
    number: str
    language: str
    texts: tuple[AcceptedText, ...]
    boxes: tuple[Box, ...]
    boxes_were_empty: bool
    """As the page or the storefront reports it."""
    acting: Acting | None
    copies_to: tuple[FurtherCopy, ...]
    countersigned: Countersigned | None
    agreement_number: str
    """Empty for an order."""
    order_number: str
    subject_id: str
    """Of the agreement, or the shop's of the order."""
    country: str

    @property
    def title(self) -> str:
        return ", ".join(text.title for text in self.texts)

    @property
    def name(self) -> str:
        """Of the one that the acceptance binds; a buyer may have given none."""
        return str(self.acceptance.personal.get("name", ""))

    @property
    def email(self) -> str:
        return str(self.acceptance.personal["email"])

    @property
    def role(self) -> str:
        """In which the one who is bound is on the agreement; empty for a buyer."""
        return str(self.acceptance.facts.get("role", ""))

    @property
    def signer(self) -> Addressee:
        """Who gets the signer's copy: of a minor the guardian."""
        mailed_to = self.acceptance.personal.get("mailed_to")
        return Addressee(**mailed_to) if mailed_to else Addressee(name=self.name, email=self.email)


class NothingToCertify(Exception):
    """The entry is no acceptance, and the chain has none that it belongs to."""


class PersonalDataErased(Exception):
    """Of the acceptance nothing but hashes is left."""


def content_of(entry: Recorded, chain: Sequence[Recorded]) -> Content:
    """What the certificate of `entry` says; `chain` is all that its chain has.

    Raises NothingToCertify, PersonalDataErased.
    """
    acceptance = _acceptance_of(entry, chain)
    if not acceptance.personal:
        raise PersonalDataErased(f"{acceptance.chain}, entry {acceptance.position}")
    facts, personal = acceptance.facts, acceptance.personal
    address = personal.get("billing_address") or {}
    order = _order_of(acceptance, chain)
    return Content(
        entry=entry,
        acceptance=acceptance,
        number=certificate_number(entry.hash),
        language=facts["language"],
        texts=tuple(_texts(acceptance)),
        boxes=tuple(
            Box(each["text"], each["required"], each["accepted"]) for each in facts["consents"]
        ),
        boxes_were_empty=not any(
            each["initially_checked"] for each in facts["presentation"]["boxes"]
        ),
        acting=_acting(acceptance),
        copies_to=tuple(FurtherCopy(**each) for each in personal.get("copies_to", ())),
        countersigned=_countersigned(acceptance, chain),
        agreement_number=facts.get("agreement", ""),
        order_number=order.get("order_number", ""),
        subject_id=order.get("order") or acceptance.chain.partition(":")[2],
        country=address.get("country", ""),
    )


def _acceptance_of(entry: Recorded, chain: Sequence[Recorded]) -> Recorded:
    if entry.kind in ACCEPTANCE_KINDS:
        return entry
    for each in chain:
        if each.kind in ACCEPTANCE_KINDS and _same_text(each, entry):
            return each
    raise NothingToCertify(f"{entry.chain}, entry {entry.position}: {entry.kind}")


def _texts(acceptance: Recorded) -> Iterator[AcceptedText]:
    pairs = zip(acceptance.facts["texts"], acceptance.personal["texts"], strict=True)
    for number, (proof, shown) in enumerate(pairs, start=1):
        yield AcceptedText(
            title=shown["title"],
            html=shown["text"],
            sha256=proof["sha256"],
            language=proof["language"],
            terms_version=proof["terms_version"],
            filename=f"text-{number}.html",
        )


def _acting(acceptance: Recorded) -> Acting | None:
    acting = acceptance.facts.get("acting")
    if not acting:
        return None
    person = acceptance.personal["acting"]
    return Acting(acting["capacity"], person["name"], person.get("basis") or "")


def _countersigned(acceptance: Recorded, chain: Sequence[Recorded]) -> Countersigned | None:
    for each in chain:
        if each.kind == COUNTERSIGNED and _same_text(acceptance, each):
            return Countersigned(each.personal.get("signer", {}).get("name", ""), each)
    return None


def _same_text(one: Recorded, other: Recorded) -> bool:
    return (one.facts["texts"], one.facts.get("party")) == (
        other.facts.get("texts"),
        other.facts.get("party"),
    )


def _order_of(acceptance: Recorded, chain: Sequence[Recorded]) -> Mapping[str, Any]:
    """`order` and `order_number`, from the entry that says which order the acceptance counts for.

    Empty for an agreement, and for a cart that has become no order yet.
    """
    fingerprint = acceptance.facts.get("fingerprint")
    for each in (acceptance, *chain):
        if fingerprint and each.facts.get("fingerprint") == fingerprint and "order" in each.facts:
            return each.facts
    return {}
