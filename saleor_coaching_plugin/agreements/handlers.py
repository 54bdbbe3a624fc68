"""What agreements do after their own events: word to the coach, and to the client."""

from __future__ import annotations

from saleor_coaching_plugin.conf import conf
from saleor_coaching_plugin.core.events import (
    AgreementAccepted,
    AgreementChangesRequested,
    AgreementCountersigned,
    AgreementDeclined,
)
from saleor_coaching_plugin.core.templating import markdown_escaped
from saleor_coaching_plugin.mail.queue import Mail, mail_queue

from .countersign_mails import countersigned_mail_for
from .models import ClientAgreement, Countersignature
from .selectors import payer_of


def coach_tell_accepted(event: AgreementAccepted) -> None:
    _tell_coach(event.agreement_id, "accepted", "has accepted your agreement.")


def coach_tell_declined(event: AgreementDeclined) -> None:
    _tell_coach(event.agreement_id, "declined", "has declined your agreement.")


def coach_tell_changes(event: AgreementChangesRequested) -> None:
    _tell_coach(event.agreement_id, "changes", "asks for changes to your agreement.")


def client_tell_countersigned(event: AgreementCountersigned) -> None:
    """A text that was signed when it was sent came in a mail that says so."""
    signature = Countersignature.objects.select_related("text__party__agreement").get(
        text=event.text_id
    )
    if signature.signed_at > signature.text.created_at:
        mail_queue(countersigned_mail_for(signature))


def _tell_coach(agreement_id: str, what: str, sentence: str) -> None:
    agreement = ClientAgreement.objects.get(id=agreement_id)
    party = payer_of(agreement)
    name = markdown_escaped(party.name)
    note = markdown_escaped(agreement.client_note)
    mail_queue(
        Mail(
            key=f"coach-{what}:{agreement_id}:{agreement.revision}",
            kind=f"coach_{what}",
            about=agreement_id,
            to_email=conf().coach_email,
            language="en",
            subject=f"{agreement.number}: {party.name} {sentence}"[:250],
            markdown=f"{name} {sentence}"
            + (f"\n\n> {note}" if note and what != "accepted" else ""),
        )
    )
