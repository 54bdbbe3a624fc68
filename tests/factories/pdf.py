"""Certificates as PDF, and what readers find in them."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from asn1crypto import x509
from asn1crypto.pem import unarmor

from saleor_coaching_plugin.evidence.certificate.pdf import PdfUnavailable, pdf_available
from saleor_coaching_plugin.evidence.models import EvidenceKey

try:
    pdf_available()
    _missing = ""
except PdfUnavailable as reason:
    _missing = str(reason)

needs_pdf = pytest.mark.skipif(bool(_missing), reason=_missing or "nothing is missing")


def seal_status(pdf: bytes) -> Any:
    """pyHanko's verdict on the one seal; our own keys' certificates are trusted, no others.

    It takes a certificate that it trusts for the copy in the file, so that is compared here.
    """
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    keys = EvidenceKey.objects.filter(purpose="seal")
    roots = [x509.Certificate.load(unarmor(key.certificate.encode())[2]) for key in keys]
    [seal] = PdfFileReader(BytesIO(pdf)).embedded_signatures
    assert seal.signer_cert.dump() in [each.dump() for each in roots], (
        "the certificate in the file is none of ours"
    )
    trust = ValidationContext(trust_roots=roots, allow_fetching=False)
    return validate_pdf_signature(seal, trust)


def pdf_text(pdf: bytes) -> str:
    """All pages, each run of white space as one space."""
    from pypdf import PdfReader

    pages = PdfReader(BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def pdf_files(pdf: bytes) -> dict[str, bytes]:
    """What is attached, by name."""
    from pypdf import PdfReader

    return {name: files[0] for name, files in PdfReader(BytesIO(pdf)).attachments.items()}
