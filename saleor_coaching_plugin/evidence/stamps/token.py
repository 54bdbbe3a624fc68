"""Is this a time stamp, and over what? Pure: the offline verifier calls it with no Django.

It needs the extra `pdf` (pyHanko), whose parts read and verify the CMS signature.
"""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime

from asn1crypto import cms, pem, tsp, x509
from pyhanko.sign.validation.generic_cms import (
    extract_certs_for_validation,
    get_signing_cert_attr,
    validate_sig_integrity,
)
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import PathError, ValidationError

_STRONG = {"sha256", "sha384", "sha512"}


@dataclass(frozen=True)
class StampFound:
    """A time stamp whose signature holds."""

    stamped_at: datetime
    """UTC, as the authority says."""
    authority: str
    """The subject of the certificate that signed it."""
    trusted: bool | None
    """Whether that certificate leads up to one of the given roots; None when none were given."""


class StampInvalid(Exception):
    """It is no time stamp over that digest; the text says why, for people."""


def token_check(der: bytes, digest: bytes, roots_pem: bytes | None) -> StampFound:
    """Check a TimeStampToken (RFC 3161, DER) over a SHA-256 `digest`. Raises StampInvalid.

    Certificates are judged as of the time in the token, so that a stamp outlives them. Whether
    one was revoked is not asked: that would need the network. Raises ValueError when `roots_pem`
    holds no certificate. Must not be called from a coroutine.
    """
    roots = roots_read(roots_pem) if roots_pem is not None else None
    try:
        return _checked(der, digest, roots)
    except StampInvalid:
        raise
    except Exception as error:
        # What the parsers raise on bytes from outside is not listed anywhere.
        name = type(error).__name__
        raise StampInvalid(f"It cannot be read as a time stamp ({name}).") from None


def roots_read(roots_pem: bytes) -> list[x509.Certificate]:
    """The certificates of a PEM file. Raises ValueError when there is none."""
    found = [
        x509.Certificate.load(der)
        for kind, _, der in pem.unarmor(roots_pem, multiple=True)
        if kind == "CERTIFICATE"
    ]
    if not found:
        raise ValueError("the PEM file holds no certificate")
    return found


def _checked(der: bytes, digest: bytes, roots: list[x509.Certificate] | None) -> StampFound:
    signed = _signed_data(der)
    stamp: tsp.TSTInfo = signed["encap_content_info"]["content"].parsed
    _imprint_check(stamp["message_imprint"], digest)
    if len(signed["certificates"] or ()) == 0:
        raise StampInvalid("There is no certificate inside, so nobody can tell who signed it.")
    certificates = extract_certs_for_validation(signed)
    stamped_at = stamp["gen_time"].native.astimezone(UTC)
    _signature_check(signed, certificates.signer_cert)
    _certificate_check(certificates.signer_cert, stamped_at)
    return StampFound(
        stamped_at=stamped_at,
        authority=certificates.signer_cert.subject.human_friendly[:300],
        trusted=None
        if roots is None
        else _leads_to(roots, certificates.signer_cert, certificates.other_certs, stamped_at),
    )


def _signed_data(der: bytes) -> cms.SignedData:
    outer = cms.ContentInfo.load(der, strict=True)
    if outer["content_type"].native != "signed_data":
        raise StampInvalid("It is not signed.")
    signed = outer["content"]
    if signed["encap_content_info"]["content_type"].native != "tst_info":
        raise StampInvalid("What was signed is no time stamp.")
    if len(signed["signer_infos"]) != 1:
        raise StampInvalid("It must have one signature, the authority's own.")
    return signed


def _imprint_check(imprint: tsp.MessageImprint, digest: bytes) -> None:
    algorithm = imprint["hash_algorithm"]["algorithm"].native
    if algorithm != "sha256":
        raise StampInvalid(f"It is over a digest by {algorithm}, where SHA-256 was asked for.")
    if imprint["hashed_message"].native != digest:
        raise StampInvalid("It is over another digest.")


def _signature_check(signed: cms.SignedData, signer: x509.Certificate) -> None:
    (info,) = signed["signer_infos"]
    algorithm = info["digest_algorithm"]["algorithm"].native
    if algorithm not in _STRONG:
        raise StampInvalid(f"Its signature rests on {algorithm}, which can be forged.")
    # RFC 3161 2.4.2 and RFC 5652 5.3 require both; without, parts could be passed off as others.
    attributes = info["signed_attrs"]
    if not attributes or get_signing_cert_attr(attributes) is None:
        raise StampInvalid("The signature does not name the certificate that it was made with.")
    content = hashlib.new(algorithm, bytes(signed["encap_content_info"]["content"])).digest()
    intact, valid = validate_sig_integrity(
        info, signer, expected_content_type="tst_info", actual_digest=content
    )
    if not (intact and valid):
        raise StampInvalid("Its signature is broken: something was changed.")


def _certificate_check(signer: x509.Certificate, stamped_at: datetime) -> None:
    usage = signer.extended_key_usage_value
    # RFC 3161 2.3: this purpose alone, and marked as critical.
    if usage is None or usage.native != ["time_stamping"] or not _is_critical(signer):
        raise StampInvalid("The certificate that signed it is not one for time stamps.")
    validity = signer["tbs_certificate"]["validity"]
    if not validity["not_before"].native <= stamped_at <= validity["not_after"].native:
        raise StampInvalid("The certificate that signed it was not valid at that time.")


def _is_critical(signer: x509.Certificate) -> bool:
    return "extended_key_usage" in signer.critical_extensions


def _leads_to(
    roots: list[x509.Certificate],
    signer: x509.Certificate,
    others: list[x509.Certificate],
    moment: datetime,
) -> bool:
    context = ValidationContext(trust_roots=roots, moment=moment, allow_fetching=False)
    validator = CertificateValidator(signer, others, context)
    try:
        asyncio.run(validator.async_validate_usage(set(), {"time_stamping"}))
    except (PathError, ValidationError):
        return False
    return True
