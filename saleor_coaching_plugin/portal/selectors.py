"""Read what a client has in the portal."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from saleor_coaching_plugin.agreements.models import Party, PartyText
from saleor_coaching_plugin.agreements.record import chain_of
from saleor_coaching_plugin.agreements.states import PartyStatus
from saleor_coaching_plugin.commerce.current import commerce
from saleor_coaching_plugin.commerce.errors import CommerceError
from saleor_coaching_plugin.commerce.port import Checkout
from saleor_coaching_plugin.core.errors import NotFound
from saleor_coaching_plugin.evidence.kinds import ACCEPTANCE_KINDS
from saleor_coaching_plugin.evidence.models import LedgerEntry
from saleor_coaching_plugin.seats.models import Participant
from saleor_coaching_plugin.seats.record import chain_of as seat_chain_of

from .models import ItemCompletion, PacketAssignment, PacketItem


@dataclass(frozen=True)
class ItemState:
    item: PacketItem
    completion: ItemCompletion | None


@dataclass(frozen=True)
class AcceptedText:
    """What was accepted, and where the ledger says so."""

    text: PartyText
    entry: LedgerEntry


def packets_of(email: str) -> list[PacketAssignment]:
    """A client's packets, newest first, with items and completions."""
    return list(_assignments().filter(email=email).order_by("-given_at"))


def packet_of(email: str, assignment_id: uuid.UUID) -> PacketAssignment:
    """One packet of this client, with items and completions. Raises NotFound."""
    assignment = _assignments().filter(email=email, id=assignment_id).first()
    if assignment is None:
        raise NotFound("welcome packet")
    return assignment


def item_states(assignment: PacketAssignment) -> list[ItemState]:
    """The packet's items in order, each with its completion if it is done."""
    done = {completion.item_id: completion for completion in assignment.completions.all()}
    return [ItemState(item, done.get(item.id)) for item in assignment.packet.items.all()]


def item_state(assignment: PacketAssignment, item_id: uuid.UUID) -> ItemState:
    """One of them. Raises NotFound for an item of another packet."""
    for state in item_states(assignment):
        if state.item.id == item_id:
            return state
    raise NotFound("packet item", "item")


def checkout_open(checkout_id: str) -> Checkout | None:
    """None once it has become an order, or when the shop has forgotten it."""
    try:
        return commerce().checkout_get(checkout_id)
    except CommerceError:
        return None


def accepted_text_of(email: str, party_id: uuid.UUID) -> AcceptedText:
    """What this person has accepted last as that party. Raises NotFound."""
    party = (
        Party.objects.select_related("agreement")
        .filter(id=party_id, email=email, status=PartyStatus.ACCEPTED)
        .first()
    )
    if party is None:
        raise NotFound("agreement")
    entry = _acceptance_of(party)
    text = PartyText.objects.get(party=party, revision=json.loads(entry.facts)["revision"])
    return AcceptedText(text, entry)


def place_entry(place: Participant) -> LedgerEntry:
    """Where the ledger has what the participant has accepted last. Raises NotFound."""
    accepted = LedgerEntry.objects.filter(chain=seat_chain_of(place), kind__in=ACCEPTANCE_KINDS)
    entry = accepted.select_related("personal").order_by("position").last()
    if entry is None:
        raise NotFound("place")
    return entry


def _acceptance_of(party: Party) -> LedgerEntry:
    entries = LedgerEntry.objects.filter(
        chain=chain_of(party.agreement), kind__in=ACCEPTANCE_KINDS
    ).order_by("-position")
    return next(each for each in entries if json.loads(each.facts)["party"] == str(party.id))


def _assignments() -> QuerySet[PacketAssignment]:
    """Without the files' content, which can be large."""
    items = PacketItem.objects.defer("content")
    return PacketAssignment.objects.select_related("packet").prefetch_related(
        Prefetch("packet__items", items), "completions"
    )


def assignments_found(*, email: str | None = None) -> QuerySet[PacketAssignment]:
    """For staff: packets in clients' hands, newest first; all of them, or one person's."""
    found = PacketAssignment.objects.order_by("-given_at", "-id")
    return found if email is None else found.filter(email=email.strip().lower())
