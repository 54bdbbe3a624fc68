"""Verifying and exporting the ledger, and the keys to do it with."""

from __future__ import annotations

import json

import graphene
from django.db.models import QuerySet
from graphql import ResolveInfo

from saleor_coaching_plugin.evidence.models import EvidenceKey
from saleor_coaching_plugin.evidence.selectors import public_keys
from saleor_coaching_plugin.evidence.verification import (
    Verification,
    chain_bundle,
    chain_verify,
)
from saleor_coaching_plugin.graphql.core.access import ANYONE, ORDERS
from saleor_coaching_plugin.graphql.core.fields import GuardedField

from .types import EvidencePublicKey, EvidenceVerification


def _chain_argument() -> graphene.String:
    return graphene.String(required=True, description="Such as `agreement:<id>`.")


class EvidenceQueries(graphene.ObjectType):
    evidence_verify = GuardedField(
        EvidenceVerification,
        access=ORDERS,
        description="Check a chain of the evidence ledger.",
        chain=_chain_argument(),
    )
    evidence_export = GuardedField(
        graphene.String,
        access=ORDERS,
        description="A chain as the JSON text that `coaching-verify` reads.",
        chain=_chain_argument(),
    )
    evidence_keys = GuardedField(
        graphene.List(graphene.NonNull(EvidencePublicKey)),
        access=ANYONE,
        description="The keys that sign the ledger and seal documents, newest first.",
        required=True,
    )

    @staticmethod
    def resolve_evidence_verify(root: None, info: ResolveInfo, chain: str) -> Verification:
        return chain_verify(chain)

    @staticmethod
    def resolve_evidence_export(root: None, info: ResolveInfo, chain: str) -> str:
        return json.dumps(chain_bundle(chain), ensure_ascii=False)

    @staticmethod
    def resolve_evidence_keys(root: None, info: ResolveInfo) -> QuerySet[EvidenceKey]:
        return public_keys()
