"""What documents are sealed with: the operator's PKCS #12, or a certificate that we sign ourselves.

A self-signed one proves that a document was not changed and came from the same sealer as others;
who that is, a reader learns from the coach's own pages, where its fingerprint stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from django.db import transaction

from saleor_coaching_plugin.conf import CoachingSettings, conf
from saleor_coaching_plugin.core.locks import turn_take

from .keys import NewKey, key_in_force, key_rotate
from .models import EvidenceKey, KeyPurpose
from .signing import fingerprint_of, public_pem

VALID = timedelta(days=3650)
_CURVES = {"secp256r1", "secp384r1", "secp521r1"}
# RFC 9336; and what readers asked for before there was that.
_USAGES = [x509.ObjectIdentifier("1.3.6.1.5.5.7.3.36"), ExtendedKeyUsageOID.EMAIL_PROTECTION]


@dataclass(frozen=True)
class SealKey:
    private: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...] = ()
    """What leads from the certificate up to its root, as far as it was given."""

    @property
    def fingerprint(self) -> str:
        return fingerprint_of(self.certificate.public_key())

    @property
    def subject(self) -> str:
        """The common name, or all of the name where there is none."""
        names = self.certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
        return str(names[0].value) if names else self.certificate.subject.rfc4514_string()


class SealUnusable(Exception):
    """The operator's file cannot seal; the message says why, for staff."""


def seal_key(now: datetime) -> SealKey:
    """The key that seals now; our own is made when it is first needed, and anew after ten years.

    Raises SealUnusable.
    """
    settings = conf()
    if settings.seal_pkcs12:
        return _of_operator(settings, now)
    found = key_in_force(KeyPurpose.SEAL, make=seal_key_make, now=now)
    certificate = x509.load_pem_x509_certificate(found.row.certificate.encode())
    if certificate.not_valid_after_utc <= now:
        key_rotate(KeyPurpose.SEAL, make=seal_key_make, now=now)
        return seal_key(now)
    return SealKey(_able_to_sign(found.private), certificate)


def seal_key_make(now: datetime) -> NewKey:
    """ECDSA P-256 with a self-signed certificate in the coach's name."""
    private = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, conf().coach_name[:64])])
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + VALID)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.ExtendedKeyUsage(_USAGES), critical=False)
        .add_extension(
            x509.SubjectKeyIdentifier.from_public_key(private.public_key()), critical=False
        )
        .sign(private, SHA256())
    )
    return NewKey(private, certificate.public_bytes(Encoding.PEM).decode())


def _of_operator(settings: CoachingSettings, now: datetime) -> SealKey:
    password = settings.seal_password.encode() or None
    try:
        store = load_pkcs12(Path(settings.seal_pkcs12).read_bytes(), password)
    except (OSError, ValueError) as error:
        raise SealUnusable(
            f"COACHING_SEAL_PKCS12 cannot be opened ({type(error).__name__}); is "
            "COACHING_SEAL_PASSWORD right?"
        ) from None
    if store.cert is None or store.key is None:
        raise SealUnusable("COACHING_SEAL_PKCS12 must hold a private key and its certificate.")
    certificate = store.cert.certificate
    if not certificate.not_valid_before_utc <= now < certificate.not_valid_after_utc:
        raise SealUnusable("The certificate in COACHING_SEAL_PKCS12 is not valid now.")
    chain = tuple(each.certificate for each in store.additional_certs)
    key = SealKey(_able_to_sign(store.key), certificate, chain)
    _publish(key, now)
    return key


def _able_to_sign(key: object) -> ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey:
    if isinstance(key, rsa.RSAPrivateKey):
        return key
    if isinstance(key, ec.EllipticCurvePrivateKey) and key.curve.name in _CURVES:
        return key
    raise SealUnusable("The key that seals must be RSA, or of the curve P-256, P-384 or P-521.")


def _publish(key: SealKey, now: datetime) -> None:
    """List the operator's key among ours, as the one in force; its private part stays away."""
    if EvidenceKey.objects.filter(pk=key.fingerprint, retired_at=None).exists():
        return
    with transaction.atomic():
        turn_take("seal-key")
        active = EvidenceKey.objects.filter(purpose=KeyPurpose.SEAL, retired_at=None)
        active.exclude(pk=key.fingerprint).update(retired_at=now)
        EvidenceKey.objects.update_or_create(
            id=key.fingerprint,
            defaults={"retired_at": None},
            create_defaults={
                "purpose": KeyPurpose.SEAL,
                "public_key": public_pem(key.certificate.public_key()),
                "certificate": key.certificate.public_bytes(Encoding.PEM).decode(),
                "created_at": now,
            },
        )
