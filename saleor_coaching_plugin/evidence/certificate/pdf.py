"""From the page to a PDF: PDF/A-3a, tagged, the exact texts attached, the same bytes each time.

WeasyPrint is imported only when something is printed: inside Saleor its extra or the Pango
library may be missing, and then nothing but the PDF may be.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from .content import Content
from .fonts import font_read

_TURN = threading.Lock()
"""What is set below is the whole process's."""


class PdfUnavailable(Exception):
    """The extra `pdf` or a library of the system is missing; the message says what."""


def pdf_available() -> None:
    """Raises PdfUnavailable."""
    try:
        with _quiet():
            import pyhanko.sign  # noqa: F401
            import segno  # noqa: F401
            import weasyprint  # noqa: F401
    except ImportError as error:
        raise PdfUnavailable(f"The Python package {error.name} is missing.") from error
    except OSError as error:  # cffi's, when it finds no Pango
        raise PdfUnavailable("Pango, a library of the system, is missing.") from error


def pdf_render(html: str, content: Content) -> bytes:
    """Print the page. Nothing is fetched but our own fonts. Raises PdfUnavailable."""
    pdf_available()
    from weasyprint import HTML, Attachment
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class FontsAlone(URLFetcher):
        def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
            return URLFetcherResponse(url, font_read(url), {"Content-Type": "font/woff2"})

    accepted_at = content.entry.at
    attachments = [
        Attachment(
            string=text.html,
            name=text.filename,
            description=text.title,
            created=accepted_at,
            modified=accepted_at,
            relationship="Source",
        )
        for text in content.texts
    ]
    with _TURN, _clock_standing(accepted_at), _quiet():
        pdf = HTML(string=html, url_fetcher=FontsAlone()).write_pdf(
            font_config=FontConfiguration(),
            attachments=attachments,
            pdf_identifier=bytes.fromhex(content.entry.hash)[:16],
            pdf_variant="pdf/a-3a",
        )
    return bytes(pdf)


@contextmanager
def _clock_standing(at: datetime) -> Iterator[None]:
    """fontTools writes the time into a font that it cuts down, or what SOURCE_DATE_EPOCH says."""
    before = os.environ.get("SOURCE_DATE_EPOCH")
    os.environ["SOURCE_DATE_EPOCH"] = str(int(at.timestamp()))
    try:
        yield
    finally:
        if before is None:
            del os.environ["SOURCE_DATE_EPOCH"]
        else:
            os.environ["SOURCE_DATE_EPOCH"] = before


@contextmanager
def _quiet() -> Iterator[None]:
    """Both tell of each step, and WeasyPrint's warnings cite the text."""
    names = ("weasyprint", "weasyprint.progress", "fontTools")
    loggers = [logging.getLogger(name) for name in names]
    before = [each.level for each in loggers]
    for each in loggers:
        each.setLevel(logging.ERROR)
    try:
        yield
    finally:
        for each, level in zip(loggers, before, strict=True):
            each.setLevel(level)
