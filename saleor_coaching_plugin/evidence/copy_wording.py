"""The words of the mail that brings a signer's copy, per language; filled by `str.format`."""

from __future__ import annotations

from dataclasses import dataclass

from saleor_coaching_plugin.core.languages import said_in


@dataclass(frozen=True)
class CopyWording:
    subject_agreement: str
    subject_countersigned: str
    subject_order: str
    subject_certificate: str
    """Of the mail that brings the PDF after the copy."""
    thanks: str
    thanks_unnamed: str
    countersigned: str
    """The heading once the coach has signed too."""
    intro: str
    intro_countersigned: str
    intro_for_another: str
    attached: str
    with_certificate: str
    without_certificate: str
    until_then: str
    """Where a client finds it while there is no certificate."""
    late: str
    row_accepted: str
    row_countersigned: str
    row_sha256: str
    row_sha256_of: str
    row_entry: str
    clicking: str
    check: str
    invoice: str
    portal: str
    open_portal: str
    further_subject: str
    """Those that begin like this are of a copy for somebody who is no client."""
    further_subject_certificate: str
    further_intro: str
    further_late: str
    further_why: str


_WORDINGS = {
    "en": CopyWording(
        subject_agreement="Your copy of agreement {number}",
        subject_countersigned="Agreement {number}, signed by both sides",
        subject_order="Your copy of the terms of order {number}",
        subject_certificate="Your certificate: {subject}",
        thanks="Thank you, {name}",
        thanks_unnamed="Thank you",
        countersigned="Signed by both sides",
        intro="You have accepted **{title}** ({about}).",
        intro_countersigned="**{title}** ({about}), which you have accepted, is now countersigned.",
        intro_for_another="This is your copy of **{title}** ({about}).",
        attached="The exact text is attached as {files}.",
        with_certificate="The certificate is attached as *{file}*.",
        without_certificate=(
            "The certificate as a PDF could not be made yet: it comes in a mail of its own."
        ),
        until_then="Until then you find all that it says in your client area.",
        late="Here is the certificate, as a PDF, of what you have accepted: **{title}** ({about}).",
        row_accepted="Accepted",
        row_countersigned="Countersigned",
        row_sha256="SHA-256 of the attached text",
        row_sha256_of="SHA-256 of {file}",
        row_entry="Entry in the evidence ledger",
        clicking="{when}, by clicking “{button}”",
        check="check it",
        invoice="Your invoice comes in a mail of its own.",
        portal="Everything else waits for you in your client area:",
        open_portal="Open your client area",
        further_subject="Copy: {subject}",
        further_subject_certificate="Certificate: {subject}",
        further_intro="This is a copy of **{title}** ({about}).",
        further_late="Here is the certificate, as a PDF, of **{title}** ({about}).",
        further_why="You get this copy because {name} asked for it.",
    ),
    "de": CopyWording(
        subject_agreement="Ihre Ausfertigung des Vertrags {number}",
        subject_countersigned="Vertrag {number}, von beiden Seiten unterzeichnet",
        subject_order="Ihre Ausfertigung der Bedingungen zu Bestellung {number}",
        subject_certificate="Ihr Nachweis: {subject}",
        thanks="Vielen Dank, {name}",
        thanks_unnamed="Vielen Dank",
        countersigned="Von beiden Seiten unterzeichnet",
        intro="Sie haben **{title}** zugestimmt ({about}).",
        intro_countersigned=(
            "**{title}** ({about}): Was Sie angenommen haben, ist jetzt gegengezeichnet."
        ),
        intro_for_another="Dies ist Ihre Ausfertigung von **{title}** ({about}).",
        attached="Der genaue Text ist beigefügt als {files}.",
        with_certificate="Der Nachweis ist beigefügt als *{file}*.",
        without_certificate=(
            "Der Nachweis als PDF konnte noch nicht erstellt werden: Er kommt in einer eigenen "
            "Mail."
        ),
        until_then="Bis dahin finden Sie alles, was darin steht, in Ihrem Kundenbereich.",
        late=(
            "Hier ist der Nachweis, als PDF, zu dem, was Sie angenommen haben: **{title}** "
            "({about})."
        ),
        row_accepted="Angenommen",
        row_countersigned="Gegengezeichnet",
        row_sha256="SHA-256 des beigefügten Textes",
        row_sha256_of="SHA-256 von {file}",
        row_entry="Eintrag im Beweisjournal",
        clicking="{when}, mit dem Klick auf „{button}“",
        check="prüfen",
        invoice="Ihre Rechnung kommt in einer eigenen Mail.",
        portal="Alles andere wartet in Ihrem Kundenbereich auf Sie:",
        open_portal="Kundenbereich öffnen",
        further_subject="Ausfertigung: {subject}",
        further_subject_certificate="Nachweis: {subject}",
        further_intro="Dies ist eine Ausfertigung von **{title}** ({about}).",
        further_late="Hier ist der Nachweis, als PDF, zu **{title}** ({about}).",
        further_why="Sie bekommen diese Ausfertigung, weil {name} darum gebeten hat.",
    ),
}


def copy_wording_for(language: str) -> CopyWording:
    """The wording in `language`, or of its base language, or English."""
    return said_in(_WORDINGS, language)
