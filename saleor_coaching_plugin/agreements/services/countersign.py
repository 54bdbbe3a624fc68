"""The coach signs the text of a party too: before the party accepts it, or after."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from saleor_coaching_plugin.agreements.act import Act, act_by_staff_only
from saleor_coaching_plugin.agreements.errors import AgreementError, AgreementErrorCode
from saleor_coaching_plugin.agreements.models import (
    Amendment,
    AmendmentStatus,
    ClientAgreement,
    Countersignature,
    CountersignatureTiming,
    PartyText,
)
from saleor_coaching_plugin.agreements.record import agreement_record
from saleor_coaching_plugin.agreements.states import OPEN, AgreementStatus
from saleor_coaching_plugin.commerce.current import commerce
from saleor_coaching_plugin.commerce.port import Customer
from saleor_coaching_plugin.core.addresses import line_clean
from saleor_coaching_plugin.core.errors import NotFound
from saleor_coaching_plugin.core.events import AgreementCountersigned, CopyOwed
from saleor_coaching_plugin.core.outbox.publish import publish
from saleor_coaching_plugin.evidence.kinds import COUNTERSIGNED
from saleor_coaching_plugin.evidence.models import LedgerEntry

MAX_NAME = 200
_ACCEPTED = {AgreementStatus.ACCEPTED, AmendmentStatus.ACCEPTED}
_WAITING = {*OPEN, AmendmentStatus.OPEN}


@dataclass(frozen=True)
class Signer:
    """A member of staff; `name` counts where the shop does not know theirs."""

    act: Act
    name: str = ""


@transaction.atomic
def agreement_countersign(
    *, agreement_id: uuid.UUID, text_sha256: str, signer: Signer, now: datetime
) -> Countersignature:
    """Sign the text with that SHA-256; a text that is signed already keeps its signature.

    Raises NotFound, InvalidInput (no name) and AgreementError (STAFF_ONLY, TEXT_CHANGED,
    NOT_COUNTERSIGNABLE), and has then changed nothing.
    """
    act_by_staff_only(signer.act)
    # Locked, so that the client's acceptance comes either before or after.
    agreement = ClientAgreement.objects.select_for_update().filter(id=agreement_id).first()
    if agreement is None:
        raise NotFound("client agreement")
    return text_countersign(_text_standing(agreement, text_sha256), signer, now=now)


def text_countersign(text: PartyText, signer: Signer, *, now: datetime) -> Countersignature:
    """The same for a text whose agreement is locked by the caller's transaction."""
    act_by_staff_only(signer.act)
    timing = _timing(text)
    known = Countersignature.objects.filter(text=text).first()
    if known:
        return known
    person = commerce().customer_get(signer.act.requestor.id or "")
    signature = Countersignature.objects.create(
        text=text,
        name=_name_of(person, signer.name),
        email=person.email,
        staff_id=person.id,
        signed_at=now,
        timing=timing,
    )
    entry = _record(signature, signer.act)
    if timing == CountersignatureTiming.AFTER:
        publish(CopyOwed(entry_id=entry.pk))  # a new certificate, which tells the client too
    else:
        publish(AgreementCountersigned(text_id=str(signature.text_id)))
    return signature


def _text_standing(agreement: ClientAgreement, text_sha256: str) -> PartyText:
    """What a party was sent last, or an amendment of it."""
    texts = PartyText.objects.select_related("amendment").filter(
        party__agreement=agreement, sha256=text_sha256
    )
    for text in texts.order_by("-revision"):
        if text.revision == agreement.revision or text.is_amendment:
            text.party.agreement = agreement
            return text
    raise AgreementError(
        AgreementErrorCode.TEXT_CHANGED,
        "What you sign is not the text that the client has. Please reload and read it again.",
        "text_sha256",
    )


def _timing(text: PartyText) -> str:
    amendment = Amendment.objects.select_for_update().filter(text=text).first()
    what = amendment or text.party.agreement
    if what.status in _ACCEPTED:
        return CountersignatureTiming.AFTER
    if what.status in _WAITING:
        return CountersignatureTiming.BEFORE
    raise AgreementError(
        AgreementErrorCode.NOT_COUNTERSIGNABLE,
        f"What is {what.get_status_display().lower()} cannot be countersigned.",
        "id",
    )


def _name_of(person: Customer, given: str) -> str:
    known = " ".join(f"{person.first_name} {person.last_name}".split())
    return known[:MAX_NAME] or line_clean(given, field="signer_name", max_length=MAX_NAME)


def _record(signature: Countersignature, act: Act) -> LedgerEntry:
    """It names the signer alone, so that it can be held without holding the client's data."""
    return agreement_record(
        COUNTERSIGNED,
        text=signature.text,
        now=signature.signed_at,
        hold="countersigned agreement",
        facts={"timing": signature.timing, **act.facts()},
        personal={
            "name": signature.name,
            "email": signature.email,
            "signer": {"name": signature.name, "user": signature.staff_id},
            "ip": act.ip,
            "user_agent": act.user_agent,
        },
    )
