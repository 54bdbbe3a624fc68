"""The client accepts what has changed in an accepted agreement, or declines it.

Neither touches the agreement itself: there is no new order, invoice or sequence.
"""

from __future__ import annotations

from datetime import datetime

from saleor_coaching_plugin.agreements.act import Act
from saleor_coaching_plugin.agreements.models import AmendmentStatus, PartyLink
from saleor_coaching_plugin.agreements.record import agreement_record
from saleor_coaching_plugin.core.events import AmendmentAccepted, AmendmentDeclined
from saleor_coaching_plugin.core.outbox.publish import publish

from .acceptance import Acceptance, acceptance_check, acceptance_record
from .amending import amends, question_close


def amendment_accept(*, link: PartyLink, acceptance: Acceptance, act: Act, now: datetime) -> None:
    """From now on the new text is in force; accepting it twice changes nothing.

    In the transaction of the caller, who knows that it is the client. Raises AgreementError
    (TEXT_CHANGED, NOT_ACCEPTABLE), ConsentError.
    """
    amendment = link.text.amendment
    if amendment.status == AmendmentStatus.ACCEPTED:
        return
    ticked = acceptance_check(link.text, acceptance)
    if not question_close(amendment, AmendmentStatus.ACCEPTED, now=now):
        return
    copy_owed = acceptance_record(
        "amendment_accepted",
        link=link,
        acceptance=acceptance,
        ticked=ticked,
        address=link.text.party.billing_address,
        act=act,
        now=now,
        facts=amends(link.text),
    )
    publish(AmendmentAccepted(amendment_id=str(amendment.id)), copy_owed)


def amendment_decline(*, link: PartyLink, reason: str, act: Act, now: datetime) -> None:
    """The text that was accepted stays in force; declining twice changes nothing.

    In the transaction of the caller, who knows that it is the client. Raises AgreementError
    (NOT_ACCEPTABLE).
    """
    amendment = link.text.amendment
    if not question_close(amendment, AmendmentStatus.DECLINED, now=now, client_note=reason):
        return
    agreement_record(
        "amendment_declined",
        text=link.text,
        now=now,
        facts={"link": str(link.id), **amends(link.text), **act.facts()},
        personal={"note": reason, **act.personal()},
    )
    publish(AmendmentDeclined(amendment_id=str(amendment.id)))
