"""From the page to a PDF, which a process of its own prints within limits.

WeasyPrint is imported only when something is printed: inside Saleor its extra or the Pango
library may be missing, and then nothing but the PDF may be.
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys

from .content import Content
from .printer import TOO_MUCH, Order

SECONDS = 60
"""Of the processor's; thirty pages take about four."""
_PRINTER = f"{__package__}.printer"


class PdfUnavailable(Exception):
    """The extra `pdf` or a library of the system is missing; the message says what."""


class PdfFailed(Exception):
    """This document cannot be printed; the message says why, and cites nothing from it."""


def pdf_available() -> None:
    """Raises PdfUnavailable."""
    # At its first import it tells of each stylesheet that it reads.
    logging.getLogger("weasyprint.progress").setLevel(logging.WARNING)
    try:
        import pyhanko.sign  # noqa: F401
        import segno  # noqa: F401
        import weasyprint  # noqa: F401
    except ImportError as error:
        raise PdfUnavailable(f"The Python package {error.name} is missing.") from error
    except OSError as error:  # cffi's, when it finds no Pango
        raise PdfUnavailable("Pango, a library of the system, is missing.") from error


def pdf_render(html: str, content: Content) -> bytes:
    """Print the page. Raises PdfUnavailable, PdfFailed."""
    pdf_available()
    return order_print(order_of(html, content), seconds=SECONDS)


def order_of(html: str, content: Content) -> Order:
    """With the exact texts attached."""
    return {
        "html": html,
        "identifier": content.entry.hash[:32],
        "at": content.entry.at.isoformat(),
        "files": [
            {"name": text.filename, "title": text.title, "html": text.html}
            for text in content.texts
        ],
    }


def order_print(order: Order, *, seconds: int) -> bytes:
    """The printer's work, ended after so many seconds of the processor. Raises PdfFailed."""
    try:
        done = subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "-P", "-m", _PRINTER, str(seconds)],
            input=json.dumps(order).encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            timeout=5 * seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise _too_much() from None
    if done.returncode < 0 or done.returncode == TOO_MUCH:
        raise _too_much()
    if done.returncode:
        raise PdfFailed(f"It could not be printed ({done.stdout.decode()[:100]}).")
    return done.stdout


def _too_much() -> PdfFailed:
    return PdfFailed("It could not be printed: the text takes too much time or memory.")
