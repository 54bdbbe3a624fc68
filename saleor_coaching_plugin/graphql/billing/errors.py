"""What mutations of invoices can answer."""

from saleor_coaching_plugin.billing.errors import BillingErrorCode
from saleor_coaching_plugin.commerce.errors import CommerceErrorCode
from saleor_coaching_plugin.graphql.core.errors import PayloadError


class ClientInvoiceError(PayloadError):
    class Meta:
        description = "Why an invoice does not take this."
        codes = (BillingErrorCode, CommerceErrorCode)
