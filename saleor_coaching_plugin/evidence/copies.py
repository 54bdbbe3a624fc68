"""The mails that bring signers their copy: the exact texts, what the ledger holds, the PDF."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from saleor_coaching_plugin.core.links import page_url
from saleor_coaching_plugin.core.templating import markdown_escaped
from saleor_coaching_plugin.mail.queue import Attachment, Mail

from .certificate.content import Content
from .certificate.html import check_link, subject_of
from .certificate.sections import accepted_line, accepted_when, moment
from .certificate.wording import certificate_wording_for
from .copy_wording import CopyWording, copy_wording_for
from .kinds import COUNTERSIGNED
from .models import Certificate


def copy_key(entry_id: int) -> str:
    """Of the mail with a signer's copy."""
    return f"copy:{entry_id}"


def copy_mail(content: Content, certificate: Certificate) -> Mail:
    """Goes out in any case; without the PDF it says that this follows."""
    words = copy_wording_for(content.language)
    texts, pdf = _texts(content), _pdf(content, certificate)
    parts = [
        f"# {markdown_escaped(_heading(content, words))}",
        f"{_intro(content, words)} {_attached(words, texts, pdf)}",
        _table(content, words, texts),
        words.invoice if content.entry.kind.startswith("agreement_accepted") else "",
        words.portal,
        f"[{words.open_portal}]({page_url('portal/')})",
    ]
    key = copy_key(certificate.pk)
    return _mail(content, key, _subject(content, words), parts, (*pdf, *texts))


def late_certificate_mail(content: Content, certificate: Certificate) -> Mail:
    """Brings the PDF that the copy had to go without."""
    words = copy_wording_for(content.language)
    subject = words.subject_certificate.format(subject=_about(content))
    parts = [
        f"# {markdown_escaped(subject)}",
        _filled(words.late, content),
        _table(content, words, ()),
        f"[{words.open_portal}]({page_url('portal/')})",
    ]
    key = f"copy-certificate:{certificate.pk}"
    return _mail(content, key, subject, parts, _pdf(content, certificate))


def certificate_filename(content: Content) -> str:
    return f"certificate-{content.number}.pdf"


def _mail(
    content: Content,
    key: str,
    subject: str,
    parts: Sequence[str],
    attachments: tuple[Attachment, ...],
) -> Mail:
    return Mail(
        key=key,
        kind="agreement_copy" if content.agreement_number else "terms_copy",
        about=content.subject_id,
        to_email=content.email,
        to_name=content.name,
        language=content.language,
        subject=subject,
        markdown="\n\n".join(part for part in parts if part),
        attachments=attachments,
    )


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
        return _filled(words.intro_countersigned, content)
    if content.acting:
        by_whom = accepted_line(content, certificate_wording_for(content.language))
        return f"{_filled(words.intro_for_another, content)} {markdown_escaped(by_whom)}"
    return _filled(words.intro, content)


def _filled(sentence: str, content: Content) -> str:
    return sentence.format(
        title=markdown_escaped(content.title), about=markdown_escaped(_about(content))
    )


def _about(content: Content) -> str:
    return subject_of(content, certificate_wording_for(content.language))


def _attached(words: CopyWording, texts: Sequence[Attachment], pdf: Sequence[Attachment]) -> str:
    files = ", ".join(f"*{markdown_escaped(each.filename)}*" for each in texts)
    certificate = (
        words.with_certificate.format(file=markdown_escaped(pdf[0].filename))
        if pdf
        else f"\n\n{words.without_certificate}"
    )
    return f"{words.attached.format(files=files)} {certificate}"


def _table(content: Content, words: CopyWording, texts: Sequence[Attachment]) -> str:
    title = markdown_escaped(certificate_wording_for(content.language).certificate)
    rows = [
        (words.row_accepted, _accepted(content, words)),
        *_countersigned(content, words),
        *_hashes(content, words, texts),
        (words.row_entry, f"`{content.entry.hash}`"),
    ]
    return "\n".join(
        [
            f"| {title} | {content.number} ([{words.check}]({check_link(content)})) |",
            "|---|---|",
            *(f"| {label} | {value} |" for label, value in rows),
        ]
    )


def _accepted(content: Content, words: CopyWording) -> str:
    return words.clicking.format(
        when=markdown_escaped(accepted_when(content, content.language)),
        button=markdown_escaped(content.acceptance.facts["button"]),
    )


def _countersigned(content: Content, words: CopyWording) -> Iterator[tuple[str, str]]:
    if signed := content.countersigned:
        when = moment(signed.entry.at, content.language)
        yield words.row_countersigned, markdown_escaped(f"{signed.name}, {when}")


def _hashes(
    content: Content, words: CopyWording, texts: Sequence[Attachment]
) -> Iterator[tuple[str, str]]:
    for text, file in zip(content.texts, texts, strict=False):
        name = markdown_escaped(file.filename)
        label = words.row_sha256 if len(texts) == 1 else words.row_sha256_of.format(file=name)
        yield label, f"`{text.sha256}`"


def _texts(content: Content) -> tuple[Attachment, ...]:
    """The exact bytes that the printed hashes are of."""
    number = content.agreement_number or content.order_number
    stem = re.sub(r"[^\w.-]+", "-", number, flags=re.ASCII)
    kind = "agreement" if content.agreement_number else "terms"
    several = len(content.texts) > 1
    return tuple(
        Attachment(
            f"{kind}-{stem}{f'-{position}' if several else ''}.html",
            "text/html",
            text.html.encode(),
        )
        for position, text in enumerate(content.texts, start=1)
    )


def _pdf(content: Content, certificate: Certificate) -> tuple[Attachment, ...]:
    if certificate.content is None:
        return ()
    pdf = bytes(certificate.content)
    return (Attachment(certificate_filename(content), "application/pdf", pdf),)
