"""Erase what the evidence keeps of a person, as far as nothing holds it."""

from __future__ import annotations

import graphene
from graphql import ResolveInfo

from saleor_coaching_plugin.core.addresses import email_normalised
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.evidence.erasure import ErasureReason, personal_data_erase
from saleor_coaching_plugin.graphql.core.access import USERS
from saleor_coaching_plugin.graphql.core.context import requestor_of
from saleor_coaching_plugin.graphql.core.mutation import BaseMutation
from saleor_coaching_plugin.graphql.evidence.errors import EvidenceError
from saleor_coaching_plugin.graphql.evidence.personal_data import (
    EvidenceErasureReasonEnum,
    EvidencePersonalData,
)


class EvidencePersonalDataErase(BaseMutation):
    class Meta:
        description = (
            "Erase what the evidence ledger keeps of a person, for good. What is held stays; the "
            "ledger says that it was erased, and verifies as before."
        )
        access = USERS
        error_type = EvidenceError

    class Arguments:
        email = graphene.String(required=True)
        reason = EvidenceErasureReasonEnum(required=True)

    erased = graphene.Int(description="How many entries hold nothing of the person any more.")
    kept = graphene.List(
        graphene.NonNull(EvidencePersonalData), description="What is still held, and why."
    )

    @classmethod
    def perform(cls, info: ResolveInfo, email: str, reason: str) -> EvidencePersonalDataErase:
        done = personal_data_erase(
            email=email_normalised(email),
            reason=ErasureReason(reason),
            by=requestor_of(info.context).id or "",
            now=utc_now(),
        )
        return cls(erased=done.erased, kept=done.kept)
