"""Put someone into a sequence by hand, and take someone out."""

from __future__ import annotations

from typing import Any

import graphene
from graphql import ResolveInfo

from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.core.languages import language_clean
from saleor_coaching_plugin.graphql.core.access import USERS
from saleor_coaching_plugin.graphql.core.ids import uuid_of
from saleor_coaching_plugin.graphql.core.mutation import BaseMutation
from saleor_coaching_plugin.graphql.sequences.errors import SequenceError
from saleor_coaching_plugin.graphql.sequences.types import Sequence, SequenceEnrolment
from saleor_coaching_plugin.sequences.services.enrolment import Recipient, enrolment_cancel
from saleor_coaching_plugin.sequences.services.staff import enrol_by_staff


class SequenceMergeValueInput(graphene.InputObjectType):
    class Meta:
        description = "The value of a merge field."

    name = graphene.String(required=True, description="Such as `product.name`.")
    value = graphene.String(required=True)


class SequenceEnrolInput(graphene.InputObjectType):
    class Meta:
        description = "Who gets the mails, and what is filled in."

    sequence_id = graphene.ID(required=True)
    email = graphene.String(required=True)
    first_name = graphene.String(required=True)
    last_name = graphene.String(default_value="")
    language = graphene.String(default_value="en", description="BCP 47 tag, `en` by default.")
    timezone = graphene.String(default_value="UTC", description="IANA name, `UTC` by default.")
    values = graphene.List(
        graphene.NonNull(SequenceMergeValueInput),
        default_value=[],
        description="Merge fields that the mails use besides those of client and coach.",
    )


class SequenceEnrol(BaseMutation):
    class Meta:
        description = "Enrol a person by hand, once per sequence; a repeat returns the first run."
        access = USERS
        error_type = SequenceError
        error_fields = {"sequence": "sequence_id"}

    class Arguments:
        input = SequenceEnrolInput(required=True)

    enrolment = graphene.Field(SequenceEnrolment)
    created = graphene.Boolean(description="False when there was such a run already.")

    @classmethod
    def perform(cls, info: ResolveInfo, input: dict[str, Any]) -> SequenceEnrol:
        enrolment, created = enrol_by_staff(
            sequence_id=uuid_of(Sequence, input["sequence_id"], "sequence_id"),
            recipient=Recipient(
                email=input["email"],
                name=f"{input['first_name']} {input['last_name']}".strip(),
                language=language_clean(input["language"]),
                timezone=input["timezone"],
            ),
            first_name=input["first_name"],
            values={each["name"]: each["value"] for each in input["values"]},
            now=utc_now(),
        )
        return cls(enrolment=enrolment, created=created)


class SequenceEnrolmentCancel(BaseMutation):
    class Meta:
        description = "Stop what is still to come. A run that has ended is returned as it is."
        access = USERS
        error_type = SequenceError

    class Arguments:
        id = graphene.ID(required=True, description="Of the enrolment.")

    enrolment = graphene.Field(SequenceEnrolment)

    @classmethod
    def perform(cls, info: ResolveInfo, id: str) -> SequenceEnrolmentCancel:
        key = uuid_of(SequenceEnrolment, id)
        return cls(enrolment=enrolment_cancel(enrolment_id=key, now=utc_now()))
