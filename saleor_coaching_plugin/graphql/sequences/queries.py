"""Reading sequences and people's runs through them."""

from __future__ import annotations

from typing import Any

import graphene
from django.db.models import QuerySet
from graphql import ResolveInfo

from saleor_coaching_plugin.graphql.core.access import USERS
from saleor_coaching_plugin.graphql.core.fields import GuardedField, ListField
from saleor_coaching_plugin.graphql.core.ids import row_of
from saleor_coaching_plugin.sequences import models
from saleor_coaching_plugin.sequences.selectors import enrolments_found

from .types import Sequence, SequenceEnrolment


class SequenceQueries(graphene.ObjectType):
    sequence = GuardedField(
        Sequence, access=USERS, description="A sequence by id.", id=graphene.ID(required=True)
    )
    sequences = ListField(Sequence, access=USERS, description="All sequences, newest first.")
    sequence_enrolments = ListField(
        SequenceEnrolment,
        access=USERS,
        description="People's runs through sequences, newest first.",
        email=graphene.String(description="Only of this person."),
    )

    @staticmethod
    def resolve_sequence(root: None, info: ResolveInfo, id: str) -> Any:
        return row_of(Sequence, models.Sequence, id)

    @staticmethod
    def resolve_sequences(root: None, info: ResolveInfo) -> QuerySet[models.Sequence]:
        return models.Sequence.objects.order_by("-created_at", "-id")

    @staticmethod
    def resolve_sequence_enrolments(
        root: None, info: ResolveInfo, email: str | None = None
    ) -> QuerySet[models.Enrolment]:
        return enrolments_found(email=email)
