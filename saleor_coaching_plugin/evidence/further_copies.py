"""The same copy for whoever else shall have one, at a signer's wish or the coach's.

They are no clients: their mails speak neither of an invoice nor of the client area.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from saleor_coaching_plugin.core.templating import markdown_escaped
from saleor_coaching_plugin.mail.models import MailMessage
from saleor_coaching_plugin.mail.queue import Attachment, Mail, mail_queue

from .certificate.content import Addressee, Content, FurtherCopy
from .copies import copy_key
from .copy_parts import (
    about,
    attached,
    by_whom,
    filled,
    mail_of,
    pdf_file,
    proof_table,
    text_files,
)
from .copy_wording import copy_wording_for
from .kinds import COPY_SENT
from .ledger import ledger_append
from .models import Certificate


def further_copies_send(content: Content, certificate: Certificate, *, now: datetime) -> None:
    """One mail and one entry of the ledger each, however often. Holds the certificate's row."""
    for position, copy in enumerate(content.copies_to, start=1):
        mail = _copy_mail(content, certificate, copy, f"{copy_key(certificate.pk)}:{position}")
        if MailMessage.objects.filter(key=mail.key).exists():
            continue
        mail_queue(mail)
        _record(content, copy, now)


def further_late_certificates_send(content: Content, certificate: Certificate) -> None:
    """The PDF that these copies had to go without."""
    words = copy_wording_for(content.language)
    for position, copy in enumerate(content.copies_to, start=1):
        mail = _mail(
            content,
            copy,
            key=f"copy-certificate:{certificate.pk}:{position}",
            subject=words.further_subject_certificate.format(subject=about(content)),
            parts=[filled(words.further_late, content), proof_table(content, words, ())],
            attachments=pdf_file(content, certificate),
        )
        mail_queue(mail)


def _copy_mail(content: Content, certificate: Certificate, copy: FurtherCopy, key: str) -> Mail:
    words = copy_wording_for(content.language)
    texts, pdf = text_files(content), pdf_file(content, certificate)
    said = [filled(words.further_intro, content), by_whom(content), attached(words, texts, pdf)]
    return _mail(
        content,
        copy,
        key=key,
        subject=words.further_subject.format(subject=about(content)),
        parts=[
            " ".join(said),
            "" if pdf else words.without_certificate,
            proof_table(content, words, texts),
        ],
        attachments=(*pdf, *texts),
    )


def _mail(
    content: Content,
    copy: FurtherCopy,
    *,
    key: str,
    subject: str,
    parts: Sequence[str],
    attachments: Sequence[Attachment],
) -> Mail:
    why = copy_wording_for(content.language).further_why
    return mail_of(
        content,
        key=key,
        to=Addressee(name="", email=copy.email),
        subject=subject,
        parts=[
            f"# {markdown_escaped(subject)}",
            *parts,
            why.format(name=markdown_escaped(copy.asked_by)),
        ],
        attachments=attachments,
    )


def _record(content: Content, copy: FurtherCopy, now: datetime) -> None:
    """Of the same party, so that it is exported with what they accepted."""
    ledger_append(
        chain=content.entry.chain,
        kind=COPY_SENT,
        now=now,
        facts={
            "of": content.entry.hash,
            "certificate": content.number,
            "party": content.acceptance.facts["party"],
        },
        personal={"email": copy.email, "asked_by": copy.asked_by},
    )
