"""What it answers to a request: a time stamp, or what a fault makes of it."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime
from functools import cache

from asn1crypto import tsp
from cryptography.x509.oid import ExtendedKeyUsageOID
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper

from saleor_coaching_plugin.evidence.stamps.client import TimeStampResponse

from .certificates import Signer, signer_make
from .faults import Fault


def answer_make(request: bytes, signer: Signer, *, now: datetime, fault: Fault) -> bytes:
    """TimeStampResp, DER. Raises ValueError for what is no TimeStampReq."""
    asked = tsp.TimeStampReq.load(request, strict=True)
    asked["message_imprint"]["hashed_message"].native  # noqa: B018 - parse it now
    if fault is Fault.REFUSED:
        return _refusal()
    if fault in _OTHER_SIGNERS:
        signer = _other_signer(fault)
    certificate, key = signer.as_asn1()
    stamper = DummyTimeStamper(certificate, key, fixed_dt=now.replace(microsecond=0))
    response = stamper.request_tsa_response(_misheard(asked, fault))
    if fault is Fault.BROKEN_SIGNATURE:
        _signature_break(response)
    return response.dump()


def _misheard(asked: tsp.TimeStampReq, fault: Fault) -> tsp.TimeStampReq:
    if fault is Fault.WRONG_NONCE:
        asked["nonce"] = secrets.randbits(63)
    if fault is Fault.NO_NONCE:
        asked["nonce"] = None
    if fault is Fault.WRONG_DIGEST:
        asked["message_imprint"]["hashed_message"] = secrets.token_bytes(32)
    if fault is Fault.WRONG_ALGORITHM:
        asked["message_imprint"] = {
            "hash_algorithm": {"algorithm": "sha512"},
            "hashed_message": hashlib.sha512(b"something else").digest(),
        }
    return asked


_OTHER_SIGNERS = {Fault.UNTRUSTED, Fault.WRONG_PURPOSE}


@cache
def _other_signer(fault: Fault) -> Signer:
    if fault is Fault.UNTRUSTED:
        return signer_make("An authority that nobody knows")
    return signer_make("A web server", purpose=ExtendedKeyUsageOID.SERVER_AUTH)


def _refusal() -> bytes:
    status = {"status": "rejection", "status_string": ["no"], "fail_info": {"bad_request"}}
    return TimeStampResponse({"status": status}).dump()


def _signature_break(response: tsp.TimeStampResp) -> None:
    info = response["time_stamp_token"]["content"]["signer_infos"][0]
    signature = bytearray(info["signature"].native)
    signature[10] ^= 1
    info["signature"] = bytes(signature)
