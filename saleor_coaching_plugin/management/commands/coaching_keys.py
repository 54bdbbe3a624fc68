"""The keys that sign the ledger and seal documents."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from saleor_coaching_plugin.conf import conf
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.evidence.keys import NewKey, key_rotate, ledger_key_make
from saleor_coaching_plugin.evidence.models import EvidenceKey, KeyPurpose
from saleor_coaching_plugin.evidence.seal_keys import seal_key_make

MAKERS: Mapping[str, Callable[[datetime], NewKey]] = {
    KeyPurpose.LEDGER: ledger_key_make,
    KeyPurpose.SEAL: seal_key_make,
}


class Command(BaseCommand):
    help = "List the keys with their fingerprints; with --rotate, retire one and make the next."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--rotate", choices=sorted(MAKERS))

    def handle(self, *args: Any, **options: Any) -> None:
        if options["rotate"]:
            _rotate(options["rotate"])
        for key in EvidenceKey.objects.order_by("created_at", "id"):
            until = f"{key.retired_at:%Y-%m-%d %H:%M}" if key.retired_at else "in force"
            self.stdout.write(
                f"{key.purpose:<7} {key.pk}  {key.created_at:%Y-%m-%d %H:%M} - {until}"
            )


def _rotate(purpose: str) -> None:
    if purpose == KeyPurpose.SEAL and conf().seal_pkcs12:
        raise CommandError("Documents are sealed with COACHING_SEAL_PKCS12: change that file.")
    key_rotate(purpose, make=MAKERS[purpose], now=utc_now())
