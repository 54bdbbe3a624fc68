"""What an invoice for an order of the shop says: more of the order than the port's snapshot."""

from __future__ import annotations

from dataclasses import dataclass

from saleor_coaching_plugin.core.money import Money

from .port import Address


@dataclass(frozen=True)
class BillLine:
    description: str
    quantity: int
    unit_price: Money
    total: Money


@dataclass(frozen=True)
class OrderBill:
    """All amounts are gross, in the order's currency; its lines come before any gift card."""

    order_id: str
    external_reference: str
    payer: Address
    company: str
    email: str
    customer_id: str
    language: str
    lines: tuple[BillLine, ...]
    shipping: BillLine | None
    total: Money
    tax: Money
    paid: Money
    is_cancelled: bool

    @property
    def is_of_agreement(self) -> bool:
        """Placed for a client's agreement: such an order has its invoices already, or will."""
        return self.external_reference.startswith("agreement:")
