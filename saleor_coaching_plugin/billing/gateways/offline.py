"""Bank transfer: the invoice says where to, and staff record what arrived."""

from __future__ import annotations

from collections.abc import Mapping

from saleor_coaching_plugin.billing.errors import BillingError, BillingErrorCode
from saleor_coaching_plugin.billing.models import Invoice
from saleor_coaching_plugin.billing.wording import wording_for
from saleor_coaching_plugin.commerce.port import Checkout
from saleor_coaching_plugin.conf import conf
from saleor_coaching_plugin.core.money import Money

from .port import (
    GatewayHint,
    GatewayInvoice,
    GatewayPayment,
    GatewaySession,
    GatewaySessionState,
    Subject,
)


class OfflineGateway:
    name = "offline"

    def invoice_issue(self, invoice: Invoice) -> GatewayInvoice:
        label = wording_for(invoice.language).payment_reference
        details = [conf().bank_details.strip(), f"{label}: {invoice.number}"]
        return GatewayInvoice(
            reference="", pay_url="", instructions="\n".join(filter(None, details))
        )

    def invoice_pay_url(self, invoice: Invoice) -> str | None:
        return None

    def invoice_payments(self, reference: str) -> list[GatewayPayment]:
        return []

    def invoice_settle_outside(self, invoice: Invoice) -> None:
        """Nobody can pay it here."""

    @staticmethod
    def has_taken(reference: str) -> bool:
        return False

    def payment_refund(self, reference: str, amount: Money, *, key: str) -> str:
        raise BillingError(
            BillingErrorCode.GATEWAY_REFUSED, "What came by bank transfer is sent back by hand."
        )

    def checkout_session_create(
        self, checkout: Checkout, *, success_url: str, cancel_url: str
    ) -> GatewaySession:
        raise _no_pages()

    def checkout_session_payment(self, reference: str) -> GatewaySessionState:
        raise _no_pages()

    def hint_read(self, body: bytes, headers: Mapping[str, str]) -> GatewayHint:
        raise BillingError(BillingErrorCode.SIGNATURE_INVALID, "This gateway sends no events.")

    def hint_subject(self, event_type: str) -> Subject | None:
        return None

    def page_origins(self) -> tuple[str, ...]:
        return ()


def _no_pages() -> BillingError:
    return BillingError(
        BillingErrorCode.HOSTED_PAYMENT_UNAVAILABLE,
        "Online payment is not set up here. Please ask your coach how to pay.",
    )
