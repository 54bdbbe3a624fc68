"""Keep who it is from one start to the next, so that old stamps stay trusted."""

from __future__ import annotations

from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from .certificates import Signer, signer_make

ROOT_FILE = "root.pem"
"""What COACHING_TIME_AUTHORITY_ROOTS names."""
_SIGNER_FILE = "signer.pem"


def signer_kept(folder: Path) -> Signer:
    """The one in that folder, made at the first start."""
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / ROOT_FILE).exists():
        _write(folder, signer_make("Sandbox time stamping authority"))
    pem = (folder / _SIGNER_FILE).read_bytes()
    key = serialization.load_pem_private_key(pem, password=None)
    if not isinstance(key, rsa.RSAPrivateKey):
        raise TypeError(f"{_SIGNER_FILE} holds no RSA key")
    root = x509.load_pem_x509_certificate((folder / ROOT_FILE).read_bytes())
    return Signer(x509.load_pem_x509_certificate(pem), key, root)


def _write(folder: Path, signer: Signer) -> None:
    key = signer.key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    certificate = signer.certificate.public_bytes(serialization.Encoding.PEM)
    (folder / _SIGNER_FILE).write_bytes(certificate + key)
    # Last, as it says that the other one is there.
    (folder / ROOT_FILE).write_bytes(signer.root_pem)
