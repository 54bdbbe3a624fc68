"""Consents as data: who ticked which box, and when. Roots are rows of GivenConsent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import graphene
from django.db.models import QuerySet
from graphql import ResolveInfo

from saleor_coaching_plugin.evidence.consents import ConsentFilter, consents_found
from saleor_coaching_plugin.evidence.models import GivenConsent
from saleor_coaching_plugin.graphql.core.access import ORDERS
from saleor_coaching_plugin.graphql.core.fields import ListField
from saleor_coaching_plugin.graphql.core.ids import global_id, uuid_of
from saleor_coaching_plugin.graphql.core.scalars import DateTime
from saleor_coaching_plugin.graphql.terms.types import ContractTermsVersion


class ClientConsent(graphene.ObjectType):
    class Meta:
        description = "One box of one act of accepting."
        interfaces = (graphene.relay.Node,)

    key = graphene.String(
        required=True, description="As the terms call it; `terms` stands for the text itself."
    )
    text = graphene.String(required=True, description="What stood at the box.")
    required = graphene.Boolean(required=True)
    accepted = graphene.Boolean(required=True, description="Whether it was ticked.")
    email = graphene.String(required=True, description="Empty once it was erased.")
    given_at = DateTime(required=True)
    terms_version_id = graphene.ID(required=True)
    evidence_chain = graphene.String(
        required=True, description="For `evidenceVerify` and `evidenceExport`."
    )
    evidence_hash = graphene.String(required=True, description="Of the entry that proves it.")

    @staticmethod
    def resolve_terms_version_id(root: GivenConsent, info: ResolveInfo) -> str | None:
        return global_id("ContractTermsVersion", root.terms_version)

    @staticmethod
    def resolve_evidence_chain(root: GivenConsent, info: ResolveInfo) -> str:
        return root.chain

    @staticmethod
    def resolve_evidence_hash(root: GivenConsent, info: ResolveInfo) -> str:
        return root.entry.hash


class ClientConsentFilterInput(graphene.InputObjectType):
    class Meta:
        description = "What is left out does not narrow."

    key = graphene.String()
    accepted = graphene.Boolean()
    email = graphene.String()
    terms_version_id = graphene.ID()
    chain = graphene.String(description="Such as `agreement:<id>`.")
    given_after = DateTime(description="At this time or later; UTC where it names no zone.")
    given_before = DateTime(description="Before this time.")


class ConsentQueries(graphene.ObjectType):
    client_consents = ListField(
        ClientConsent,
        access=ORDERS,
        description="What clients consented to or left unticked, box by box, newest first.",
        filter=ClientConsentFilterInput(),
    )

    @staticmethod
    def resolve_client_consents(
        root: None, info: ResolveInfo, filter: Mapping[str, Any] | None = None
    ) -> QuerySet[GivenConsent]:
        return consents_found(_filter_of(filter or {}))


def _filter_of(given: Mapping[str, Any]) -> ConsentFilter:
    version = given.get("terms_version_id")
    field = "filter.terms_version_id"
    return ConsentFilter(
        key=given.get("key"),
        accepted=given.get("accepted"),
        email=given.get("email"),
        terms_version=str(uuid_of(ContractTermsVersion, version, field)) if version else None,
        chain=given.get("chain"),
        given_after=_in_utc(given.get("given_after")),
        given_before=_in_utc(given.get("given_before")),
    )


def _in_utc(moment: datetime | None) -> datetime | None:
    return moment.replace(tzinfo=UTC) if moment and moment.tzinfo is None else moment
