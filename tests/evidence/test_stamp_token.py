"""What counts as a time stamp over a digest, and what only looks like one."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta

import pytest
from asn1crypto import cms, tsp
from cryptography.x509.oid import ExtendedKeyUsageOID
from hypothesis import given
from hypothesis import strategies as st

from saleor_coaching_plugin.evidence.stamps.token import StampInvalid, token_check
from saleor_coaching_plugin.sandbox.time_authority.answers import answer_make
from saleor_coaching_plugin.sandbox.time_authority.certificates import Signer, signer_make
from saleor_coaching_plugin.sandbox.time_authority.faults import Fault

DIGEST = hashlib.sha256(b"the head of a chain").digest()
MOMENT = datetime(2027, 5, 1, 9, 0, tzinfo=UTC)


def _token(signer: Signer, *, fault: Fault = Fault.NONE, now: datetime = MOMENT) -> bytes:
    request = tsp.TimeStampReq(
        {
            "version": "v1",
            "message_imprint": {
                "hash_algorithm": {"algorithm": "sha256"},
                "hashed_message": DIGEST,
            },
            "cert_req": True,
        }
    )
    answer = answer_make(request.dump(), signer, now=now, fault=fault)
    token: bytes = tsp.TimeStampResp.load(answer)["time_stamp_token"].dump()
    return token


def test_a_good_stamp_tells_when_by_whom_and_that_it_leads_to_a_root(
    authority_signer: Signer,
) -> None:
    found = token_check(_token(authority_signer), DIGEST, authority_signer.root_pem)
    assert found.stamped_at == MOMENT
    assert found.authority == "Common Name: Time stamps of the tests"
    assert found.trusted is True


def test_without_roots_nothing_is_said_of_trust(authority_signer: Signer) -> None:
    assert token_check(_token(authority_signer), DIGEST, None).trusted is None


def test_under_another_root_it_is_not_trusted(authority_signer: Signer) -> None:
    token = _token(authority_signer, fault=Fault.UNTRUSTED)
    assert token_check(token, DIGEST, authority_signer.root_pem).trusted is False


def test_roots_without_a_certificate_are_an_error_of_the_caller(authority_signer: Signer) -> None:
    with pytest.raises(ValueError, match="PEM"):
        token_check(_token(authority_signer), DIGEST, b"nothing of the kind")


def test_a_stamp_outlives_its_certificate() -> None:
    ended = signer_make("Ended", until=datetime.now(UTC) - timedelta(days=1))
    earlier = datetime.now(UTC) - timedelta(days=30)
    assert token_check(_token(ended, now=earlier), DIGEST, ended.root_pem).trusted is True


def test_a_certificate_that_was_over_by_then_stamps_nothing() -> None:
    ended = signer_make("Ended", until=datetime.now(UTC) - timedelta(days=1))
    with pytest.raises(StampInvalid, match="not valid at that time"):
        token_check(_token(ended, now=datetime.now(UTC)), DIGEST, None)


def test_another_digest_is_told(authority_signer: Signer) -> None:
    with pytest.raises(StampInvalid, match="over another digest"):
        token_check(_token(authority_signer), hashlib.sha256(b"other").digest(), None)


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (Fault.WRONG_ALGORITHM, "by sha512, where SHA-256 was asked for"),
        (Fault.BROKEN_SIGNATURE, "signature is broken"),
        (Fault.WRONG_PURPOSE, "not one for time stamps"),
    ],
)
def test_what_is_wrong_with_it_is_told(authority_signer: Signer, fault: Fault, words: str) -> None:
    with pytest.raises(StampInvalid, match=words):
        token_check(_token(authority_signer, fault=fault), DIGEST, None)


def test_a_purpose_that_is_not_critical_is_none() -> None:
    with pytest.raises(StampInvalid, match="not one for time stamps"):
        token_check(_token(signer_make("Lax", critical=False)), DIGEST, None)


def test_a_certificate_for_code_is_none_for_time() -> None:
    signer = signer_make("Code", purpose=ExtendedKeyUsageOID.CODE_SIGNING)
    with pytest.raises(StampInvalid, match="not one for time stamps"):
        token_check(_token(signer), DIGEST, None)


def test_without_a_certificate_inside_nobody_can_tell_who_signed(authority_signer: Signer) -> None:
    token = cms.ContentInfo.load(_token(authority_signer))
    token["content"]["certificates"] = []
    with pytest.raises(StampInvalid, match="no certificate inside"):
        token_check(token.dump(), DIGEST, None)


def test_signed_attributes_cannot_be_left_out(authority_signer: Signer) -> None:
    """Without them a signature over other content could be passed off as a stamp's."""
    token = cms.ContentInfo.load(_token(authority_signer))
    token["content"]["signer_infos"][0]["signed_attrs"] = None
    with pytest.raises(StampInvalid, match="does not name the certificate"):
        token_check(token.dump(force=True), DIGEST, None)


def test_a_second_signature_is_not_looked_past(authority_signer: Signer) -> None:
    token = cms.ContentInfo.load(_token(authority_signer))
    (info,) = token["content"]["signer_infos"]
    token["content"]["signer_infos"] = [info, info.copy()]
    with pytest.raises(StampInvalid, match="one signature"):
        token_check(token.dump(force=True), DIGEST, None)


def test_more_bytes_after_it_are_refused(authority_signer: Signer) -> None:
    with pytest.raises(StampInvalid, match="cannot be read"):
        token_check(_token(authority_signer) + b"\0", DIGEST, None)


@given(nonsense=st.binary(max_size=200))
def test_nonsense_is_told_as_such(nonsense: bytes) -> None:
    with pytest.raises(StampInvalid):
        token_check(nonsense, DIGEST, None)


def test_no_flipped_bit_moves_the_time_or_the_authority(authority_signer: Signer) -> None:
    """Bits that nobody signed may flip unseen, as in a copied serial number; the rest may not."""
    token = _token(authority_signer)
    root = authority_signer.root_pem
    good = token_check(token, DIGEST, root)
    refused = 0
    for place in range(len(token)):
        flipped = bytearray(token)
        flipped[place] ^= 1 << (place % 8)
        try:
            found = token_check(bytes(flipped), DIGEST, root)
        except StampInvalid:
            refused += 1
        else:
            assert found == good or not found.trusted, place
    assert refused > len(token) * 0.4
