"""Verifying and exporting the ledger."""

from __future__ import annotations

import json
from typing import Any

import graphene
from graphql import ResolveInfo

from saleor_coaching_plugin.core.errors import CoreErrorCode, DomainError
from saleor_coaching_plugin.evidence.ledger import ledger_export
from saleor_coaching_plugin.evidence.verifier import bundle_faults
from saleor_coaching_plugin.graphql.core.access import ORDERS
from saleor_coaching_plugin.graphql.core.fields import GuardedField

from .types import EvidenceVerification


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
        description="A chain as the JSON text that the offline verifier reads.",
        chain=_chain_argument(),
    )

    @staticmethod
    def resolve_evidence_verify(root: None, info: ResolveInfo, chain: str) -> dict[str, Any]:
        bundle = _bundle(chain)
        faults = bundle_faults(bundle)
        return {
            "chain": chain,
            "intact": not faults,
            "entries": len(bundle["entries"]),
            "faults": faults,
        }

    @staticmethod
    def resolve_evidence_export(root: None, info: ResolveInfo, chain: str) -> str:
        return json.dumps(_bundle(chain), ensure_ascii=False)


def _bundle(chain: str) -> dict[str, Any]:
    bundle = ledger_export([chain])
    if not bundle["entries"]:
        raise DomainError(CoreErrorCode.NOT_FOUND, "The ledger has no such chain.", "chain")
    return bundle
