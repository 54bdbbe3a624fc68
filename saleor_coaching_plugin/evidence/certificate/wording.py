"""The words of a certificate and of the mail that brings it, per language.

Those with braces are filled by `str.format`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from saleor_coaching_plugin.core.languages import said_in
from saleor_coaching_plugin.evidence.stamps.errors import StampLack


@dataclass(frozen=True)
class CertificateWording:
    language: str
    certificate: str
    agreement: str
    order: str
    accepted_by: str
    accepted_for: str
    """Where somebody acted for the one who is bound."""
    capacities: Mapping[str, str]
    somebody: str
    see_page: str
    page: str
    """CSS `content` of the number at the foot of each page."""
    who: str
    name: str
    email: str
    role: str
    roles: Mapping[str, str]
    """By what the ledger says; only those that are worth a row."""
    acting: str
    basis: str
    identified: str
    identifications: Mapping[str, str]
    """By what the ledger says, which is in English."""
    from_where: str
    ip: str
    browser: str
    unknown: str
    what: str
    text: str
    version: str
    attached: str
    sha256: str
    how: str
    when: str
    statement: str
    button: str
    boxes: str
    ticked: str
    not_ticked: str
    optional: str
    were_empty: str
    shown_by: str
    proof: str
    number: str
    entry: str
    position: str
    seal: str
    sealed: str
    not_sealed: str
    stamp: str
    stamped: str
    not_stamped: str
    stamp_lacks: Mapping[StampLack, str]
    countersigned: str
    countersigned_by: str
    issued_by: str
    check: str
    check_words: str
    language_row: str
    fallback: str


_EN = CertificateWording(
    language="en",
    certificate="Certificate of acceptance",
    agreement="Agreement {number}",
    order="Order {number}",
    accepted_by="Accepted by {name} on {when}.",
    accepted_for="Accepted by {acting} as {capacity} of {name} on {when}.",
    capacities={"guardian": "legal guardian", "representative": "authorised representative"},
    somebody="the buyer",
    see_page="The certificate is on page",
    page='"Page " counter(page) " of " counter(pages)',
    who="Who accepted",
    name="Name",
    email="E-mail address",
    role="Role",
    roles={"participant": "participant"},
    acting="Acted for them",
    basis="On the basis of",
    identified="Identified by",
    identifications={},
    from_where="From where",
    ip="IP address {ip}",
    browser="Browser",
    unknown="not recorded",
    what="What was accepted",
    text="Text {number}",
    version="Version of the terms",
    attached="attached as {filename}",
    sha256="SHA-256 of the text",
    how="How it was accepted",
    when="When",
    statement="Statement shown",
    button="Button clicked",
    boxes="Boxes",
    ticked="ticked",
    not_ticked="not ticked",
    optional="optional",
    were_empty="All boxes were empty when they were shown, as the page itself reports.",
    shown_by="Shown by",
    proof="Proof",
    number="Certificate number",
    entry="Entry in the evidence ledger",
    position="entry {position} of its chain",
    seal="Seal of this document",
    sealed="{subject}, key (SHA-256)",
    not_sealed="None: this document could not be sealed. The hashes above prove it all the same.",
    stamp="Time stamp of the entry",
    stamped="{when}, by {authority}",
    not_stamped="No time stamp: {reason}.",
    stamp_lacks={
        StampLack.NO_AUTHORITY: "no authority is set up",
        StampLack.NO_ANSWER: "the authority did not answer",
        StampLack.BAD_ANSWER: "its answer could not be used",
    },
    countersigned="Countersignature",
    countersigned_by="{name}, on {when}",
    issued_by="Issued by",
    check="Check this certificate",
    check_words=(
        "Scan the code, or open {address} and enter the certificate number with the entry or the "
        "SHA-256 of a text. The page tells whether they are genuine, and nothing else."
    ),
    language_row="Language",
    fallback="The text is in “{language}”. There are no words in it for this page, hence English.",
)
_DE = CertificateWording(
    language="de",
    certificate="Nachweis der Zustimmung",
    agreement="Vertrag {number}",
    order="Bestellung {number}",
    accepted_by="Angenommen von {name} am {when}.",
    accepted_for="Angenommen von {acting} ({capacity}) für {name} am {when}.",
    capacities={
        "guardian": "gesetzliche Vertretung",
        "representative": "bevollmächtigte Vertretung",
    },
    somebody="der Käuferin oder dem Käufer",
    see_page="Der Nachweis steht auf Seite",
    page='"Seite " counter(page) " von " counter(pages)',
    who="Wer zugestimmt hat",
    name="Name",
    email="E-Mail-Adresse",
    role="Rolle",
    roles={"participant": "teilnehmende Person"},
    acting="Vertreten durch",
    basis="Auf der Grundlage",
    identified="Identifiziert durch",
    identifications={
        "link mailed to the party": "persönlichen Link in einer Mail an diese Adresse",
        "link mailed to the guardian": (
            "persönlichen Link in einer Mail an die gesetzliche Vertretung"
        ),
        "link mailed to the buyer": "persönlichen Link in einer Mail an diese Adresse",
        "e-mail address of the checkout": "E-Mail-Adresse der Bestellung",
    },
    from_where="Von wo aus",
    ip="IP-Adresse {ip}",
    browser="Browser",
    unknown="nicht aufgezeichnet",
    what="Wozu zugestimmt wurde",
    text="Text {number}",
    version="Version der Bedingungen",
    attached="beigefügt als {filename}",
    sha256="SHA-256 des Textes",
    how="Wie zugestimmt wurde",
    when="Wann",
    statement="Gezeigte Erklärung",
    button="Geklickte Schaltfläche",
    boxes="Kästchen",
    ticked="angekreuzt",
    not_ticked="nicht angekreuzt",
    optional="freiwillig",
    were_empty="Alle Kästchen waren leer, als sie gezeigt wurden; so meldet es die Seite selbst.",
    shown_by="Gezeigt durch",
    proof="Beweis",
    number="Nummer des Nachweises",
    entry="Eintrag im Beweisjournal",
    position="Eintrag {position} seiner Kette",
    seal="Siegel dieses Dokuments",
    sealed="{subject}, Schlüssel (SHA-256)",
    not_sealed=(
        "Keines: Dieses Dokument konnte nicht versiegelt werden. Die Prüfsummen oben beweisen "
        "es dennoch."
    ),
    stamp="Zeitstempel des Eintrags",
    stamped="{when}, von {authority}",
    not_stamped="Kein Zeitstempel: {reason}.",
    stamp_lacks={
        StampLack.NO_AUTHORITY: "es ist keine Stelle dafür eingerichtet",
        StampLack.NO_ANSWER: "die Stelle hat nicht geantwortet",
        StampLack.BAD_ANSWER: "die Antwort der Stelle war nicht brauchbar",
    },
    countersigned="Gegenzeichnung",
    countersigned_by="{name}, am {when}",
    issued_by="Ausgestellt von",
    check="Diesen Nachweis prüfen",
    check_words=(
        "Scannen Sie den Code, oder öffnen Sie {address} und geben Sie die Nummer des Nachweises "
        "mit dem Eintrag oder der SHA-256 eines Textes ein. Die Seite sagt, ob sie echt sind, und "
        "sonst nichts."
    ),
    language_row="Sprache",
    fallback="Der Text ist in „{language}“. Für diese Seite fehlen Worte darin.",
)
_WORDINGS = {words.language: words for words in (_EN, _DE)}


def certificate_wording_for(language: str) -> CertificateWording:
    """The wording in `language`, or of its base language, or English (see `.language`)."""
    return said_in(_WORDINGS, language)
