"""Which changes of the evidence the database lets pass; all others it refuses to everybody."""

from __future__ import annotations

from saleor_coaching_plugin.core.immutability import append_only, only_when

_ERASED = (
    "NEW.salt = '' AND NEW.data = '' AND NEW.email = '' "
    "AND NEW.erased_at IS NOT NULL AND OLD.erased_at IS NULL "
    "AND (OLD.held_until IS NULL OR OLD.held_until <= now()) "
    "AND NEW.held_until IS NOT DISTINCT FROM OLD.held_until AND NEW.hold_reason = OLD.hold_reason"
)
_HELD_LONGER = (
    "NEW.salt = OLD.salt AND NEW.data = OLD.data AND NEW.email = OLD.email "
    "AND OLD.erased_at IS NULL AND NEW.erased_at IS NULL "
    "AND NEW.held_until >= coalesce(OLD.held_until, NEW.held_until)"
)
PERSONAL_DATA_KEPT = only_when(
    "coaching_ledgerpersonaldata",
    f"NEW.entry_id = OLD.entry_id AND (({_ERASED}) OR ({_HELD_LONGER}))",
    "it is evidence, and held",
)
CONSENTS_KEPT = only_when(
    "coaching_givenconsent",
    "(NEW.id, NEW.entry_id, NEW.chain, NEW.terms_version, NEW.key, NEW.text, NEW.required, "
    "NEW.accepted, NEW.given_at) = (OLD.id, OLD.entry_id, OLD.chain, OLD.terms_version, OLD.key, "
    "OLD.text, OLD.required, OLD.accepted, OLD.given_at) AND NEW.email = ''",
    "it is evidence",
)
APPEND_ONLY = [
    append_only(f"coaching_{table}")
    for table in (
        "ledgercheckpoint",
        "ledgeranchor",
        "anchoredhead",
        "timestamp",
        "countersignature",
    )
]
