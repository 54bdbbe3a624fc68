"""What templates and agreements refer to."""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence

from django.db.models import F, QuerySet

from saleor_coaching_plugin.agreements.acting import ActingFor, acting_in, entries_for_another
from saleor_coaching_plugin.agreements.models import (
    AgreementTemplate,
    Amendment,
    Party,
    PartyText,
    TemplateVersion,
)
from saleor_coaching_plugin.agreements.states import PartyRole
from saleor_coaching_plugin.graphql.core.dataloaders import Loader, RowLoader, RowsLoader


class TemplateLoader(RowLoader):
    @classmethod
    def rows(cls) -> QuerySet[AgreementTemplate]:
        return AgreementTemplate.objects.all()


class TemplateVersionLoader(RowLoader):
    @classmethod
    def rows(cls) -> QuerySet[TemplateVersion]:
        return TemplateVersion.objects.all()


class VersionsOfTemplateLoader(RowsLoader):
    key = "template_id"

    @classmethod
    def rows(cls) -> QuerySet[TemplateVersion]:
        return TemplateVersion.objects.order_by("created_at", "id")


class PayerLoader(Loader):
    """An agreement's payer."""

    def values_of(self, keys: Sequence[uuid.UUID]) -> list[Party | None]:
        payers = Party.objects.filter(agreement__in=keys, role=PartyRole.PAYER)
        found = {party.agreement_id: party for party in payers}
        return [found.get(key) for key in keys]


class AmendmentsLoader(Loader):
    """What changed in an agreement after it was accepted, the newest first."""

    def values_of(self, keys: Sequence[uuid.UUID]) -> list[list[Amendment]]:
        rows = Amendment.objects.filter(party__agreement__in=keys).select_related(
            "party", "text__party"
        )
        found: dict[uuid.UUID, list[Amendment]] = {key: [] for key in keys}
        for amendment in rows.order_by("-asked_at", "-text__revision"):
            found[amendment.party.agreement_id].append(amendment)
        return [found[key] for key in keys]


class ActingForLoader(Loader):
    """Who accepted a text for its party, by (agreement id, party id, revision)."""

    def values_of(self, keys: Sequence[tuple[uuid.UUID, uuid.UUID, int]]) -> list[ActingFor | None]:
        entries = entries_for_another({f"agreement:{agreement}" for agreement, _, _ in keys})
        found = {}
        for entry in entries:
            facts = json.loads(entry.facts)
            found[facts["party"], facts["revision"]] = acting_in(entry)
        return [found.get((str(party), revision)) for _, party, revision in keys]


class PayerTextLoader(Loader):
    """The newest text that an agreement's payer was sent; None for one never sent."""

    def values_of(self, keys: Sequence[uuid.UUID]) -> list[PartyText | None]:
        texts = PartyText.objects.select_related("party", "countersignature").filter(
            party__agreement__in=keys,
            party__role=PartyRole.PAYER,
            revision=F("party__agreement__revision"),
        )
        found = {text.party.agreement_id: text for text in texts}
        return [found.get(key) for key in keys]
