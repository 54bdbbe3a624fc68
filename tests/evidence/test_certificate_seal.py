"""The seal: valid over the whole file, broken by any change, with the operator's key too."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from asn1crypto import cms
from certificate_examples import BARE, content
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates
from cryptography.x509.oid import NameOID
from factories.agreements import agreement_accepted
from factories.ledger import acceptance_entry
from factories.pdf import needs_pdf, pdf_text, seal_status

from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.evidence.certificate.html import certificate_html
from saleor_coaching_plugin.evidence.certificate.pdf import pdf_render
from saleor_coaching_plugin.evidence.documents import certificate_make
from saleor_coaching_plugin.evidence.keys import key_rotate
from saleor_coaching_plugin.evidence.models import Certificate, EvidenceKey, TimeStamp
from saleor_coaching_plugin.evidence.numbers import certificate_number
from saleor_coaching_plugin.evidence.seal_keys import SealUnusable, seal_key, seal_key_make
from saleor_coaching_plugin.evidence.selectors import entry_by_number
from saleor_coaching_plugin.evidence.signing import fingerprint_of
from saleor_coaching_plugin.sandbox.time_authority.faults import Fault
from saleor_coaching_plugin.sandbox.time_authority.server import TimeAuthority

pytestmark = [pytest.mark.django_db, needs_pdf]


def made() -> Certificate:
    """The certificate of an agreement that was accepted just now."""
    agreement_accepted(now=utc_now())
    return certificate_make(entry_id=acceptance_entry().pk, now=utc_now())


def content_in(certificate: Certificate) -> bytes:
    assert certificate.content is not None, certificate.last_error
    return bytes(certificate.content)


def assert_sealed(pdf: bytes) -> Any:
    from pyhanko.sign.validation.status import SignatureCoverageLevel

    status = seal_status(pdf)
    assert status.bottom_line
    assert (status.intact, status.valid, status.trusted) == (True, True, True)
    assert status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    return status


def test_the_seal_is_valid_over_the_whole_file_and_its_key_is_printed() -> None:
    certificate = made()
    pdf = content_in(certificate)
    status = assert_sealed(pdf)
    key = EvidenceKey.objects.get(purpose="seal")
    assert status.signing_cert.public_key.dump() == _public(key)
    assert key.pk in pdf_text(pdf).replace(" ", "")
    assert certificate.lacks == ["time_stamp"]
    assert "No time stamp: no authority is set up." in pdf_text(pdf)


def _public(key: EvidenceKey) -> bytes:
    from cryptography.hazmat.primitives.serialization import (
        PublicFormat,
        load_pem_public_key,
    )

    public = load_pem_public_key(key.public_key.encode())
    return public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def test_a_flipped_bit_breaks_the_seal_wherever_it_is() -> None:
    """But for bits that say the same either way: A or a in a digit, how an algorithm is named."""
    pdf = content_in(made())
    start = pdf.rindex(b"/Contents <") + 11
    end = pdf.index(b">", start)
    places = [*range(0, start, 149), *range(start - 40, end + 40, 23), *range(end, len(pdf), 61)]
    passed = []
    for number, place in enumerate(places):
        flipped = bytearray(pdf)
        flipped[place] ^= 1 << (number % 8)
        if _passes(bytes(flipped)):
            passed.append(place)
            assert start <= place < end
            assert _proof_in(flipped[start:end]) == _proof_in(pdf[start:end])
    assert len(places) > 300
    assert len(passed) < len(places) / 10


def _passes(pdf: bytes) -> bool:
    try:
        return bool(seal_status(pdf).bottom_line)
    except Exception:  # whatever a broken file makes a reader say
        return False


def _proof_in(digits: bytes) -> tuple[bytes, ...]:
    """What the signature is over, itself, and the certificate that it is checked with."""
    signed = cms.ContentInfo.load(bytes.fromhex(digits.decode()))["content"]
    [signer], [certificate] = signed["signer_infos"], signed["certificates"]
    attributes = signer["signed_attrs"].untag().dump()
    return attributes, signer["signature"].native, certificate.chosen.dump()


def test_a_flipped_bit_gives_the_file_another_hash_than_the_one_on_record() -> None:
    certificate = made()
    pdf = content_in(certificate)
    number = certificate_number(certificate.entry.hash)
    assert entry_by_number(number, hashlib.sha256(pdf).hexdigest()) == certificate.entry
    for place in range(0, len(pdf), 997):
        flipped = bytearray(pdf)
        flipped[place] ^= 1 << (place % 8)
        assert entry_by_number(number, hashlib.sha256(flipped).hexdigest()) is None


def test_no_room_is_left_in_the_signature_to_write_in() -> None:
    pdf = content_in(made())
    place = pdf.rindex(b"/Contents <") + 11
    assert not pdf[place : pdf.index(b">", place)].endswith(b"0" * 8)


def test_what_is_appended_is_detected() -> None:
    pdf = content_in(made())
    assert not _passes(pdf + b"\n%%EOF\n")


def test_the_key_is_made_once_and_after_ten_years_anew() -> None:
    now = utc_now()
    first = seal_key(now)
    assert seal_key(now + timedelta(days=3000)).fingerprint == first.fingerprint
    later = seal_key(now + timedelta(days=3700))
    assert later.fingerprint != first.fingerprint
    assert EvidenceKey.objects.get(pk=first.fingerprint).retired_at is not None


def test_a_document_sealed_before_the_key_was_rotated_stays_valid() -> None:
    pdf = content_in(made())
    key_rotate("seal", make=seal_key_make, now=utc_now())  # type: ignore[arg-type]
    assert_sealed(pdf)


# time stamps


def test_with_an_authority_entry_and_seal_are_stamped(time_authority: TimeAuthority) -> None:
    certificate = made()
    pdf = content_in(certificate)
    assert certificate.lacks == []
    assert TimeStamp.objects.get().digest == acceptance_entry().hash
    stamp = stamp_in(pdf)
    assert (stamp.intact, stamp.valid) == (True, True)
    assert abs(stamp.timestamp - utc_now()) < timedelta(minutes=1)
    assert "Time stamps of the tests" in pdf_text(pdf)


def stamp_in(pdf: bytes) -> Any:
    """pyHanko's verdict on the time stamp of the seal, None without one."""
    status = seal_status(pdf)
    assert (status.intact, status.valid) == (True, True)
    return status.timestamp_validity


def test_without_its_answer_the_document_says_so(time_authority: TimeAuthority) -> None:
    time_authority.fault = Fault.UNAVAILABLE
    certificate = made()
    assert time_authority.asked == 1
    pdf = content_in(certificate)
    assert certificate.lacks == ["time_stamp"]
    assert "No time stamp: the authority did not answer." in pdf_text(pdf)
    assert stamp_in(pdf) is None
    assert not TimeStamp.objects.exists()


# the operator's key


@pytest.fixture
def store(settings: Any, tmp_path: Path) -> Any:
    """Writes a PKCS #12 file and points the settings to it."""

    def write(private: Any = None, *, password: str = "secret", days: int = 30) -> x509.Certificate:
        key = private or ec.generate_private_key(ec.SECP384R1())
        certificate = _certificate(key, days)
        encryption = BestAvailableEncryption(b"secret")
        content = serialize_key_and_certificates(b"seal", key, certificate, None, encryption)
        path = tmp_path / "seal.p12"
        path.write_bytes(content)
        settings.COACHING_SEAL_PKCS12 = str(path)
        settings.COACHING_SEAL_PASSWORD = password
        return certificate

    return write


def _certificate(key: PrivateKeyTypes, days: int) -> x509.Certificate:
    from cryptography.hazmat.primitives.hashes import SHA256

    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Morgan Ltd")])
    now = datetime.now(UTC)
    usage = [True, True, *[False] * 7]
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())  # type: ignore[arg-type]
        .serial_number(7)
        .not_valid_before(now - timedelta(days=60))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.KeyUsage(*usage), critical=True)
        .sign(key, None if isinstance(key, ed25519.Ed25519PrivateKey) else SHA256())  # type: ignore[arg-type]
    )


def test_the_operators_key_seals_and_is_listed_as_the_one_in_force(store: Any) -> None:
    own = seal_key(utc_now())
    certificate = store()
    pdf = content_in(made())
    assert assert_sealed(pdf).signing_cert.subject.native["common_name"] == "Morgan Ltd"
    assert "Morgan Ltd" in pdf_text(pdf)
    [active] = EvidenceKey.objects.filter(purpose="seal", retired_at=None)
    assert active.pk == fingerprint_of(certificate.public_key())
    assert active.sealed_private_key == ""
    assert EvidenceKey.objects.get(pk=own.fingerprint).retired_at is not None


def test_taken_out_of_the_settings_again_our_own_seals(store: Any, settings: Any) -> None:
    store()
    operators = seal_key(utc_now())
    settings.COACHING_SEAL_PKCS12 = ""
    assert seal_key(utc_now()).fingerprint != operators.fingerprint
    store_again = EvidenceKey.objects.get(pk=operators.fingerprint)
    assert store_again.retired_at is not None


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"password": "wrong"}, "COACHING_SEAL_PASSWORD"),
        ({"days": -1}, "not valid now"),
        ({"private": ed25519.Ed25519PrivateKey.generate()}, "must be RSA"),
        ({"private": ec.generate_private_key(ec.SECP256K1())}, "P-256"),
    ],
)
def test_a_file_that_cannot_seal_is_refused_in_words(
    changes: dict[str, Any], words: str, store: Any
) -> None:
    store(**changes)
    with pytest.raises(SealUnusable, match=words):
        seal_key(utc_now())


def test_without_a_seal_the_document_is_made_and_says_so(settings: Any) -> None:
    settings.COACHING_SEAL_PKCS12 = "/nowhere/seal.p12"
    certificate = made()
    assert certificate.lacks == ["seal", "time_stamp"]
    assert "this document could not be sealed" in pdf_text(content_in(certificate))


def test_before_it_is_sealed_the_document_is_the_same_each_time() -> None:
    found = content()
    html = certificate_html(found, BARE)
    assert pdf_render(html, found) == pdf_render(html, found)
