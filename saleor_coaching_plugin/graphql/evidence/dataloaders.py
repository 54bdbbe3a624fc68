"""Acceptances in the ledger, and their certificates."""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence

from saleor_coaching_plugin.evidence.certificates import certificates_newest
from saleor_coaching_plugin.evidence.kinds import ACCEPTANCE_KINDS
from saleor_coaching_plugin.evidence.models import Certificate, LedgerEntry
from saleor_coaching_plugin.graphql.core.dataloaders import Loader


class AcceptanceLoader(Loader):
    """Ledger entry of the newest acceptance by (chain, party), None before one."""

    def values_of(self, keys: Sequence[tuple[str, uuid.UUID]]) -> list[LedgerEntry | None]:
        chains = {chain for chain, _ in keys}
        entries = LedgerEntry.objects.filter(chain__in=chains, kind__in=ACCEPTANCE_KINDS)
        found = {json.loads(entry.facts)["party"]: entry for entry in entries.order_by("position")}
        return [found.get(str(party)) for _, party in keys]


class CertificateLoader(Loader):
    """The newest certificate of an acceptance, which is the key; None while there is none."""

    def values_of(self, keys: Sequence[LedgerEntry]) -> list[Certificate | None]:
        found = certificates_newest(keys)
        return [found.get(key.pk) for key in keys]
