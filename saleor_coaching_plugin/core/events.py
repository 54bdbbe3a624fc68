"""The closed list of what can happen. Domains tell each other of it only through these.

Each event carries ids and what a sibling may not look up, never an amount or a secret.
Events are written to the outbox as JSON, so their fields are strings, numbers or None.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Event:
    """Base of all events."""

    def payload(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class MailQueued(Event):
    mail_id: str


@dataclass(frozen=True)
class AgreementSent(Event):
    agreement_id: str


@dataclass(frozen=True)
class AgreementAccepted(Event):
    """The payer has accepted: order, invoice, sequence and portal follow."""

    agreement_id: str


@dataclass(frozen=True)
class AgreementDeclined(Event):
    agreement_id: str


@dataclass(frozen=True)
class AgreementChangesRequested(Event):
    agreement_id: str


@dataclass(frozen=True)
class AgreementRevoked(Event):
    agreement_id: str


@dataclass(frozen=True)
class AgreementCountersigned(Event):
    """The coach has signed a text that its party has yet to accept."""

    text_id: str


@dataclass(frozen=True)
class TermsVersionPublished(Event):
    version_id: str


@dataclass(frozen=True)
class AmendmentOwed(Event):
    """A party has accepted an older text than this version, which is a material change."""

    party_id: str
    version_id: str


@dataclass(frozen=True)
class AmendmentAccepted(Event):
    """A client has accepted what changed in an agreement that was accepted before."""

    amendment_id: str


@dataclass(frozen=True)
class AmendmentDeclined(Event):
    amendment_id: str


@dataclass(frozen=True)
class CopyOwed(Event):
    """A signer is owed a copy, with its certificate, of what this ledger entry proves."""

    entry_id: int


@dataclass(frozen=True)
class AgreementOrderPlaced(Event):
    agreement_id: str
    order_id: str


@dataclass(frozen=True)
class InvoiceNumbered(Event):
    """It has its number; the gateway has yet to take it."""

    invoice_id: str


@dataclass(frozen=True)
class InvoiceIssued(Event):
    """The gateway took it: it can be paid, and mailed."""

    invoice_id: str


@dataclass(frozen=True)
class PaymentRecorded(Event):
    payment_id: str


@dataclass(frozen=True)
class InvoicePaid(Event):
    invoice_id: str


@dataclass(frozen=True)
class GatewayEventReceived(Event):
    gateway_event_id: str


@dataclass(frozen=True)
class CheckoutPaid(Event):
    """A gateway took the money for a checkout of the hosted buy page.

    `reference` is the gateway's session, of which the amount can be asked.
    """

    checkout_id: str
    reference: str
    gateway: str


@dataclass(frozen=True)
class CheckoutUnblocked(Event):
    """Paid in full and kept back by its terms, which do not stand in its way any more."""

    checkout_id: str


@dataclass(frozen=True)
class OrderChangeFound(Event):
    """The sweep saw an order or a change of one that no hook is known to have told of."""

    order_id: str


@dataclass(frozen=True)
class OrderCreated(Event):
    order_id: str


@dataclass(frozen=True)
class OrderPaid(Event):
    order_id: str


@dataclass(frozen=True)
class ProductPurchased(Event):
    """One paid order line of a product that the plugin knows."""

    purchase_id: str
    product_id: str
    email: str
    sequence_id: str | None
    packet_id: str | None
    product_name: str
    first_name: str
    """The buyer's, as on the order; names may be empty."""
    last_name: str
    language: str


@dataclass(frozen=True)
class SeatsBought(Event):
    """One paid order line whose units are seats; in place of ProductPurchased."""

    purchase_id: str
    plan_subject: str
    """Of the checkout's `SeatPlan`, if there is one."""
    chain: str
    """Where the ledger has the buyer's acceptance; empty where there is none."""
    order_id: str
    order_line_id: str
    terms_id: str
    seats: int
    is_free: bool
    """Nothing was paid for the order."""
    product_name: str
    email: str
    first_name: str
    last_name: str
    language: str
    sequence_id: str | None
    packet_id: str | None


@dataclass(frozen=True)
class SeatsOpened(Event):
    """A payer has seats to give."""

    group_id: str


@dataclass(frozen=True)
class SeatAccepted(Event):
    """A participant has agreed: account, packet and sequence follow."""

    participant_id: str


@dataclass(frozen=True)
class SeatActivated(Event):
    participant_id: str


@dataclass(frozen=True)
class SeatDeclined(Event):
    participant_id: str


@dataclass(frozen=True)
class SeatExpired(Event):
    participant_id: str


@dataclass(frozen=True)
class SeatAmendmentOwed(Event):
    """A participant has accepted an older text than this version, which is a material change."""

    participant_id: str
    version_id: str


@dataclass(frozen=True)
class SeatAmendmentAccepted(Event):
    """A participant has accepted what changed in an agreement that was accepted before."""

    amendment_id: str


@dataclass(frozen=True)
class SeatAmendmentDeclined(Event):
    amendment_id: str


@dataclass(frozen=True)
class RefundOwed(Event):
    refund_id: str


@dataclass(frozen=True)
class RefundSent(Event):
    refund_id: str


EVENTS: dict[str, type[Event]] = {event.__name__: event for event in Event.__subclasses__()}
