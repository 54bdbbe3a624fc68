"""Prints one page: PDF/A-3a, tagged, with files attached, the same bytes each time.

Runs in a process of its own (`python -m ….printer`), a JSON order in, the PDF out. A text that may
be agreed to can keep WeasyPrint busy for hours (one word of 100,000 letters), and fill the memory.
"""

from __future__ import annotations

import json
import logging
import os
import sys
from collections.abc import Sequence
from datetime import datetime
from typing import TypedDict

from .fonts import font_read

MEMORY = 1536 * 1024 * 1024
"""Of addresses, in bytes; a contract of thirty pages takes a third of it."""
TOO_MUCH = 75
"""What it exits with when the memory is not enough."""


class AttachedFile(TypedDict):
    name: str
    title: str
    html: str


class Order(TypedDict):
    html: str
    identifier: str
    """32 hexadecimal digits."""
    at: str
    """ISO 8601: what the document says about when it was made."""
    files: Sequence[AttachedFile]


def printed(order: Order) -> bytes:
    """Nothing is fetched but our own fonts. For a process that does nothing else."""
    from weasyprint import HTML, Attachment
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class FontsAlone(URLFetcher):
        def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
            return URLFetcherResponse(url, font_read(url), {"Content-Type": "font/woff2"})

    at = datetime.fromisoformat(order["at"])
    # fontTools writes the time into a font that it cuts down, or what this says.
    os.environ["SOURCE_DATE_EPOCH"] = str(int(at.timestamp()))
    attachments = [
        Attachment(
            string=file["html"],
            name=file["name"],
            description=file["title"],
            created=at,
            modified=at,
            relationship="Source",
        )
        for file in order["files"]
    ]
    pdf = HTML(string=order["html"], url_fetcher=FontsAlone()).write_pdf(
        font_config=FontConfiguration(),
        attachments=attachments,
        pdf_identifier=bytes.fromhex(order["identifier"]),
        pdf_variant="pdf/a-3a",
    )
    return bytes(pdf)


def _main(seconds: int) -> int:
    """At most so many of the processor's; the system ends the process after them."""
    import resource  # not on every system, and the plugin must start on any

    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    logging.disable(logging.CRITICAL)  # WeasyPrint's warnings cite the text
    try:
        sys.stdout.buffer.write(printed(json.load(sys.stdin)))
    except MemoryError:
        return TOO_MUCH
    except Exception as error:
        sys.stdout.write(type(error).__name__)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(_main(int(sys.argv[1])))
