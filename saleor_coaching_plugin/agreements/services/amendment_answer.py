"""The client accepts what has changed in an accepted agreement, or declines it.

Neither touches the agreement itself: there is no new order, invoice or sequence.
"""

from __future__ import annotations

from datetime import datetime

from saleor_coaching_plugin.agreements.act import Act
from saleor_coaching_plugin.agreements.errors import AgreementError, AgreementErrorCode
from saleor_coaching_plugin.agreements.models import Amendment, AmendmentStatus, PartyLink
from saleor_coaching_plugin.agreements.record import agreement_record
from saleor_coaching_plugin.core.events import AmendmentAccepted, AmendmentDeclined
from saleor_coaching_plugin.core.outbox.publish import publish

from .acceptance import Acceptance, acceptance_check, acceptance_record


def amendment_accept(*, link: PartyLink, acceptance: Acceptance, act: Act, now: datetime) -> None:
    """From now on the new text is in force; accepting it twice changes nothing.

    In the transaction of the caller, who knows that it is the client. Raises AgreementError
    (TEXT_CHANGED, NOT_ACCEPTABLE), ConsentError.
    """
    amendment = link.text.amendment
    if amendment.status == AmendmentStatus.ACCEPTED:
        return
    ticked = acceptance_check(link.text, acceptance)
    if not _closed(amendment, AmendmentStatus.ACCEPTED, now):
        return
    copy_owed = acceptance_record(
        "amendment_accepted",
        link=link,
        acceptance=acceptance,
        ticked=ticked,
        address=link.text.party.billing_address,
        act=act,
        now=now,
        facts=_amends(link),
    )
    publish(AmendmentAccepted(amendment_id=str(amendment.id)), copy_owed)


def amendment_decline(*, link: PartyLink, reason: str, act: Act, now: datetime) -> None:
    """The text that was accepted stays in force; declining twice changes nothing.

    In the transaction of the caller, who knows that it is the client. Raises AgreementError
    (NOT_ACCEPTABLE).
    """
    amendment = link.text.amendment
    if not _closed(amendment, AmendmentStatus.DECLINED, now, client_note=reason):
        return
    agreement_record(
        "amendment_declined",
        text=link.text,
        now=now,
        facts={"link": str(link.id), **_amends(link), **act.facts()},
        personal={"note": reason, **act.personal()},
    )
    publish(AmendmentDeclined(amendment_id=str(amendment.id)))


def _closed(amendment: Amendment, status: str, now: datetime, client_note: str = "") -> bool:
    """Whether it was us who closed it, and not an earlier click to the same end."""
    moved = Amendment.objects.filter(id=amendment.id, status=AmendmentStatus.OPEN).update(
        status=status, closed_at=now, client_note=client_note
    )
    amendment.refresh_from_db()
    if amendment.status != status:
        raise AgreementError(
            AgreementErrorCode.NOT_ACCEPTABLE,
            f"This change is {amendment.get_status_display().lower()} and can no longer be "
            "answered.",
        )
    return bool(moved)


def _amends(link: PartyLink) -> dict[str, str | None]:
    previous = link.text.previous
    return {"amends": previous.sha256 if previous else None}
