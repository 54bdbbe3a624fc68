"""What a client has accepted, with its proof; another's is not found."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from saleor_coaching_plugin.agreements.models import PartyText
from saleor_coaching_plugin.checkout.selectors import acceptance_entry, purchases_of
from saleor_coaching_plugin.core.errors import CoreErrorCode, DomainError, NotFound
from saleor_coaching_plugin.evidence.certificate.content import Content, PersonalDataErased
from saleor_coaching_plugin.evidence.certificates import certificate_newest
from saleor_coaching_plugin.evidence.documents import certificate_content
from saleor_coaching_plugin.evidence.models import Certificate, LedgerEntry
from saleor_coaching_plugin.seats.models import Participant

from .selectors import accepted_text_of, place_entry


@dataclass(frozen=True)
class Accepted:
    content: Content
    certificate: Certificate | None
    """None as long as its PDF could not be made."""
    text: PartyText | None = None
    """Of an agreement."""


def agreement_accepted(email: str, party_id: uuid.UUID) -> Accepted:
    """Raises NotFound, also once its personal data was erased."""
    found = accepted_text_of(email, party_id)
    return _accepted(found.entry, found.text)


def purchase_accepted(email: str, purchase_id: uuid.UUID) -> Accepted:
    """The terms of what was bought. Raises NotFound, also where none were accepted."""
    purchase = purchases_of(email).filter(id=purchase_id, acceptance__email=email).first()
    if purchase is None or purchase.acceptance is None:
        raise NotFound("purchase with terms")
    return _accepted(acceptance_entry(purchase.acceptance))


def place_accepted(place: Participant) -> Accepted:
    """Raises NotFound, also once its personal data was erased."""
    return _accepted(place_entry(place))


def _accepted(entry: LedgerEntry, text: PartyText | None = None) -> Accepted:
    certificate = certificate_newest(entry)
    try:
        content = certificate_content(certificate.entry if certificate else entry)
    except PersonalDataErased:
        raise DomainError(
            CoreErrorCode.NOT_FOUND, "What was accepted here has been erased, as the law asks."
        ) from None
    return Accepted(content, certificate, text)
