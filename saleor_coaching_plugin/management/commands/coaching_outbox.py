"""See what could not be done, and have it tried again."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.core.outbox.retry import outbox_failed, outbox_retry


class Command(BaseCommand):
    help = "List the outbox rows that failed for good; with --retry, make them due again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--retry", nargs="*", type=int, metavar="ID", help="all if no ID")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["retry"] is not None:
            count = outbox_retry(ids=options["retry"] or None, now=utc_now())
            self.stdout.write(f"{count} made due again")
            return
        rows = list(outbox_failed())
        for row in rows:
            self.stdout.write(
                f"{row.pk}  {row.created_at:%Y-%m-%d %H:%M}  {row.event} -> {row.handler}  "
                f"{row.attempts} attempts  {row.last_error[:200]}"
            )
        self.stdout.write(f"{len(rows)} failed")
