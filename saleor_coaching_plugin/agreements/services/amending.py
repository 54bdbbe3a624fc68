"""What all questions about changed terms have in common, whomever they are put to."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from saleor_coaching_plugin.agreements.errors import AgreementError, AgreementErrorCode
from saleor_coaching_plugin.agreements.models import (
    AmendableText,
    AmendmentStatus,
    TermsAmendment,
)
from saleor_coaching_plugin.terms.models import TermsVersion, VersionStatus
from saleor_coaching_plugin.terms.wording import wording_for


def question_open(reader: Any) -> TermsAmendment | None:
    """The one that `reader` has yet to answer, locked: an answer comes before or after."""
    found: TermsAmendment | None = (
        reader.amendments.select_for_update().filter(status=AmendmentStatus.OPEN).first()
    )
    return found


def version_newest(version_id: uuid.UUID) -> TermsVersion:
    """What those terms say by now: the event about one version may be handled late."""
    version = TermsVersion.objects.get(id=version_id)
    published = TermsVersion.objects.filter(
        terms=version.terms_id, language=version.language, status=VersionStatus.PUBLISHED
    )
    return published.latest("number")


def is_asked(version: TermsVersion, accepted: AmendableText) -> bool:
    """Whether whoever has accepted that text was asked about the version, or has accepted it."""
    asked = accepted.reader.amendments.filter(text__terms_version=version)
    return accepted.terms_version_id == version.id or asked.exists()


def revision_next(accepted: AmendableText) -> int:
    newest: int = accepted.reader.texts.latest("revision").revision
    return newest + 1


def question_keep(
    text: AmendableText, accepted: AmendableText, *, older: TermsAmendment | None, now: datetime
) -> bool:
    """Freeze `text` as a question about what was `accepted`; an `older` open one gives way.

    False, and nothing is to be asked, when both read the same.
    """
    if older:
        older.status, older.closed_at = AmendmentStatus.SUPERSEDED, now
        older.save(update_fields=["status", "closed_at"])
        links_revoke(older, now)
    if _reads_the_same(text, accepted):
        return False
    text.statement = wording_for(text.language).amendment_statement
    text.previous = accepted
    text.save(force_insert=True)
    text.reader.amendments.create(text=text, asked_at=now)
    return True


def links_revoke(amendment: TermsAmendment, now: datetime) -> None:
    amendment.text.links.filter(revoked_at=None).update(revoked_at=now)


def question_close(
    amendment: TermsAmendment, status: str, *, now: datetime, client_note: str = ""
) -> bool:
    """Whether it was us who closed it, and not an earlier click to the same end.

    Raises AgreementError (NOT_ACCEPTABLE) after another answer.
    """
    waiting = type(amendment).objects.filter(id=amendment.id, status=AmendmentStatus.OPEN)
    moved = waiting.update(status=status, closed_at=now, client_note=client_note)
    amendment.refresh_from_db()
    if amendment.status != status:
        raise AgreementError(
            AgreementErrorCode.NOT_ACCEPTABLE,
            f"This change is {amendment.get_status_display().lower()} and can no longer be "
            "answered.",
        )
    return bool(moved)


def amends(text: AmendableText) -> dict[str, str]:
    """What the ledger says of a text that amends another."""
    return {"amends": text.previous.sha256}


def _reads_the_same(text: AmendableText, accepted: AmendableText) -> bool:
    """The box for the terms themselves, the first, is worded by a setting and not by the terms."""
    return (text.title, text.html, text.consents[1:]) == (
        accepted.title,
        accepted.html,
        accepted.consents[1:],
    )
