"""What proves an acceptance to the one who gave it."""

from __future__ import annotations

import uuid
from typing import Any

import graphene
from graphql import ResolveInfo
from promise import Promise

from saleor_coaching_plugin.core.links import page_url
from saleor_coaching_plugin.evidence.numbers import certificate_number

from .dataloaders import AcceptanceLoader, CertificateLoader


class Accepted(graphene.ObjectType):
    """Base of agreements as those see them who accept them."""

    class Meta:
        abstract = True

    evidence_hash = graphene.String(description="Of the ledger's entry, once it is accepted.")
    certificate_number = graphene.String(description="Null as long as its PDF is not made.")
    certificate_url = graphene.String(
        description="Of the PDF, for those who are logged in to the client area."
    )

    @staticmethod
    def acceptance_key(root: Any) -> tuple[str, uuid.UUID]:
        """Chain of the ledger, and the party's key."""
        raise NotImplementedError

    @staticmethod
    def page_of(root: Any) -> str:
        """Path of the hosted page under which the certificate stands."""
        raise NotImplementedError

    @classmethod
    def resolve_evidence_hash(cls, root: Any, info: ResolveInfo) -> Promise:
        found = AcceptanceLoader.of(info.context).load(cls.acceptance_key(root))
        return found.then(lambda entry: entry.hash if entry else None)

    @classmethod
    def resolve_certificate_number(cls, root: Any, info: ResolveInfo) -> Promise:
        found = cls._certificate(root, info)
        return found.then(lambda row: certificate_number(row.entry.hash) if row else None)

    @classmethod
    def resolve_certificate_url(cls, root: Any, info: ResolveInfo) -> Promise:
        address = page_url(f"{cls.page_of(root)}certificate.pdf")
        return cls._certificate(root, info).then(lambda row: address if row else None)

    @classmethod
    def _certificate(cls, root: Any, info: ResolveInfo) -> Promise:
        certificates = CertificateLoader.of(info.context)
        found = AcceptanceLoader.of(info.context).load(cls.acceptance_key(root))
        return found.then(lambda entry: certificates.load(entry) if entry else None)
