"""Sequences, and people's runs through them. Roots are the models' rows."""

from __future__ import annotations

import graphene
from graphql import ResolveInfo
from promise import Promise

from saleor_coaching_plugin.graphql.core.enums import CoachingVersionStatusEnum, enum_of
from saleor_coaching_plugin.graphql.core.scalars import DateTime
from saleor_coaching_plugin.sequences import models
from saleor_coaching_plugin.sequences.states import EnrolmentStatus, MessageStatus

from .dataloaders import (
    MessagesOfEnrolmentLoader,
    SequenceLoader,
    SequenceVersionLoader,
    StepsOfVersionLoader,
    VersionsOfSequenceLoader,
)

SequenceEnrolmentStatusEnum = enum_of("SequenceEnrolmentStatusEnum", EnrolmentStatus)
SequenceMessageStatusEnum = enum_of("SequenceMessageStatusEnum", MessageStatus)


class SequenceStep(graphene.ObjectType):
    class Meta:
        description = "One mail of a sequence."
        interfaces = (graphene.relay.Node,)

    position = graphene.Int(required=True, description="1, 2, 3 …")
    delay_seconds = graphene.Int(
        required=True, description="After the step before; for the first, after the enrolment."
    )
    subject = graphene.String(required=True)
    body = graphene.String(required=True, description="Markdown with merge fields.")


class SequenceVersion(graphene.ObjectType):
    class Meta:
        description = "What a sequence sends: the draft, or an immutable published version."
        interfaces = (graphene.relay.Node,)

    number = graphene.Int(description="1, 2, 3 …; null while a draft.")
    status = CoachingVersionStatusEnum(required=True)
    steps = graphene.List(graphene.NonNull(SequenceStep), required=True)
    created_at = DateTime(required=True)
    published_at = DateTime()

    @staticmethod
    def resolve_steps(root: models.SequenceVersion, info: ResolveInfo) -> Promise:
        return StepsOfVersionLoader.of(info.context).load(root.id)


class Sequence(graphene.ObjectType):
    class Meta:
        description = "Mails that follow one another, from the day that someone is enrolled."
        interfaces = (graphene.relay.Node,)

    name = graphene.String(required=True)
    created_at = DateTime(required=True)
    versions = graphene.List(graphene.NonNull(SequenceVersion), required=True)

    @staticmethod
    def resolve_versions(root: models.Sequence, info: ResolveInfo) -> Promise:
        return VersionsOfSequenceLoader.of(info.context).load(root.id)


class SequenceMessage(graphene.ObjectType):
    class Meta:
        description = "One mail of a person's run: sent, or the next one."

    step = graphene.Field(SequenceStep, required=True)
    status = SequenceMessageStatusEnum(required=True)
    due_at = DateTime(required=True)
    sent_at = DateTime(description="When it was handed to the mail log.")
    error = graphene.String(required=True, description="What went wrong in the last attempt.")


class SequenceEnrolment(graphene.ObjectType):
    class Meta:
        description = "A person's run through one version of a sequence."
        interfaces = (graphene.relay.Node,)

    sequence = graphene.Field(Sequence, required=True)
    version = graphene.Field(SequenceVersion, required=True)
    recipient_email = graphene.String(required=True)
    recipient_name = graphene.String(required=True)
    language = graphene.String(required=True)
    timezone = graphene.String(required=True, description="IANA name.")
    trigger = graphene.String(required=True, description="What started it.")
    status = SequenceEnrolmentStatusEnum(required=True)
    enrolled_at = DateTime(required=True)
    stopped_at = DateTime()
    messages = graphene.List(graphene.NonNull(SequenceMessage), required=True)

    @staticmethod
    def resolve_sequence(root: models.Enrolment, info: ResolveInfo) -> Promise:
        return SequenceLoader.of(info.context).load(root.sequence_id)

    @staticmethod
    def resolve_version(root: models.Enrolment, info: ResolveInfo) -> Promise:
        return SequenceVersionLoader.of(info.context).load(root.sequence_version_id)

    @staticmethod
    def resolve_messages(root: models.Enrolment, info: ResolveInfo) -> Promise:
        return MessagesOfEnrolmentLoader.of(info.context).load(root.id)
