"""A sealed PDF, checked as any program for PDFs would."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from .expect import expect


def seal_check(pdf: bytes, *, authority_root: Path) -> str:
    """In words by whom and when it was sealed. Raises Unexpected unless the seal holds."""
    # They come with the extra `pdf`, which a sandbox has and whoever imports this may not.
    from pyhanko.keys import load_cert_from_pemder
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    (signature,) = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
    trust = ValidationContext(trust_roots=[signature.signer_cert])
    authority = ValidationContext(trust_roots=[load_cert_from_pemder(str(authority_root))])
    status: Any = validate_pdf_signature(signature, trust, ts_validation_context=authority)
    expect(status.intact and status.valid, "a seal that holds", status.summary())
    expect(status.coverage.name == "ENTIRE_FILE", "a seal over the whole file", status.coverage)
    stamp = status.timestamp_validity
    expect(stamp is None or stamp.trusted, "a time stamp that holds", status.summary())
    return f"sealed by {status.signing_cert.subject.native['common_name']}" + (
        f", stamped {stamp.timestamp:%Y-%m-%d %H:%M:%S} UTC" if stamp else ""
    )
