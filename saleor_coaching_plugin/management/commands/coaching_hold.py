"""Keep a chain's personal data for longer, such as during a lawsuit."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.core.errors import DomainError
from saleor_coaching_plugin.evidence.erasure import hold_extend


class Command(BaseCommand):
    help = "Hold the personal data of a chain of the evidence ledger, so that nobody can erase it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "chain", metavar="CHAIN", help="agreement:<id>, participant:<id> or checkout:<id>"
        )
        parser.add_argument(
            "--until", type=datetime.fromisoformat, required=True, metavar="YYYY-MM-DD"
        )
        parser.add_argument("--reason", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        until = options["until"].replace(tzinfo=options["until"].tzinfo or UTC)
        try:
            count = hold_extend(
                chain=options["chain"], until=until, reason=options["reason"], now=utc_now()
            )
        except DomainError as error:
            raise CommandError(error.message) from None
        self.stdout.write(f"{count} entries held until {until:%Y-%m-%d}")
