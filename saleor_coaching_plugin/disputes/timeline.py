"""Everything that happened around a deal, in order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from saleor_coaching_plugin.mail.models import MailMessage, MailStatus

from .access import Access
from .acts import Act
from .case import Case
from .folder import PackFile
from .proof import ActProof


@dataclass(frozen=True)
class Event:
    at: datetime
    what: str
    detail: str = ""
    file: str = ""
    """Name of the pack's file that has more."""


def timeline_of(
    case: Case,
    *,
    proofs: list[ActProof],
    accesses: list[Access],
    mail_files: Mapping[str, PackFile],
) -> list[Event]:
    """Oldest first. What the ledger has is told from there, not once more as an access."""
    files = {proof.act.id: _file_of(proof) for proof in proofs}
    told = {(act.at, act.words) for act in case.acts}
    events = [
        *(Event(act.at, act.words, _by_whom(act), files.get(act.id, "")) for act in case.acts),
        *(
            Event(each.at, each.what, each.who)
            for each in accesses
            if (each.at, each.what) not in told
        ),
        *(_mail_event(mail, mail_files[str(mail.id)].name) for mail in case.mails),
        *_shop_events(case),
        *_client_events(case),
    ]
    return sorted(events, key=lambda event: event.at)


def _by_whom(act: Act) -> str:
    if act.erased_at:
        return "The personal data of this entry was erased."
    named = [act.personal.get("name"), act.personal.get("email"), act.personal.get("ip")]
    return ", ".join(str(part) for part in named if part)


def _file_of(proof: ActProof) -> str:
    if proof.certificate:
        return proof.certificate.name
    return proof.texts[0].page.name if proof.texts else ""


def _mail_event(mail: MailMessage, file: str) -> Event:
    at = mail.sent_at or mail.created_at
    said = {
        MailStatus.SENT: "Mail sent",
        MailStatus.REFUSED: "Mail refused by the mail server",
        MailStatus.QUEUED: "Mail written, not sent yet",
    }
    return Event(at, said[MailStatus(mail.status)], f"“{mail.subject}” to {mail.to_email}", file)


def _shop_events(case: Case) -> Iterator[Event]:
    if case.order:
        total = case.order.total.format("en")
        yield Event(case.order.created_at, f"Order {case.order.number} made", total, "order.json")
    for invoice in case.invoices:
        if invoice.issued_at:
            yield Event(
                invoice.issued_at,
                f"Invoice {invoice.number} issued",
                invoice.total.format("en"),
                "invoices.csv",
            )
    for payment in case.payments:
        yield Event(
            payment.received_at,
            f"Payment received for invoice {payment.invoice.number}",
            f"{payment.amount.format('en')} by {payment.method}",
            "payments.csv",
        )


def _client_events(case: Case) -> Iterator[Event]:
    for run in case.enrolments:
        yield Event(
            run.enrolled_at, f"Enrolled in the sequence “{run.sequence.name}”", run.recipient_email
        )
        if run.stopped_at:
            yield Event(run.stopped_at, f"The sequence “{run.sequence.name}” ended ({run.status})")
    for packet in case.packets:
        yield Event(
            packet.given_at, f"Given the welcome packet “{packet.packet.name}”", packet.email
        )
