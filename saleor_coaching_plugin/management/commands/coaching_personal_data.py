"""What the evidence keeps of a person; erase what nothing holds any more."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from saleor_coaching_plugin.core.addresses import email_normalised
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.core.errors import InvalidInput
from saleor_coaching_plugin.evidence.erasure import (
    ErasureReason,
    personal_data_erase,
    personal_data_find,
)
from saleor_coaching_plugin.evidence.models import LedgerPersonalData


class Command(BaseCommand):
    help = (
        "List the personal data that the evidence ledger keeps of a person, until when, and why. "
        "What parties, mails and orders hold of the person is not evidence, and not shown here."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", metavar="EMAIL")
        parser.add_argument("--export", type=Path, metavar="FILE", help="write all of it as JSON")
        parser.add_argument("--erase", action="store_true", help="erase what nothing holds")
        parser.add_argument("--reason", choices=[str(each) for each in ErasureReason])

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            email = email_normalised(options["email"])
        except InvalidInput as error:
            raise CommandError(error.message) from None
        if options["erase"] and not options["reason"]:
            raise CommandError("Say why it is erased, with --reason.")
        found = list(personal_data_find(email=email))
        if options["export"]:
            exported = [_exported(row) for row in found]
            options["export"].write_text(json.dumps(exported, indent=1, ensure_ascii=False))
        if options["erase"]:
            self._erase(email, ErasureReason(options["reason"]))
        else:
            self._list(found)

    def _erase(self, email: str, reason: ErasureReason) -> None:
        done = personal_data_erase(
            email=email, reason=reason, by="coaching_personal_data", now=utc_now()
        )
        self.stdout.write(f"{done.erased} erased")
        self._list(done.kept)

    def _list(self, rows: Iterable[LedgerPersonalData]) -> None:
        shown = [_shown(row) for row in rows]
        self.stdout.write("\n".join([*shown, f"{len(shown)} kept"]))


def _shown(row: LedgerPersonalData) -> str:
    held = f"until {row.held_until:%Y-%m-%d}: {row.hold_reason}" if row.held_until else "not held"
    entry = row.entry
    return f"{entry.created_at:%Y-%m-%d}  {entry.chain} {entry.position}  {entry.kind}  {held}"


def _exported(row: LedgerPersonalData) -> dict[str, Any]:
    entry = row.entry
    return {
        "chain": entry.chain,
        "position": entry.position,
        "kind": entry.kind,
        "recorded_at": entry.created_at.isoformat(),
        "held_until": row.held_until.isoformat() if row.held_until else None,
        "hold_reason": row.hold_reason,
        "facts": json.loads(entry.facts),
        "personal": json.loads(row.data),
    }
