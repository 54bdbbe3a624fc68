"""The ledger's tables, what is signed and stamped over them, and what is derived from them.

Triggers refuse to change or delete what was recorded; see the migrations.
"""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from saleor_coaching_plugin.core.clock import utc_now


class LedgerEntry(models.Model):
    """One fact in a chain. `facts` is the exact canonical JSON that was hashed."""

    id = models.BigAutoField(primary_key=True)
    chain = models.CharField(max_length=200)
    """`agreement:<id>`, `participant:<id>`, `checkout:<id>` or `order:<id>`."""
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=40)
    facts = models.TextField()
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=utc_now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["chain", "position"], name="coaching_ledger_position"),
        ]


class LedgerPersonalData(models.Model):
    """What names a person, apart from the chain, which holds only its salted hash.

    So it can be erased one day and the chain still verifies. A trigger refuses that while it is
    held, and every other change.
    """

    entry = models.OneToOneField(
        LedgerEntry, on_delete=models.PROTECT, primary_key=True, related_name="personal"
    )
    salt = models.CharField(max_length=64, blank=True)
    data = models.TextField(blank=True)
    """Canonical JSON; like the salt and the address empty once it was erased."""
    email = models.EmailField(blank=True, db_index=True)
    """Whom `data` names, to be found by; empty where it names nobody."""
    held_until = models.DateTimeField(null=True)
    hold_reason = models.CharField(max_length=200, blank=True)
    erased_at = models.DateTimeField(null=True)


class GivenConsent(models.Model):
    """One box of one act, as data that can be filtered. Append-only but for the address."""

    id = models.BigAutoField(primary_key=True)
    entry = models.ForeignKey(LedgerEntry, on_delete=models.PROTECT, related_name="consents")
    chain = models.CharField(max_length=200)
    terms_version = models.CharField(max_length=36)
    key = models.CharField(max_length=60)
    """As the terms version calls it."""
    text = models.TextField()
    required = models.BooleanField()
    accepted = models.BooleanField()
    email = models.EmailField(blank=True, db_index=True)
    """Whose consent it is; empty once it was erased."""
    given_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["-given_at", "-id"], name="coaching_consent_newest"),
            models.Index(fields=["key", "accepted"], name="coaching_consent_key"),
        ]


class KeyPurpose(models.TextChoices):
    LEDGER = "ledger"
    SEAL = "seal"


class EvidenceKey(models.Model):
    """A key that signs the ledger (Ed25519) or seals documents (with its certificate).

    Retired ones stay, so that what they signed still verifies.
    """

    id = models.CharField(primary_key=True, max_length=64)
    """SHA-256 of the public key (SubjectPublicKeyInfo, DER), hexadecimal."""
    purpose = models.CharField(max_length=6, choices=KeyPurpose.choices)
    public_key = models.TextField()
    """PEM."""
    certificate = models.TextField(blank=True)
    """PEM; of a seal."""
    sealed_private_key = models.TextField()
    """PEM (PKCS #8) behind `core.sealing.seal`."""
    created_at = models.DateTimeField(default=utc_now)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["purpose"],
                condition=models.Q(retired_at=None),
                name="coaching_key_one_active",
            ),
        ]


class LedgerCheckpoint(models.Model):
    """Our signature over the head of one chain as it was; append-only."""

    id = models.BigAutoField(primary_key=True)
    chain = models.CharField(max_length=200)
    position = models.PositiveIntegerField()
    statement = models.TextField()
    """Canonical JSON of what was signed: chain, position, hash, time, key."""
    key = models.ForeignKey(EvidenceKey, on_delete=models.PROTECT, related_name="+")
    signature = models.CharField(max_length=128)
    """Ed25519, hexadecimal."""
    created_at = models.DateTimeField(default=utc_now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["chain", "position"], name="coaching_checkpoint_once"),
        ]


class LedgerAnchor(models.Model):
    """The Merkle root over the heads of all chains on one day, signed; append-only."""

    number = models.PositiveIntegerField(primary_key=True)
    """1, 2, 3 …; each names the hash of the one before."""
    day = models.DateField(unique=True)
    statement = models.TextField()
    """Canonical JSON of what was signed: number, day, size, root, previous, time, key."""
    hash = models.CharField(max_length=64, unique=True)
    """SHA-256 of the statement; this is what gets time-stamped."""
    key = models.ForeignKey(EvidenceKey, on_delete=models.PROTECT, related_name="+")
    signature = models.CharField(max_length=128)
    created_at = models.DateTimeField(default=utc_now)


class AnchoredHead(models.Model):
    """A head that changed since the anchor before; the others are as they last stood here.

    So an anchor covers all chains and costs only those that grew. Append-only.
    """

    id = models.BigAutoField(primary_key=True)
    anchor = models.ForeignKey(LedgerAnchor, on_delete=models.PROTECT, related_name="heads")
    chain = models.CharField(max_length=200)
    position = models.PositiveIntegerField()
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["chain", "anchor"], name="coaching_anchored_once"),
        ]


class TimeStamp(models.Model):
    """An RFC 3161 token of a time stamping authority over a digest; append-only."""

    id = models.BigAutoField(primary_key=True)
    digest = models.CharField(max_length=64, unique=True)
    """SHA-256, hexadecimal: an entry's or an anchor's hash."""
    token = models.BinaryField()
    """TimeStampToken (CMS SignedData), DER."""
    stamped_at = models.DateTimeField()
    """What the authority says."""
    authority = models.CharField(max_length=300)
    """The subject of the certificate that signed it."""
    created_at = models.DateTimeField(default=utc_now)


class AnchorStampTry(models.Model):
    """An anchor that the time authority has failed; gone once it is stamped."""

    anchor = models.OneToOneField(
        LedgerAnchor, on_delete=models.PROTECT, primary_key=True, related_name="+"
    )
    attempts = models.PositiveIntegerField(default=0)
    due_at = models.DateTimeField()
    last_error = models.CharField(max_length=300, blank=True)
    """In words for staff."""


class Certificate(models.Model):
    """The copy that a signer gets of one act: owed from the act on, made when it can be."""

    entry = models.OneToOneField(
        LedgerEntry, on_delete=models.PROTECT, primary_key=True, related_name="certificate"
    )
    content = models.BinaryField(null=True)
    """The sealed PDF; None until it was made."""
    sha256 = models.CharField(max_length=64, blank=True)
    lacks = models.JSONField(default=list)
    """What it says that it lacks: some of "seal", "time_stamp"."""
    last_error = models.CharField(max_length=300, blank=True)
    """Why it could not be made yet, in words for staff."""
    attempts = models.PositiveIntegerField(default=0, db_default=0)
    """That failed."""
    due_at = models.DateTimeField(default=utc_now, db_default=Now())
    """When it is tried again."""
    owed_at = models.DateTimeField(default=utc_now)
    made_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=models.Q(made_at=None),
                name="coaching_certificate_owed",
            ),
        ]
