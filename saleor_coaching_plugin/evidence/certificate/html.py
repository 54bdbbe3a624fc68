"""The certificate as a page to print: the accepted texts first, then the proof."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC
from html import unescape
from typing import Any

from saleor_coaching_plugin.conf import conf
from saleor_coaching_plugin.core.links import page_url
from saleor_coaching_plugin.core.pages import page_render

from .content import Content
from .fonts import font_faces, font_family
from .paper import Paper, paper_of
from .proofs import Proofs
from .qr import qr_svg
from .sections import accepted_line, certificate_sections
from .wording import CertificateWording, certificate_wording_for


def certificate_html(content: Content, proofs: Proofs, *, paper: Paper | None = None) -> str:
    """A whole page with its style; `paper` overrides what the client's country uses."""
    words = certificate_wording_for(content.language)
    link = check_link(content)
    context = {
        "content": content,
        "check_link": link,
        "qr": qr_svg(link),
        "created": f"{content.entry.at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "check_words": words.check_words.format(address=page_url("verify/")),
        "issuer": conf(),
        **proof_context(content, proofs, words),
    }
    body = page_render("certificate/body.html", context)
    style = {
        "faces": font_faces(unescape(body)),
        "serif": font_family("Serif", "Georgia, serif"),
        "sans": font_family("Sans", "Helvetica, Arial, sans-serif"),
        "mono": font_family("Mono", "Menlo, Consolas, monospace"),
        "paper": paper or paper_of(content.country, content.language),
        "page_number": words.page,
    }
    css = page_render("certificate/certificate.css", style)
    return page_render("certificate/document.html", {**context, "css": css, "body": body})


def proof_context(
    content: Content, proofs: Proofs | None, words: CertificateWording
) -> Mapping[str, Any]:
    """What `certificate/sections.html` and a heading above it need, on whatever page."""
    about = subject_of(content, words)
    return {
        "words": words,
        "about": about,
        "heading": f"{words.certificate}: {content.title}",
        "line": accepted_line(content, words),
        "sections": certificate_sections(content, proofs, words),
    }


def check_link(content: Content) -> str:
    """The page that tells of this very certificate whether it is genuine."""
    return page_url(f"verify/{content.number}/{content.entry.hash}/")


def subject_of(content: Content, words: CertificateWording) -> str:
    """`Agreement AG-2027-0001` or `Order 21`."""
    if content.agreement_number:
        return words.agreement.format(number=content.agreement_number)
    return words.order.format(number=content.order_number)
