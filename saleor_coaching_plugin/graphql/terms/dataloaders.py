"""What contract terms refer to."""

from __future__ import annotations

from django.db.models import QuerySet

from saleor_coaching_plugin.graphql.core.dataloaders import RowLoader, RowsLoader
from saleor_coaching_plugin.terms.models import ContractTerms, TermsAssignment, TermsVersion


class TermsLoader(RowLoader):
    @classmethod
    def rows(cls) -> QuerySet[ContractTerms]:
        return ContractTerms.objects.all()


class VersionsOfTermsLoader(RowsLoader):
    key = "terms_id"

    @classmethod
    def rows(cls) -> QuerySet[TermsVersion]:
        return TermsVersion.objects.order_by("language", "created_at", "id")


class AssignmentsOfTermsLoader(RowsLoader):
    key = "terms_id"

    @classmethod
    def rows(cls) -> QuerySet[TermsAssignment]:
        return TermsAssignment.objects.order_by("kind", "object_id")
