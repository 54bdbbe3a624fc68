"""What mutations of invoices and refunds can answer."""

from saleor_coaching_plugin.billing.errors import BillingErrorCode
from saleor_coaching_plugin.commerce.errors import CommerceErrorCode
from saleor_coaching_plugin.graphql.core.errors import PayloadError
from saleor_coaching_plugin.seats.errors import SeatErrorCode


class ClientInvoiceError(PayloadError):
    class Meta:
        description = "Why an invoice does not take this."
        codes = (BillingErrorCode, CommerceErrorCode)


class ClientRefundError(PayloadError):
    class Meta:
        description = "Why money does not go back."
        codes = (BillingErrorCode, SeatErrorCode, CommerceErrorCode)
