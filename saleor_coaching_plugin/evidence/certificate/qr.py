"""A QR code as an SVG to stand inside a page."""

from __future__ import annotations


def qr_svg(address: str) -> str:
    """Without a quiet zone: the page leaves room around it."""
    import segno  # comes with the extra `pdf`, without which only the PDF is missing

    return str(segno.make(address, error="m", micro=False).svg_inline(border=0, omitsize=True))
