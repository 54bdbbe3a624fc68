"""What welcome packets refer to."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.db.models import QuerySet

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
