"""Export the evidence ledger, or verify it in place."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from saleor_coaching_plugin.evidence.ledger import ledger_export
from saleor_coaching_plugin.evidence.verifier import bundle_faults


class Command(BaseCommand):
    help = "Verify the evidence ledger; with --export, write a bundle for the offline verifier."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--chain", action="append", help="agreement:<id> or checkout:<id>")
        parser.add_argument("--export", type=Path, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        bundle = ledger_export(options["chain"])
        if options["export"]:
            options["export"].write_text(json.dumps(bundle, indent=1, ensure_ascii=False))
        faults = bundle_faults(bundle)
        if faults:
            raise CommandError("\n".join(faults))
        self.stdout.write(f"{len(bundle['entries'])} entries, all hold")
