"""Create sequences, and write their drafts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import graphene
from graphql import ResolveInfo

from saleor_coaching_plugin.graphql.core.access import USERS
from saleor_coaching_plugin.graphql.core.ids import uuid_of
from saleor_coaching_plugin.graphql.core.mutation import BaseMutation
from saleor_coaching_plugin.graphql.sequences.errors import SequenceError
from saleor_coaching_plugin.graphql.sequences.types import Sequence, SequenceVersion
from saleor_coaching_plugin.sequences.services.sequence import (
    StepContent,
    sequence_create,
    sequence_draft_save,
)


class SequenceStepInput(graphene.InputObjectType):
    class Meta:
        description = "One mail of a sequence."

    subject = graphene.String(required=True, description="With merge fields.")
    body = graphene.String(required=True, description="Markdown with merge fields.")
    delay_seconds = graphene.Int(
        default_value=0, description="After the step before; for the first, after the enrolment."
    )


class SequenceCreateInput(graphene.InputObjectType):
    class Meta:
        description = "A new sequence with its first draft."

    name = graphene.String(required=True)
    steps = graphene.List(graphene.NonNull(SequenceStepInput), default_value=[])


class SequenceInput(graphene.InputObjectType):
    class Meta:
        description = "The whole draft; it replaces the draft that there is."

    steps = graphene.List(graphene.NonNull(SequenceStepInput), required=True)


class SequenceCreate(BaseMutation):
    class Meta:
        description = "Make a sequence with a first draft."
        access = USERS
        error_type = SequenceError

    class Arguments:
        input = SequenceCreateInput(required=True)

    sequence = graphene.Field(Sequence)

    @classmethod
    def perform(cls, info: ResolveInfo, input: dict[str, Any]) -> SequenceCreate:
        return cls(sequence=sequence_create(name=input["name"], steps=_steps(input["steps"])))


class SequenceUpdate(BaseMutation):
    class Meta:
        description = "Write the draft; published versions, and runs in them, stay as they are."
        access = USERS
        error_type = SequenceError
        error_fields = {"sequence": "id"}

    class Arguments:
        id = graphene.ID(required=True)
        input = SequenceInput(required=True)

    sequence = graphene.Field(Sequence)
    version = graphene.Field(SequenceVersion, description="The draft.")

    @classmethod
    def perform(cls, info: ResolveInfo, id: str, input: dict[str, Any]) -> SequenceUpdate:
        version = sequence_draft_save(
            sequence_id=uuid_of(Sequence, id), steps=_steps(input["steps"])
        )
        return cls(sequence=version.sequence, version=version)


def _steps(given: Iterable[dict[str, Any]]) -> list[StepContent]:
    return [StepContent(**each) for each in given]
