"""The sandbox's shop behind the commerce port."""

from __future__ import annotations

from django.http import HttpRequest

from saleor_coaching_plugin.commerce.port import Commerce, Requestor

from .access import requestor_from
from .catalogue import CatalogueAdapter
from .checkouts import CheckoutAdapter
from .orders import OrderAdapter
from .people import PeopleAdapter


class SandboxCommerce(PeopleAdapter, CatalogueAdapter, CheckoutAdapter, OrderAdapter):
    """`commerce.port.Commerce` on the shop's own tables."""

    def is_switched_on(self) -> bool:
        return True

    def requestor(self, request: HttpRequest) -> Requestor:
        return requestor_from(request)


_conforms: type[Commerce] = SandboxCommerce  # so that mypy holds the class to the port
