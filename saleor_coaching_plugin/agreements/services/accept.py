"""The client clicks "I Accept": one conditional UPDATE, one ledger row, and what must follow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from saleor_coaching_plugin.agreements.act import Act, act_by_client_only
from saleor_coaching_plugin.agreements.errors import AgreementError, AgreementErrorCode
from saleor_coaching_plugin.agreements.models import ClientAgreement, Party, PartyLink, PartyText
from saleor_coaching_plugin.agreements.selectors import link_open
from saleor_coaching_plugin.agreements.states import OPEN, AgreementStatus, PartyStatus
from saleor_coaching_plugin.commerce.port import Address
from saleor_coaching_plugin.core.events import AgreementAccepted
from saleor_coaching_plugin.core.outbox.publish import publish
from saleor_coaching_plugin.evidence.ledger import ledger_append
from saleor_coaching_plugin.terms.consents import Consent, ConsentAnswer, consents_check

from .respond import not_acceptable


@dataclass(frozen=True)
class Acceptance:
    """What the client sends: the hash of the text as shown, and the boxes."""

    text_sha256: str
    consents: Sequence[ConsentAnswer]
    billing_address: Address | None = None


@transaction.atomic
def agreement_accept(
    *, token: str, acceptance: Acceptance, act: Act, now: datetime
) -> ClientAgreement:
    """Accept the agreement behind the link; an accepted one is returned as it is.

    Raises AgreementError (LINK_INVALID, LINK_EXPIRED, TEXT_CHANGED, NOT_ACCEPTABLE, CLIENT_ONLY,
    BILLING_ADDRESS_REQUIRED) or ConsentError, and has then changed nothing.
    """
    act_by_client_only(act)
    link = link_open(token, now=now)
    party = link.text.party
    agreement = party.agreement
    if agreement.status == AgreementStatus.ACCEPTED:
        return agreement
    _check_text(link.text, acceptance)
    ticked = _check_consents(link.text, acceptance)
    address = _billing_address(party, acceptance)
    moved = ClientAgreement.objects.filter(
        id=agreement.id, status__in=OPEN, revision=link.text.revision
    ).update(status=AgreementStatus.ACCEPTED, accepted_at=now)
    if not moved:
        return _too_late(agreement)
    Party.objects.filter(id=party.id).update(
        status=PartyStatus.ACCEPTED, accepted_at=now, billing_address=address
    )
    _record(link, acceptance, ticked, address, act, now)
    publish(AgreementAccepted(agreement_id=str(agreement.id)))
    agreement.status, agreement.accepted_at = AgreementStatus.ACCEPTED, now
    return agreement


def _check_text(text: PartyText, acceptance: Acceptance) -> None:
    if acceptance.text_sha256 != text.sha256:
        raise AgreementError(
            AgreementErrorCode.TEXT_CHANGED,
            "What you accept is not the text of this agreement. Please reload and read it again.",
            "text_sha256",
        )


def _check_consents(text: PartyText, acceptance: Acceptance) -> list[str]:
    return consents_check([Consent(**each) for each in text.consents], acceptance.consents)


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


def _record(
    link: PartyLink,
    acceptance: Acceptance,
    ticked: list[str],
    address: dict[str, str],
    act: Act,
    now: datetime,
) -> None:
    text, party = link.text, link.text.party
    agreement = party.agreement
    ledger_append(
        chain=f"agreement:{agreement.id}",
        kind="agreement_accepted",
        now=now,
        facts={
            "agreement": agreement.number,
            "revision": text.revision,
            "party": str(party.id),
            "role": party.role,
            "terms_version": str(text.terms_version_id),
            "text_sha256": text.sha256,
            "fee_minor": agreement.fee_minor,
            "currency": agreement.currency,
            "instalments": agreement.instalments,
            "sessions": agreement.sessions,
            "language": text.language,
            "statement": text.statement,
            "button": text.button,
            "consents": [
                {**consent, "accepted": consent["key"] in ticked} for consent in text.consents
            ],
            "presentation": [asdict(answer) for answer in acceptance.consents],
            "surface": act.surface,
            "identified_by": "link mailed to the party",
            "actor": act.requestor.kind.value,
            "link": str(link.id),
        },
        personal={
            "name": party.name,
            "email": party.email,
            "billing_address": address,
            "ip": act.ip,
            "user_agent": act.user_agent,
            "customer": act.requestor.id,
            "title": text.title,
            "text": text.html,
        },
    )
