"""The ledger's tables. Triggers of the first migration refuse UPDATE, DELETE and TRUNCATE."""

from __future__ import annotations

from django.db import models

from saleor_coaching_plugin.core.clock import utc_now


class LedgerEntry(models.Model):
    """One fact in a chain. `facts` is the exact canonical JSON that was hashed."""

    id = models.BigAutoField(primary_key=True)
    chain = models.CharField(max_length=80)
    """`agreement:<id>` or `checkout:<id>`."""
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

    So it can be erased one day and the chain still verifies.
    """

    entry = models.OneToOneField(
        LedgerEntry, on_delete=models.PROTECT, primary_key=True, related_name="personal"
    )
    salt = models.CharField(max_length=64)
    data = models.TextField()
    """Canonical JSON."""
