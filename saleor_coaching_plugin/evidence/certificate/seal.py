"""Seal a PDF: PAdES (ETSI EN 319 142-1), level B-B, with the authority's time stamp B-T.

The seal covers the whole file and allows no change after it.
"""

from __future__ import annotations

import logging
from io import BytesIO

from asn1crypto import keys, x509
from asn1crypto.parser import peek
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_private_key,
)
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError
from pyhanko_certvalidator.registry import SimpleCertificateStore

from saleor_coaching_plugin.evidence.seal_keys import SealKey

logger = logging.getLogger(__name__)

FIELD = "Seal"
_ROOMY = 48 * 1024
"""Hexadecimal digits, more than any signature with its certificates and time stamp needs."""
_MOST_STAMPS = 4


def pdf_seal(pdf: bytes, key: SealKey, *, reason: str, timestamper: TimeStamper | None) -> bytes:
    """The sealed file. Without an answer of the authority it is sealed without its time stamp."""
    try:
        return _filled(pdf, key, reason, timestamper)
    except TimestampRequestError:
        logger.warning("A document is sealed without a time stamp: the authority gave none.")
        return _filled(pdf, key, reason, None)


def _filled(pdf: bytes, key: SealKey, reason: str, timestamper: TimeStamper | None) -> bytes:
    """With just as much room for the signature as it takes.

    What is left of the room is zeros that no reader looks at: somebody could write there unseen.
    How long a time stamp will be nobody knows before it is there, so a few may stay with one.
    """
    sealed = _sealed(pdf, key, reason, timestamper, _ROOMY)
    for _ in range(1, _MOST_STAMPS):
        needed = _digits_used(sealed)
        try:
            sealed = _sealed(pdf, key, reason, timestamper, needed)
        except SigningError:
            continue  # this time it is a little longer
        if _digits_used(sealed) == needed:
            break
    return sealed


def _sealed(
    pdf: bytes, key: SealKey, reason: str, timestamper: TimeStamper | None, digits: int
) -> bytes:
    metadata = PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        name=key.subject,
        reason=reason,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
    )
    signer = PdfSigner(metadata, _signer(key), timestamper=timestamper)
    sealed = signer.sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)), bytes_reserved=digits)
    return bytes(sealed.getvalue())


def _digits_used(sealed: bytes) -> int:
    """By the signature itself, of the room that it has."""
    [signature] = PdfFileReader(BytesIO(sealed)).embedded_signatures
    return 2 * int(peek(signature.pkcs7_content))


class _SteadySigner(SimpleSigner):
    """Makes ECDSA signatures of one length; by themselves they differ by a byte or two."""

    def sign_raw(self, data: bytes, digest_algorithm: str) -> bytes:
        public = load_der_private_key(self.signing_key.dump(), password=None).public_key()
        signature: bytes = super().sign_raw(data, digest_algorithm)
        if isinstance(public, EllipticCurvePublicKey):
            usual = 7 + 2 * ((public.curve.key_size + 7) // 8)
            while len(signature) != usual:
                signature = super().sign_raw(data, digest_algorithm)
        return signature


def _signer(key: SealKey) -> SimpleSigner:
    private = key.private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    certificate, *chain = [
        x509.Certificate.load(each.public_bytes(Encoding.DER))
        for each in (key.certificate, *key.chain)
    ]
    return _SteadySigner(
        signing_cert=certificate,
        signing_key=keys.PrivateKeyInfo.load(private),
        cert_registry=SimpleCertificateStore.from_certs(chain),
    )
