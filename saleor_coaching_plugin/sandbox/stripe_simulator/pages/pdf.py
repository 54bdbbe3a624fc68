"""A one-page PDF of plain text lines, so that an invoice's PDF link answers with a PDF.

Latin letters only (Helvetica with WinAnsi encoding): the simulator's PDF is a stand-in.
PDF 1.4, https://opensource.adobe.com/dc-acrobat-sdk-docs/pdfstandards/pdfreference1.4.pdf
"""

from __future__ import annotations

from collections.abc import Sequence

_MAX_LINES = 45
_MAX_WIDTH = 90


def text_pdf(lines: Sequence[str]) -> bytes:
    """A4, 16 points from line to line; what does not fit is cut off."""
    content = b"BT /F1 11 Tf 16 TL 56 780 Td\n"
    content += b"".join(b"(%s) Tj T*\n" % _literal(line) for line in lines[:_MAX_LINES]) + b"ET"
    return _file(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    )


def _literal(line: str) -> bytes:
    plain = " ".join(line.split())[:_MAX_WIDTH].encode("cp1252", errors="replace")
    return plain.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def _file(*objects: bytes) -> bytes:
    out = b"%PDF-1.4\n"
    offsets = []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\n" % (len(objects) + 1)
    return out + b"startxref\n%d\n%%%%EOF\n" % start
