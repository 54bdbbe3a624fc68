"""Furnish the sandbox's shop and the coach's desk."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from saleor_coaching_plugin.sandbox.seed.content import content_seed
from saleor_coaching_plugin.sandbox.seed.shop import shop_seed


class Command(BaseCommand):
    help = "A shop with three products, two agreement templates, sequences and a packet."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        shop_seed()
        content_seed()
