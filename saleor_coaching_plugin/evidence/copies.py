"""The mails that bring signers their copy: the exact texts, what the ledger holds, the PDF."""

from __future__ import annotations

from saleor_coaching_plugin.core.links import page_url
from saleor_coaching_plugin.core.templating import markdown_escaped
from saleor_coaching_plugin.mail.queue import Mail

from .certificate.content import Content
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
from .copy_wording import CopyWording, copy_wording_for
from .kinds import COUNTERSIGNED
from .models import Certificate


def copy_key(entry_id: int) -> str:
    """Of the mail with a signer's copy."""
    return f"copy:{entry_id}"


def copy_mail(content: Content, certificate: Certificate) -> Mail:
    """Goes out in any case; without the PDF it says that this follows."""
    words = copy_wording_for(content.language)
    texts, pdf = text_files(content), pdf_file(content, certificate)
    parts = [
        f"# {markdown_escaped(_heading(content, words))}",
        f"{_intro(content, words)} {attached(words, texts, pdf)}",
        "" if pdf else f"{words.without_certificate} {words.until_then}",
        proof_table(content, words, texts),
        words.invoice if content.entry.kind.startswith("agreement_accepted") else "",
        words.portal,
        _portal_link(words),
    ]
    return mail_of(
        content,
        key=copy_key(certificate.pk),
        to=content.signer,
        subject=_subject(content, words),
        parts=parts,
        attachments=(*pdf, *texts),
    )


def late_certificate_mail(content: Content, certificate: Certificate) -> Mail:
    """Brings the PDF that the copy had to go without."""
    words = copy_wording_for(content.language)
    subject = words.subject_certificate.format(subject=about(content))
    parts = [
        f"# {markdown_escaped(subject)}",
        filled(words.late, content),
        proof_table(content, words, ()),
        _portal_link(words),
    ]
    return mail_of(
        content,
        key=f"copy-certificate:{certificate.pk}",
        to=content.signer,
        subject=subject,
        parts=parts,
        attachments=pdf_file(content, certificate),
    )


def _portal_link(words: CopyWording) -> str:
    return f"[{words.open_portal}]({page_url('portal/')})"


def _subject(content: Content, words: CopyWording) -> str:
    if content.entry.kind == COUNTERSIGNED:
        return words.subject_countersigned.format(number=content.agreement_number)
    if content.agreement_number:
        return words.subject_agreement.format(number=content.agreement_number)
    return words.subject_order.format(number=content.order_number)


def _heading(content: Content, words: CopyWording) -> str:
    if content.entry.kind == COUNTERSIGNED:
        return words.countersigned
    known = content.name and not content.acting
    return words.thanks.format(name=content.name) if known else words.thanks_unnamed


def _intro(content: Content, words: CopyWording) -> str:
    if content.entry.kind == COUNTERSIGNED:
        return filled(words.intro_countersigned, content)
    if content.acting:
        return f"{filled(words.intro_for_another, content)} {by_whom(content)}"
    return filled(words.intro, content)
