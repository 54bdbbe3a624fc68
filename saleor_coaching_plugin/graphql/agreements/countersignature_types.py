"""The coach's signature, as staff and clients see it. The root is the model's row."""

from __future__ import annotations

import graphene

from saleor_coaching_plugin.agreements.models import CountersignatureTiming
from saleor_coaching_plugin.graphql.core.enums import enum_of
from saleor_coaching_plugin.graphql.core.scalars import DateTime

ClientAgreementCountersignatureTimingEnum = enum_of(
    "ClientAgreementCountersignatureTimingEnum", CountersignatureTiming
)


class ClientAgreementCountersignature(graphene.ObjectType):
    class Meta:
        description = "The coach's own signature under a text."

    name = graphene.String(required=True)
    signed_at = DateTime(required=True)
    timing = ClientAgreementCountersignatureTimingEnum(
        required=True, description="Before or after the client accepted the text."
    )
