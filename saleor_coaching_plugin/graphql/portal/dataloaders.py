"""What welcome packets and agreements in the client area refer to."""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence

from django.db.models import QuerySet

from saleor_coaching_plugin.evidence.certificates import certificates_newest
from saleor_coaching_plugin.evidence.kinds import ACCEPTANCE_KINDS
from saleor_coaching_plugin.evidence.models import Certificate, LedgerEntry
from saleor_coaching_plugin.graphql.core.dataloaders import Loader, RowLoader, RowsLoader
from saleor_coaching_plugin.portal.models import ItemCompletion, PacketItem, WelcomePacket


class PacketLoader(RowLoader):
    @classmethod
    def rows(cls) -> QuerySet[WelcomePacket]:
        return WelcomePacket.objects.all()


class ItemsOfPacketLoader(RowsLoader):
    """Without the files' content, which can be large."""

    key = "packet_id"

    @classmethod
    def rows(cls) -> QuerySet[PacketItem]:
        return PacketItem.objects.defer("content").order_by("position")


class ItemContentLoader(Loader):
    """A packet item's file, None where there is none."""

    def values_of(self, keys: Sequence[uuid.UUID]) -> list[bytes | None]:
        found = dict(PacketItem.objects.filter(id__in=keys).values_list("id", "content"))
        return [found.get(key) for key in keys]


class CompletionsOfAssignmentLoader(RowsLoader):
    key = "assignment_id"

    @classmethod
    def rows(cls) -> QuerySet[ItemCompletion]:
        return ItemCompletion.objects.order_by("completed_at")


class AcceptanceLoader(Loader):
    """Ledger entry of the newest acceptance by (agreement id, party id), None before one."""

    def values_of(self, keys: Sequence[tuple[uuid.UUID, uuid.UUID]]) -> list[LedgerEntry | None]:
        chains = {f"agreement:{agreement}" for agreement, _ in keys}
        entries = LedgerEntry.objects.filter(chain__in=chains, kind__in=ACCEPTANCE_KINDS)
        found = {json.loads(entry.facts)["party"]: entry for entry in entries.order_by("position")}
        return [found.get(str(party)) for _, party in keys]


class CertificateLoader(Loader):
    """The newest certificate of an acceptance, which is the key; None while there is none."""

    def values_of(self, keys: Sequence[LedgerEntry]) -> list[Certificate | None]:
        found = certificates_newest(keys)
        return [found.get(key.pk) for key in keys]
