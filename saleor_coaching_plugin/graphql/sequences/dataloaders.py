"""What sequences and runs through them refer to."""

from __future__ import annotations

from django.db.models import QuerySet

from saleor_coaching_plugin.graphql.core.dataloaders import RowLoader, RowsLoader
from saleor_coaching_plugin.sequences.models import (
    Sequence,
    SequenceMessage,
    SequenceVersion,
    Step,
)


class SequenceLoader(RowLoader):
    @classmethod
    def rows(cls) -> QuerySet[Sequence]:
        return Sequence.objects.all()


class SequenceVersionLoader(RowLoader):
    @classmethod
    def rows(cls) -> QuerySet[SequenceVersion]:
        return SequenceVersion.objects.all()


class VersionsOfSequenceLoader(RowsLoader):
    key = "sequence_id"

    @classmethod
    def rows(cls) -> QuerySet[SequenceVersion]:
        return SequenceVersion.objects.order_by("created_at", "id")


class StepsOfVersionLoader(RowsLoader):
    key = "version_id"

    @classmethod
    def rows(cls) -> QuerySet[Step]:
        return Step.objects.order_by("position")


class MessagesOfEnrolmentLoader(RowsLoader):
    key = "enrolment_id"

    @classmethod
    def rows(cls) -> QuerySet[SequenceMessage]:
        return SequenceMessage.objects.select_related("step").order_by("step__position")
