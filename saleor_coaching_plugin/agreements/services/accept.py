"""The client clicks "I Accept": one conditional UPDATE, one ledger row, and what must follow."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from saleor_coaching_plugin.agreements.act import Act, act_by_client_only
from saleor_coaching_plugin.agreements.errors import AgreementError, AgreementErrorCode
from saleor_coaching_plugin.agreements.models import ClientAgreement, Party
from saleor_coaching_plugin.agreements.selectors import link_open
from saleor_coaching_plugin.agreements.states import OPEN, AgreementStatus, PartyStatus
from saleor_coaching_plugin.core.events import AgreementAccepted
from saleor_coaching_plugin.core.outbox.publish import publish

from .acceptance import Acceptance, acceptance_check, acceptance_record
from .amendment_answer import amendment_accept
from .respond import not_acceptable


@transaction.atomic
def agreement_accept(
    *, token: str, acceptance: Acceptance, act: Act, now: datetime
) -> ClientAgreement:
    """Accept what is behind the link: the agreement, or the change of one that was accepted.

    What is accepted already is returned as it is. Raises AgreementError (LINK_INVALID,
    LINK_EXPIRED, TEXT_CHANGED, NOT_ACCEPTABLE, CLIENT_ONLY, BILLING_ADDRESS_REQUIRED),
    ConsentError or InvalidInput (copy_to), and has then changed nothing.
    """
    act_by_client_only(act)
    link = link_open(token, now=now)
    party = link.text.party
    agreement = party.agreement
    if link.text.is_amendment:
        amendment_accept(link=link, acceptance=acceptance, act=act, now=now)
        return agreement
    if agreement.status == AgreementStatus.ACCEPTED:
        return agreement
    ticked = acceptance_check(link.text, acceptance)
    address = _billing_address(party, acceptance)
    moved = ClientAgreement.objects.filter(
        id=agreement.id, status__in=OPEN, revision=link.text.revision
    ).update(status=AgreementStatus.ACCEPTED, accepted_at=now)
    if not moved:
        return _too_late(agreement)
    Party.objects.filter(id=party.id).update(
        status=PartyStatus.ACCEPTED, accepted_at=now, billing_address=address
    )
    copy_owed = acceptance_record(
        "agreement_accepted",
        link=link,
        acceptance=acceptance,
        ticked=ticked,
        address=address,
        act=act,
        now=now,
    )
    publish(AgreementAccepted(agreement_id=str(agreement.id)), copy_owed)
    agreement.status, agreement.accepted_at = AgreementStatus.ACCEPTED, now
    return agreement


def _billing_address(party: Party, acceptance: Acceptance) -> dict[str, str]:
    if acceptance.billing_address:
        return asdict(acceptance.billing_address)
    if party.billing_address:
        return dict(party.billing_address)
    raise AgreementError(
        AgreementErrorCode.BILLING_ADDRESS_REQUIRED,
        "Please give the address for your invoice.",
        "billing_address",
    )


def _too_late(agreement: ClientAgreement) -> ClientAgreement:
    agreement.refresh_from_db()
    if agreement.status == AgreementStatus.ACCEPTED:
        return agreement
    raise not_acceptable(agreement)
