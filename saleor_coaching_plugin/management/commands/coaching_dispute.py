"""Everything about one deal in a folder, for a chargeback."""

from __future__ import annotations

import re
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.disputes.errors import DisputeError
from saleor_coaching_plugin.disputes.pack import dispute_pack_make


class Command(BaseCommand):
    help = (
        "Make a folder with all that speaks for a deal in a chargeback: texts, certificates, "
        "evidence, order, invoices, mails, activity, and an index. It holds personal data."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("number", metavar="NUMBER", help="of an agreement, invoice or order")
        parser.add_argument(
            "--out",
            type=Path,
            metavar="DIR",
            help="the folder to make; dispute-NUMBER if not given",
        )
        parser.add_argument("--zip", action="store_true", help="make DIR.zip instead of a folder")

    def handle(self, *args: Any, **options: Any) -> None:
        number = options["number"]
        name = re.sub(r"[^\w.-]+", "-", number, flags=re.ASCII).strip("-.") or "number"
        target = options["out"] or Path(f"dispute-{name}")
        try:
            made = dispute_pack_make(
                number=number,
                target=target.absolute(),
                zipped=options["zip"],
                now=utc_now(),
                say=self.stdout.write,
            )
        except DisputeError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"Made {made}. Open index.html first.")
