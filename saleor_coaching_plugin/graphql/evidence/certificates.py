"""The certificate of an entry of the ledger, for staff."""

from __future__ import annotations

import base64

import graphene
from graphql import ResolveInfo

from saleor_coaching_plugin.core.errors import CoreErrorCode, DomainError
from saleor_coaching_plugin.evidence.models import Certificate
from saleor_coaching_plugin.evidence.numbers import certificate_number
from saleor_coaching_plugin.graphql.core.access import ORDERS
from saleor_coaching_plugin.graphql.core.fields import GuardedField
from saleor_coaching_plugin.graphql.core.scalars import DateTime


class EvidenceCertificate(graphene.ObjectType):
    """The root is a Certificate row with its entry."""

    class Meta:
        description = "The copy that a signer gets of an act, with its proof, as a sealed PDF."

    number = graphene.String(required=True)
    owed_at = DateTime(required=True)
    made_at = DateTime(description="Null as long as the PDF could not be made.")
    sha256 = graphene.String(description="Of the PDF.")
    lacks = graphene.List(
        graphene.NonNull(graphene.String),
        required=True,
        description="What the PDF says that it lacks: `seal`, `time_stamp`.",
    )
    last_error = graphene.String(description="Why it could not be made so far.")
    attempts = graphene.Int(required=True, description="How many of them failed.")
    due_at = DateTime(description="When it is tried again; null once it is made.")
    pdf = graphene.String(description="In base64; null if it is not made, or was erased.")

    @staticmethod
    def resolve_number(root: Certificate, info: ResolveInfo) -> str:
        return certificate_number(root.entry.hash)

    @staticmethod
    def resolve_sha256(root: Certificate, info: ResolveInfo) -> str | None:
        return root.sha256 or None

    @staticmethod
    def resolve_last_error(root: Certificate, info: ResolveInfo) -> str | None:
        return root.last_error or None

    @staticmethod
    def resolve_due_at(root: Certificate, info: ResolveInfo) -> object:
        return None if root.made_at else root.due_at

    @staticmethod
    def resolve_pdf(root: Certificate, info: ResolveInfo) -> str | None:
        return None if root.content is None else base64.b64encode(bytes(root.content)).decode()


class CertificateQueries(graphene.ObjectType):
    evidence_certificate = GuardedField(
        EvidenceCertificate,
        access=ORDERS,
        description="The certificate of an acceptance or countersignature.",
        chain=graphene.String(required=True, description="Such as `agreement:<id>`."),
        position=graphene.Int(required=True, description="Of the entry in its chain."),
    )

    @staticmethod
    def resolve_evidence_certificate(
        root: None, info: ResolveInfo, chain: str, position: int
    ) -> Certificate:
        found = Certificate.objects.select_related("entry").filter(
            entry__chain=chain, entry__position=position
        )
        certificate = found.first()
        if certificate is None:
            raise DomainError(
                CoreErrorCode.NOT_FOUND, "No certificate is owed for such an entry.", "position"
            )
        return certificate
