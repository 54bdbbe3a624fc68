"""The client area's front page: everything that one client has, in a constant number of queries."""

from __future__ import annotations

from dataclasses import dataclass

from saleor_coaching_plugin.agreements.models import Party
from saleor_coaching_plugin.agreements.selectors import agreements_of, change_waits, text_shown
from saleor_coaching_plugin.agreements.states import OPEN, PartyStatus
from saleor_coaching_plugin.billing.models import Invoice
from saleor_coaching_plugin.billing.selectors import invoices_of
from saleor_coaching_plugin.checkout.models import Purchase
from saleor_coaching_plugin.checkout.selectors import purchases_of
from saleor_coaching_plugin.core.money import Money
from saleor_coaching_plugin.seats.models import Participant
from saleor_coaching_plugin.seats.selectors import groups_of, places_of
from saleor_coaching_plugin.seats.states import ANSWERABLE

from .html import PAGE_LANGUAGE
from .models import PacketAssignment
from .seating import SeatsCard, seats_card
from .selectors import item_states, packets_of


@dataclass(frozen=True)
class AgreementCard:
    party: Party
    title: str
    change_waits: bool

    @property
    def is_accepted(self) -> bool:
        return self.party.status == PartyStatus.ACCEPTED

    @property
    def is_waiting(self) -> bool:
        return self.party.agreement.status in OPEN


@dataclass(frozen=True)
class InvoiceCard:
    invoice: Invoice
    amount: str


@dataclass(frozen=True)
class PacketCard:
    assignment: PacketAssignment
    done: int
    items: int


@dataclass(frozen=True)
class PurchaseCard:
    purchase: Purchase
    amount: str

    @property
    def has_terms(self) -> bool:
        """Accepted by the one who bought, and so to be read by them."""
        acceptance = self.purchase.acceptance
        return acceptance is not None and acceptance.email == self.purchase.email


@dataclass(frozen=True)
class PlaceCard:
    place: Participant

    @property
    def is_waiting(self) -> bool:
        return self.place.seat.status in ANSWERABLE


@dataclass(frozen=True)
class Overview:
    agreements: list[AgreementCard]
    invoices: list[InvoiceCard]
    packets: list[PacketCard]
    purchases: list[PurchaseCard]
    seats: list[SeatsCard]
    places: list[PlaceCard]

    @property
    def is_empty(self) -> bool:
        return not any(vars(self).values())


def overview_of(email: str) -> Overview:
    return Overview(
        agreements=[_agreement(party) for party in agreements_of(email)],
        invoices=[_invoice(invoice) for invoice in invoices_of(email)],
        packets=[packet_card(assignment) for assignment in packets_of(email)],
        purchases=[_purchase(purchase) for purchase in purchases_of(email)],
        seats=[seats_card(group) for group in groups_of(email)],
        places=[PlaceCard(place) for place in places_of(email)],
    )


def packet_card(assignment: PacketAssignment) -> PacketCard:
    states = item_states(assignment)
    return PacketCard(
        assignment, sum(state.completion is not None for state in states), len(states)
    )


def _agreement(party: Party) -> AgreementCard:
    return AgreementCard(party, text_shown(party).title, change_waits(party))


def _invoice(invoice: Invoice) -> InvoiceCard:
    return InvoiceCard(invoice, invoice.total.format(invoice.language))


def _purchase(purchase: Purchase) -> PurchaseCard:
    total = Money(purchase.total_minor, purchase.currency)
    return PurchaseCard(purchase, total.format(PAGE_LANGUAGE))
