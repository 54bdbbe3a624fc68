"""What the mails with a copy have in common: the files, the table of the proof, sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from saleor_coaching_plugin.core.templating import markdown_escaped
from saleor_coaching_plugin.mail.queue import Attachment, Mail

from .certificate.content import Addressee, Content
from .certificate.html import check_link, subject_of
from .certificate.sections import accepted_line, accepted_when, moment
from .certificate.wording import certificate_wording_for
from .copy_wording import CopyWording
from .models import Certificate


def mail_of(
    content: Content,
    *,
    key: str,
    to: Addressee,
    subject: str,
    parts: Sequence[str],
    attachments: Sequence[Attachment],
) -> Mail:
    """In the language of what was accepted; `parts` are paragraphs of Markdown, or empty."""
    return Mail(
        key=key,
        kind="agreement_copy" if content.agreement_number else "terms_copy",
        about=content.subject_id,
        to_email=to.email,
        to_name=to.name,
        language=content.language,
        subject=subject,
        markdown="\n\n".join(part for part in parts if part),
        attachments=attachments,
    )


def about(content: Content) -> str:
    """`Agreement CA-2027-0001` or `Order 21`."""
    return subject_of(content, certificate_wording_for(content.language))


def filled(sentence: str, content: Content) -> str:
    return sentence.format(
        title=markdown_escaped(content.title), about=markdown_escaped(about(content))
    )


def by_whom(content: Content) -> str:
    return markdown_escaped(accepted_line(content, certificate_wording_for(content.language)))


def attached(words: CopyWording, texts: Sequence[Attachment], pdf: Sequence[Attachment]) -> str:
    """Without the PDF this says nothing of it: what to say then depends on the reader."""
    files = ", ".join(f"*{markdown_escaped(each.filename)}*" for each in texts)
    said = words.attached.format(files=files)
    if not pdf:
        return said
    return f"{said} {words.with_certificate.format(file=markdown_escaped(pdf[0].filename))}"


def proof_table(content: Content, words: CopyWording, texts: Sequence[Attachment]) -> str:
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


def text_files(content: Content) -> tuple[Attachment, ...]:
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


def pdf_file(content: Content, certificate: Certificate) -> tuple[Attachment, ...]:
    """Nothing while it could not be made."""
    if certificate.content is None:
        return ()
    pdf = bytes(certificate.content)
    return (Attachment(certificate_filename(content), "application/pdf", pdf),)


def certificate_filename(content: Content) -> str:
    return f"certificate-{content.number}.pdf"


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
