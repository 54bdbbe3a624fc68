"""What seats and participants refer to."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from saleor_coaching_plugin.agreements.changes import AmendedText, amended_each
from saleor_coaching_plugin.graphql.core.dataloaders import Loader, RowsLoader
from saleor_coaching_plugin.seats.models import Participant, ParticipantText, SeatGroup, SeatPlan
from saleor_coaching_plugin.seats.selectors import STANDING, groups_found


class ParticipantsOfSeatLoader(RowsLoader):
    """All who hold it or held it, in that order."""

    key = "seat_id"

    @classmethod
    def rows(cls) -> QuerySet[Participant]:
        return Participant.objects.order_by("named_at", "number")


class _OfAgreementLoader(Loader):
    """What is kept under an agreement's subject: one row, or None."""

    @classmethod
    def rows(cls) -> QuerySet[Any]:
        raise NotImplementedError

    def values_of(self, keys: Sequence[uuid.UUID]) -> list[Any]:
        subjects = [f"agreement:{key}" for key in keys]
        found = {row.subject: row for row in self.rows().filter(subject__in=subjects)}
        return [found.get(subject) for subject in subjects]


class GroupOfAgreementLoader(_OfAgreementLoader):
    """The seats that it has paid for; None before it is accepted, or without any."""

    @classmethod
    def rows(cls) -> QuerySet[SeatGroup]:
        return groups_found()


class PlanOfAgreementLoader(_OfAgreementLoader):
    """Who was named for them before."""

    @classmethod
    def rows(cls) -> QuerySet[SeatPlan]:
        return SeatPlan.objects.all()


class ParticipantTextLoader(Loader):
    """What a participant has accepted last, or else was invited with, by their key."""

    def values_of(self, keys: Sequence[uuid.UUID]) -> list[ParticipantText | None]:
        texts = (
            ParticipantText.objects.filter(STANDING, participant__in=keys)
            .select_related("participant__seat__group", "amendment")
            .prefetch_related("participant__amendments")
        )
        found = {text.participant_id: text for text in texts.order_by("revision")}
        return [found.get(key) for key in keys]


class AmendedTextLoader(Loader):
    """What a participant's text changes, by the text's key; None where it amends nothing."""

    def values_of(self, keys: Sequence[uuid.UUID]) -> list[AmendedText | None]:
        texts = ParticipantText.objects.filter(id__in=keys, amendment__isnull=False).select_related(
            "amendment",
            "terms_version",
            "previous__amendment",
            "previous__participant",
            "previous__terms_version",
        )
        amended = amended_each(texts)
        found = {text.id: each for text, each in zip(texts, amended, strict=True)}
        return [found.get(key) for key in keys]
