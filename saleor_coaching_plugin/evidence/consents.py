"""Each consent as a datum of its own, beside the entry that proves it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from .models import GivenConsent, LedgerEntry


def consents_record(
    entry: LedgerEntry, consents: Iterable[Mapping[str, Any]], *, email: str
) -> None:
    """One statement. Each has `key`, `text`, `required`, `accepted` and `terms_version`."""
    GivenConsent.objects.bulk_create(
        GivenConsent(
            entry=entry,
            chain=entry.chain,
            terms_version=each["terms_version"],
            key=each["key"],
            text=each["text"],
            required=each["required"],
            accepted=each["accepted"],
            email=email,
            given_at=entry.created_at,
        )
        for each in consents
    )


@dataclass(frozen=True)
class ConsentFilter:
    """What is None does not narrow. From `given_after` on, and before `given_before`."""

    key: str | None = None
    accepted: bool | None = None
    email: str | None = None
    terms_version: str | None = None
    chain: str | None = None
    given_after: datetime | None = None
    given_before: datetime | None = None


def consents_found(wanted: ConsentFilter) -> QuerySet[GivenConsent]:
    """For staff: each box that was shown, ticked or not, newest first."""
    conditions = {
        "key": wanted.key,
        "accepted": wanted.accepted,
        "email": wanted.email.strip().lower() if wanted.email else wanted.email,
        "terms_version": wanted.terms_version,
        "chain": wanted.chain,
        "given_at__gte": wanted.given_after,
        "given_at__lt": wanted.given_before,
    }
    narrowed = {name: value for name, value in conditions.items() if value is not None}
    return (
        GivenConsent.objects.filter(**narrowed).select_related("entry").order_by("-given_at", "-id")
    )
