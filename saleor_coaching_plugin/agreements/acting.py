"""Somebody accepts for a client whom the law lets them act for, and says by what right.

That is the parent or guardian of a minor, or the authorised representative of a company or of a
person under guardianship. It is never staff or an app: see `act_by_client_only`.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import QuerySet

from saleor_coaching_plugin.core.addresses import line_clean
from saleor_coaching_plugin.core.errors import InvalidInput
from saleor_coaching_plugin.evidence.kinds import KINDS_FOR_ANOTHER
from saleor_coaching_plugin.evidence.models import LedgerEntry

from .models import AmendableText, PartyText
from .record import chain_of

MAX_NAME = 200
MAX_BASIS = 300


class Capacity(StrEnum):
    GUARDIAN = "guardian"
    REPRESENTATIVE = "representative"


@dataclass(frozen=True)
class ActingFor:
    """`name` and `basis` are empty again once they were erased."""

    capacity: Capacity
    name: str
    basis: str


def acting_clean(*, capacity: Capacity, name: str, basis: str) -> ActingFor:
    """Raises InvalidInput naming `acting_for.name` or `acting_for.basis`.

    A guardian need not say more than that; a representative tells the basis in a sentence.
    """
    needs_basis = capacity is Capacity.REPRESENTATIVE
    if needs_basis and not basis.strip():
        raise InvalidInput("Please say what entitles you to act for them.", "acting_for.basis")
    return ActingFor(
        capacity=capacity,
        name=line_clean(name, field="acting_for.name", max_length=MAX_NAME),
        basis=line_clean(basis, field="acting_for.basis", max_length=MAX_BASIS)
        if basis.strip()
        else "",
    )


def acting_in(entry: LedgerEntry) -> ActingFor | None:
    """Who acted for the client in this acceptance; None when it was the client."""
    told = json.loads(entry.facts)["acting"]
    if told is None:
        return None
    person = json.loads(entry.personal.data)["acting"] if entry.personal.data else {}
    return ActingFor(Capacity(told["capacity"]), person.get("name", ""), person.get("basis", ""))


def entries_for_another(chains: Collection[str]) -> QuerySet[LedgerEntry]:
    """All acceptances in these chains in which somebody acted for the client, in one query."""
    return LedgerEntry.objects.filter(chain__in=chains, kind__in=KINDS_FOR_ANOTHER).select_related(
        "personal"
    )


def acting_for_text(text: PartyText) -> ActingFor | None:
    """Who accepted it for its party; None when the party did, or nobody has."""
    return acting_for_reader(text, chain=chain_of(text.party.agreement))


def acting_for_reader(text: AmendableText, *, chain: str) -> ActingFor | None:
    """The same of any reader, whose acceptances are in this chain."""
    for entry in entries_for_another([chain]):
        facts = json.loads(entry.facts)
        if (facts["party"], facts["revision"]) == (str(text.reader.pk), text.revision):
            return acting_in(entry)
    return None
