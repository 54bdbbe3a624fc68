"""Who besides the client gets the copy of what the client accepts: whom the client or coach names.

A payer's text holds amounts, so none goes to a participant of the same agreement. Those are known
to an outer layer, which `bootstrap` plugs in here.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Collection

from saleor_coaching_plugin.conf import conf
from saleor_coaching_plugin.core.addresses import email_normalised
from saleor_coaching_plugin.core.errors import InvalidInput
from saleor_coaching_plugin.evidence.certificate.content import FurtherCopy
from saleor_coaching_plugin.evidence.kinds import ACCEPTANCE_KINDS
from saleor_coaching_plugin.evidence.models import LedgerEntry

from .models import ClientAgreement, Party
from .record import chain_of

EmailsOfParticipants = Callable[[uuid.UUID], Collection[str]]
"""Under which an agreement's participants, and their guardians, are written to."""

_participants: list[EmailsOfParticipants] = []


def participants_install(emails_of: EmailsOfParticipants) -> None:
    _participants[:] = [emails_of]


def copy_asked(copy_to: str, *, by: str, signer_email: str) -> list[FurtherCopy]:
    """The one that was asked for when accepting; none for the signer, who gets a copy anyway.

    Raises InvalidInput (copy_to).
    """
    if not copy_to.strip():
        return []
    email = email_normalised(copy_to, field="copy_to")
    return [] if email == signer_email else [FurtherCopy(email=email, asked_by=by)]


def payer_copies(payer: Party, copy_to: str, *, by: str) -> list[FurtherCopy]:
    """That one and the coach's, once each.

    Raises InvalidInput (copy_to) for a participant's address; the coach's that have become one
    are left out, as it is not the payer who could mend that.
    """
    agreement = payer.agreement
    asked = copy_asked(copy_to, by=by, signer_email=payer.email)
    participants_refuse(agreement, [copy.email for copy in asked], field="copy_to")
    known = {payer.email, *(copy.email for copy in asked), *_emails_of_participants(agreement)}
    coach = conf().coach_name
    further = [email for email in agreement.copy_emails if email not in known]
    return [*asked, *(FurtherCopy(email=email, asked_by=coach) for email in further)]


def participants_refuse(agreement: ClientAgreement, emails: Collection[str], *, field: str) -> None:
    """Raises InvalidInput (`field`) when one of these addresses is a participant's."""
    participants = _emails_of_participants(agreement).intersection(emails)
    if participants:
        raise InvalidInput(
            f"{', '.join(sorted(participants))} takes part, and must not see the amounts. "
            "Participants get a copy of what they accept themselves.",
            field,
        )


def payer_copy_emails(agreement: ClientAgreement) -> set[str]:
    """Who gets, or got, a payer's copy: nobody of them can become a participant."""
    accepted = LedgerEntry.objects.filter(chain=chain_of(agreement), kind__in=ACCEPTANCE_KINDS)
    kept = accepted.exclude(personal__data="").values_list("personal__data", flat=True)
    given = (copy["email"] for data in kept for copy in json.loads(data).get("copies_to", ()))
    return {*agreement.copy_emails, *given}


def _emails_of_participants(agreement: ClientAgreement) -> frozenset[str]:
    """Of all that are named, invited or not. Raises LookupError before `bootstrap`."""
    if not agreement.seats:
        return frozenset()
    if not _participants:
        raise LookupError("Nobody tells who takes part; see saleor_coaching_plugin.bootstrap.")
    return frozenset(_participants[0](agreement.id))
