"""Who gets a copy of what a payer accepts reads its amounts, so they cannot take part as well."""

from __future__ import annotations

from collections.abc import Collection

from saleor_coaching_plugin.agreements.copies import payer_copy_emails
from saleor_coaching_plugin.agreements.models import ClientAgreement
from saleor_coaching_plugin.core.errors import InvalidInput

from .plan import Person


def payer_copied(subject: str) -> set[str]:
    """Who that is, of the seats of `subject` as a group or a plan has it."""
    kind, _, agreement_id = subject.partition(":")
    if kind != "agreement":
        return set()
    return payer_copy_emails(ClientAgreement.objects.get(id=agreement_id))


def copied_refuse(person: Person, copied: Collection[str]) -> None:
    """Raises InvalidInput (email, guardian_email) when `copied` has one of them."""
    for field in ("email", "guardian_email"):
        if getattr(person, field) in copied:
            raise InvalidInput(
                "This address gets a copy of the payer's agreement, with its amounts, so it "
                "cannot be a participant's.",
                field,
            )
