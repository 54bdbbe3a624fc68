"""Personal data in the evidence: what is kept of a person, until when, and erasing it after that.

The chain keeps its salted hash, so it verifies as before. What other tables hold of the same
person (parties, mails, orders) is no evidence, and not looked at here.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.contrib.postgres.functions import TransactionNow
from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from saleor_coaching_plugin.core.addresses import line_clean
from saleor_coaching_plugin.core.errors import CoreErrorCode, DomainError, InvalidInput

from .kinds import ACCEPTANCE_KINDS, COUNTERSIGNED
from .ledger import ledger_append
from .models import Certificate, GivenConsent, LedgerEntry, LedgerPersonalData

ERASED = "personal_data_erased"
MAX_REASON = 200
_NOT_HELD = Q(held_until=None) | Q(held_until__lte=TransactionNow())
"""By the database's clock, which the trigger goes by too."""


class ErasureReason(StrEnum):
    """Grounds of GDPR Article 17(1). A sentence in the chain might name somebody for good."""

    REQUESTED = "requested"
    NOT_NEEDED = "not_needed"
    UNLAWFUL = "unlawful"
    LEGAL_DUTY = "legal_duty"


@dataclass(frozen=True)
class Erasure:
    erased: int
    """How many entries hold no personal data any more."""
    kept: list[LedgerPersonalData]
    """What is still held: see `held_until` and `hold_reason`."""


def personal_data_find(*, email: str = "", chain: str = "") -> QuerySet[LedgerPersonalData]:
    """What is kept of the person with that address, in that chain, or both; oldest first."""
    found = LedgerPersonalData.objects.exclude(email="").select_related("entry")
    if email:
        found = found.filter(email=email)
    if chain:
        found = found.filter(entry__chain=chain)
    return found.order_by("entry_id")


@transaction.atomic
def personal_data_erase(
    *, reason: ErasureReason, by: str, now: datetime, email: str = "", chain: str = ""
) -> Erasure:
    """Erase what `personal_data_find` finds and nothing holds; the rest is returned.

    Each chain gets an entry that says which of its entries it were. `by` is a shop's id of a user
    or app, or another word for who did it. Doing it twice is harmless.
    """
    found = personal_data_find(email=email, chain=chain)
    by_chain: dict[str, list[LedgerEntry]] = defaultdict(list)
    for row in found.filter(_NOT_HELD).select_for_update(of=("self",)):
        by_chain[row.entry.chain].append(row.entry)
    # In one order for all, as each waits for its turn on the chain.
    for each in sorted(by_chain):
        _erase(each, by_chain[each], reason, by, now)
    return Erasure(sum(map(len, by_chain.values())), list(found.all()))


def hold_extend(*, chain: str, until: datetime, reason: str, now: datetime) -> int:
    """Keep the personal data of a chain until then at least, such as during a lawsuit.

    How many entries are held longer by it; what is held longer already stays so. Raises
    DomainError (NOT_FOUND) for an unknown chain and InvalidInput.
    """
    why = line_clean(reason, field="reason", max_length=MAX_REASON)
    if until <= now:
        raise InvalidInput("This must be in the future.", "until")
    rows = LedgerPersonalData.objects.filter(entry__chain=chain)
    if not rows.exists():
        raise DomainError(CoreErrorCode.NOT_FOUND, "The ledger has no such chain.", "chain")
    shorter = rows.filter(Q(held_until=None) | Q(held_until__lt=until), erased_at=None)
    return shorter.update(held_until=until, hold_reason=why)


def _erase(
    chain: str, entries: list[LedgerEntry], reason: ErasureReason, by: str, now: datetime
) -> None:
    LedgerPersonalData.objects.filter(entry__in=entries).update(
        salt="", data="", email="", erased_at=now
    )
    GivenConsent.objects.filter(entry__in=entries).update(email="")
    _copies_erase(chain, entries, now)
    positions = [entry.position for entry in entries]
    ledger_append(
        chain=chain,
        kind=ERASED,
        facts={"positions": positions, "reason": reason.value},
        personal={"by": by},
        now=now,
    )


def _copies_erase(chain: str, entries: Collection[LedgerEntry], now: datetime) -> None:
    """Certificates of these entries, and of countersignatures: they show the accepted text too."""
    texts = _texts_of(entry for entry in entries if entry.kind in ACCEPTANCE_KINDS)
    countersigned = LedgerEntry.objects.filter(chain=chain, kind=COUNTERSIGNED)
    shown = [entry for entry in countersigned if _texts_of([entry]) & texts]
    Certificate.objects.filter(entry__in=[*entries, *shown]).update(
        content=None,
        last_error="The personal data in it was erased.",
        made_at=Coalesce("made_at", now),  # what is still owed cannot be made any more
    )


def _texts_of(entries: Iterable[LedgerEntry]) -> set[tuple[str, str]]:
    """Whose, and the hash."""
    found = set()
    for facts in (json.loads(entry.facts) for entry in entries):
        found |= {(facts.get("party", ""), text["sha256"]) for text in facts["texts"]}
    return found
