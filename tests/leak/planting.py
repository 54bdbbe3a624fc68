"""Ways to hide a text in a copy of what a participant got, one for each channel."""

from __future__ import annotations

import base64
import email
import email.policy
import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from email.message import EmailMessage

from pypdf import PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject
from search import Piece

Plant = Callable[[Piece, str], Piece]


def _inserted(before: bytes) -> Plant:
    """In front of the first of these bytes."""

    def plant(piece: Piece, text: str) -> Piece:
        assert before in piece.content
        return _with(piece, piece.content.replace(before, text.encode() + before, 1))

    return plant


def _markup(piece: Piece, text: str) -> Piece:
    """Each letter in an element of its own."""
    cut = "".join(f"<b>{letter}</b>" for letter in text)
    return _inserted(b"</main>")(piece, cut)


def _header(piece: Piece, text: str) -> Piece:
    return _with(
        piece, piece.content + f"\nX-Paid: {text.encode('unicode_escape').decode()}".encode()
    )


def _mail_header(piece: Piece, text: str) -> Piece:
    mail = _mail(piece)
    mail["X-Note"] = text
    return _with(piece, mail.as_bytes())


def _mail_body(encoding: str) -> Plant:
    def plant(piece: Piece, text: str) -> Piece:
        mail = _mail(piece)
        body = mail.get_body(("plain",))
        assert isinstance(body, EmailMessage)
        body.set_content(f"Grüße\n{text}\n", cte=encoding)
        return _with(piece, mail.as_bytes())

    return plant


def _attachment(piece: Piece, text: str) -> Piece:
    return _attached(piece, text.encode(), "note.bin")


def _attachment_name(piece: Piece, text: str) -> Piece:
    return _attached(piece, b"nothing", f"für {text}.bin")


def _attached(piece: Piece, content: bytes, name: str) -> Piece:
    mail = _mail(piece)
    mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return _with(piece, mail.as_bytes())


def _zip(piece: Piece, text: str) -> Piece:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("folder/paid.txt", text)
    return _attached(piece, packed.getvalue(), "all.zip")


def _pdf_text(piece: Piece, text: str) -> Piece:
    """Drawn on the first page in a standard font, so letters that it has not are left out."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(piece.content)))
    page = writer.pages[0]
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
            NameObject("/Encoding"): NameObject("/WinAnsiEncoding"),
        }
    )
    page["/Resources"]["/Font"][NameObject("/Planted")] = writer._add_object(font)
    drawn = DecodedStreamObject()
    drawn.set_data(
        b"BT /Planted 9 Tf 40 40 Td <" + text.encode("cp1252").hex().encode() + b"> Tj ET"
    )
    page[NameObject("/Contents")] = writer._add_object(drawn.flate_encode())
    return _written(piece, writer)


def _pdf_information(piece: Piece, text: str) -> Piece:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(piece.content)))
    writer.add_metadata({"/Keywords": text})
    return _written(piece, writer)


def _pdf_xmp(piece: Piece, text: str) -> Piece:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(piece.content)))
    xmp = DecodedStreamObject()
    xmp.set_data(
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf='
        '"http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" '
        f'xmlns:p="urn:p">{text}</rdf:Description></rdf:RDF></x:xmpmeta>'.encode()
    )
    writer.root_object[NameObject("/Metadata")] = writer._add_object(xmp.flate_encode())
    return _written(piece, writer)


def _pdf_file(piece: Piece, text: str) -> Piece:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(piece.content)))
    writer.add_attachment("data.json", json.dumps({"paid": text}).encode())
    return _written(piece, writer)


def _pdf_file_name(piece: Piece, text: str) -> Piece:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(piece.content)))
    writer.add_attachment(f"{text}.txt", b"nothing")
    return _written(piece, writer)


def _json_value(piece: Piece, text: str) -> Piece:
    """Escaped, as JSON without other letters than ASCII has it."""
    answer = json.loads(piece.content)
    answer["planted"] = [{"note": text}]
    return _with(piece, json.dumps(answer).encode())


def _json_in_json(piece: Piece, text: str) -> Piece:
    return _json_value(piece, json.dumps({"facts": text}))


def _json_base64(piece: Piece, text: str) -> Piece:
    return _json_value(piece, base64.b64encode(f"Order:{text}".encode()).decode())


def _error(piece: Piece, text: str) -> Piece:
    return _json_value(piece, f"No: {text} is still to be paid.")


def _written(piece: Piece, writer: PdfWriter) -> Piece:
    content = io.BytesIO()
    writer.write(content)
    return _with(piece, content.getvalue())


def _mail(piece: Piece) -> EmailMessage:
    mail = email.message_from_bytes(piece.content, policy=email.policy.SMTP)
    assert isinstance(mail, EmailMessage)
    return mail


def _with(piece: Piece, content: bytes) -> Piece:
    assert content != piece.content
    return replace(piece, content=content)


PLANTS: dict[str, tuple[str, Plant]] = {
    "page": ("page", _inserted(b"</main>")),
    "markup of a page": ("page", _markup),
    "error page": ("error page", _inserted(b"</main>")),
    "header": ("header", _header),
    "mail body, quoted-printable": ("mail", _mail_body("quoted-printable")),
    "mail body, base64": ("mail", _mail_body("base64")),
    "mail header": ("mail", _mail_header),
    "attachment": ("mail", _attachment),
    "file name of an attachment": ("mail", _attachment_name),
    "zip in a mail": ("mail", _zip),
    "PDF text": ("pdf", _pdf_text),
    "PDF information": ("pdf", _pdf_information),
    "PDF XMP": ("pdf", _pdf_xmp),
    "PDF file": ("pdf", _pdf_file),
    "name of a PDF's file": ("pdf", _pdf_file_name),
    "GraphQL field": ("GraphQL", _json_value),
    "GraphQL string of JSON": ("GraphQL", _json_in_json),
    "GraphQL id": ("GraphQL", _json_base64),
    "GraphQL error": ("GraphQL", _error),
    "export": ("export", _json_value),
    "log": ("log", _inserted(b" ")),
}
"""What is planted -> (in a piece of which kind, how)."""
