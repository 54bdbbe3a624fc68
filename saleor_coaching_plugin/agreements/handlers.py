"""What agreements do after their own events: the client's copy, and word to the coach."""

from __future__ import annotations

import json

from saleor_coaching_plugin.conf import conf
from saleor_coaching_plugin.core.events import (
    AgreementAccepted,
    AgreementChangesRequested,
    AgreementDeclined,
)
from saleor_coaching_plugin.core.links import page_url
from saleor_coaching_plugin.core.templating import markdown_escaped
from saleor_coaching_plugin.evidence.models import LedgerEntry
from saleor_coaching_plugin.mail.queue import Attachment, Mail, mail_queue

from .models import ClientAgreement
from .selectors import payer_of


def client_copy_mail(event: AgreementAccepted) -> None:
    """Mail the client the accepted text, byte for byte, with what the ledger recorded of it."""
    agreement = ClientAgreement.objects.get(id=event.agreement_id)
    party = payer_of(agreement)
    text = party.texts.get(revision=agreement.revision)
    entry = LedgerEntry.objects.get(chain=f"agreement:{agreement.id}", kind="agreement_accepted")
    facts = json.loads(entry.facts)
    mail_queue(
        Mail(
            key=f"agreement-copy:{party.id}:{agreement.revision}",
            kind="agreement_copy",
            about=str(agreement.id),
            to_email=party.email,
            to_name=party.name,
            language=agreement.language,
            subject=f"Your copy of agreement {agreement.number}",
            markdown=_COPY.format(
                first_name=markdown_escaped(party.first_name),
                title=markdown_escaped(text.title),
                number=markdown_escaped(agreement.number),
                accepted_at=f"{agreement.accepted_at:%Y-%m-%d %H:%M:%S} UTC",
                button=markdown_escaped(text.button),
                filename=_filename(agreement),
                text_sha256=facts["text_sha256"],
                entry_hash=entry.hash,
                portal=page_url("portal/"),
            ),
            attachments=(Attachment(_filename(agreement), "text/html", text.html.encode()),),
        )
    )


def coach_tell_accepted(event: AgreementAccepted) -> None:
    _tell_coach(event.agreement_id, "accepted", "has accepted your agreement.")


def coach_tell_declined(event: AgreementDeclined) -> None:
    _tell_coach(event.agreement_id, "declined", "has declined your agreement.")


def coach_tell_changes(event: AgreementChangesRequested) -> None:
    _tell_coach(event.agreement_id, "changes", "asks for changes to your agreement.")


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


def _filename(agreement: ClientAgreement) -> str:
    return f"agreement-{agreement.number}.html"


_COPY = """# Thank you, {first_name}

You have accepted **{title}**, agreement {number}. The exact text is attached as *{filename}*.

| Certificate | |
|---|---|
| Accepted | {accepted_at}, by clicking “{button}” |
| SHA-256 of the attached text | `{text_sha256}` |
| Entry in the evidence ledger | `{entry_hash}` |

Your invoice comes in a mail of its own. Everything else waits for you in your client area:

[Open your client area]({portal})
"""
