"""Publish a sequence's draft for good."""

from __future__ import annotations

import graphene
from graphql import ResolveInfo

from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.graphql.core.access import USERS
from saleor_coaching_plugin.graphql.core.ids import uuid_of
from saleor_coaching_plugin.graphql.core.mutation import BaseMutation
from saleor_coaching_plugin.graphql.sequences.errors import SequenceError
from saleor_coaching_plugin.graphql.sequences.types import Sequence, SequenceVersion
from saleor_coaching_plugin.sequences.services.sequence import sequence_publish


class SequencePublish(BaseMutation):
    class Meta:
        description = (
            "Make a draft immutable; new runs take it. A published one is returned as it is."
        )
        access = USERS
        error_type = SequenceError

    class Arguments:
        id = graphene.ID(required=True, description="Of the version that is a draft.")

    sequence = graphene.Field(Sequence)
    version = graphene.Field(SequenceVersion)

    @classmethod
    def perform(cls, info: ResolveInfo, id: str) -> SequencePublish:
        version = sequence_publish(version_id=uuid_of(SequenceVersion, id), now=utc_now())
        return cls(sequence=version.sequence, version=version)
