"""What a look at the ledger found."""

from __future__ import annotations

import graphene
from graphql import ResolveInfo

from saleor_coaching_plugin.evidence.models import EvidenceKey, KeyPurpose
from saleor_coaching_plugin.graphql.core.enums import enum_of
from saleor_coaching_plugin.graphql.core.scalars import Date, DateTime

EvidenceKeyPurposeEnum = enum_of("EvidenceKeyPurposeEnum", KeyPurpose)


class EvidenceAnchor(graphene.ObjectType):
    class Meta:
        description = "The signed Merkle root over the heads of all chains on one day."

    number = graphene.Int(required=True)
    day = Date(required=True)
    hash = graphene.String(required=True, description="Of what was signed, and time-stamped.")


class EvidenceTimeStamp(graphene.ObjectType):
    class Meta:
        description = "An RFC 3161 time stamp of an authority."

    digest = graphene.String(required=True, description="The entry's or the anchor's hash.")
    stamped_at = DateTime(required=True, description="As the authority says.")
    authority = graphene.String(required=True)


class EvidenceVerification(graphene.ObjectType):
    class Meta:
        description = "Whether a chain of the ledger is as it was written."

    chain = graphene.String(required=True)
    intact = graphene.Boolean(required=True)
    entries = graphene.Int(required=True, description="How many entries were looked at.")
    faults = graphene.List(
        graphene.NonNull(graphene.String), required=True, description="What does not hold."
    )
    signed_by = graphene.List(
        graphene.NonNull(graphene.String),
        required=True,
        description="Fingerprints of the keys whose signatures over the chain hold.",
    )
    signed_up_to = graphene.Int(description="Position of the last entry that is signed.")
    anchors = graphene.List(
        graphene.NonNull(EvidenceAnchor),
        required=True,
        description="Newest first: those that have the chain.",
    )
    time_stamps = graphene.List(
        graphene.NonNull(EvidenceTimeStamp),
        required=True,
        description="Over the chain's entries and those anchors.",
    )


class EvidencePublicKey(graphene.ObjectType):
    class Meta:
        description = "A key of ours; a retired one signs no more, and what it signed holds."

    fingerprint = graphene.String(
        required=True, description="SHA-256 of the public key (SubjectPublicKeyInfo, DER)."
    )
    purpose = EvidenceKeyPurposeEnum(required=True)
    public_key = graphene.String(required=True, description="PEM.")
    certificate = graphene.String(description="PEM; of a key that seals documents.")
    created_at = DateTime(required=True)
    retired_at = DateTime()

    @staticmethod
    def resolve_fingerprint(root: EvidenceKey, info: ResolveInfo) -> str:
        return root.pk

    @staticmethod
    def resolve_certificate(root: EvidenceKey, info: ResolveInfo) -> str | None:
        return root.certificate or None
