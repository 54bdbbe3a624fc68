"""Export the evidence ledger, or verify it in place."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.evidence.anchors import anchor_make
from saleor_coaching_plugin.evidence.bundle import bundle_make, signed_exported
from saleor_coaching_plugin.evidence.checkpoints import heads_sign
from saleor_coaching_plugin.evidence.models import LedgerAnchor
from saleor_coaching_plugin.evidence.stamps.anchors import anchors_stamp
from saleor_coaching_plugin.evidence.verify.check import bundle_faults


class Command(BaseCommand):
    help = "Verify the evidence ledger; with --export, write a bundle for coaching-verify."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--chain", action="append", help="agreement:<id>, participant:<id> or checkout:<id>"
        )
        parser.add_argument("--export", type=Path, metavar="FILE")
        parser.add_argument(
            "--anchor",
            action="append",
            type=int,
            metavar="NUMBER",
            help="prove the chains in this anchor, not in the newest",
        )
        parser.add_argument(
            "--make-anchor",
            action="store_true",
            help="make and stamp today's anchor now, if the sweep has not yet",
        )
        parser.add_argument(
            "--keep-anchor",
            type=Path,
            metavar="FILE",
            help="write the newest anchor, to be kept where the ledger is not",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        heads_sign(now=utc_now())
        if options["make_anchor"]:
            anchor_make(now=utc_now())
            anchors_stamp(now=utc_now())
        if options["keep_anchor"]:
            _anchor_write(options["keep_anchor"])
        bundle = bundle_make(options["chain"], anchors=options["anchor"])
        if options["export"]:
            _write(options["export"], bundle)
        faults = bundle_faults(bundle)
        if faults:
            raise CommandError("\n".join(faults))
        self.stdout.write(f"{len(bundle['entries'])} entries, all hold")


def _anchor_write(file: Path) -> None:
    anchor = LedgerAnchor.objects.order_by("-number").first()
    if anchor is None:
        raise CommandError("There is no anchor yet: the sweep makes one each day.")
    _write(file, signed_exported(anchor))


def _write(file: Path, content: Any) -> None:
    file.write_text(json.dumps(content, indent=1, ensure_ascii=False), encoding="utf-8")
