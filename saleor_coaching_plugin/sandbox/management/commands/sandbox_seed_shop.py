"""Furnish the sandbox's shop."""

from typing import Any

from django.core.management.base import BaseCommand

from saleor_coaching_plugin.sandbox.seed.shop import shop_seed


class Command(BaseCommand):
    help = "An empty shop with its staff."

    def handle(self, *args: Any, **options: Any) -> None:
        shop_seed()
