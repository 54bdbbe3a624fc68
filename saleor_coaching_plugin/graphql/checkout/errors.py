"""What mutations of checkouts' terms and of product setups can answer."""

from saleor_coaching_plugin.agreements.errors import AgreementErrorCode
from saleor_coaching_plugin.checkout.errors import CheckoutErrorCode
from saleor_coaching_plugin.commerce.errors import CommerceErrorCode
from saleor_coaching_plugin.core.templating import TemplateErrorCode
from saleor_coaching_plugin.graphql.core.errors import PayloadError
from saleor_coaching_plugin.seats.errors import SeatErrorCode
from saleor_coaching_plugin.terms.consents import ConsentErrorCode
from saleor_coaching_plugin.terms.errors import TermsErrorCode


class CheckoutTermsError(PayloadError):
    class Meta:
        description = "Why the terms of a checkout cannot be accepted like this."
        codes = (
            *(CheckoutErrorCode, AgreementErrorCode, TermsErrorCode, ConsentErrorCode),
            *(TemplateErrorCode, CommerceErrorCode),
        )


class CheckoutSeatsError(PayloadError):
    class Meta:
        description = "Why nobody can be named like this for the seats in a cart."
        codes = (
            *(CheckoutErrorCode, SeatErrorCode, TermsErrorCode, ConsentErrorCode),
            *(TemplateErrorCode, CommerceErrorCode),
        )


class OrderTermsError(PayloadError):
    class Meta:
        description = "Why terms cannot be accepted through a link, or the link not be sent."
        codes = (
            *(CheckoutErrorCode, AgreementErrorCode, TermsErrorCode, ConsentErrorCode),
            *(TemplateErrorCode, CommerceErrorCode),
        )


class ProductSetupError(PayloadError):
    class Meta:
        description = "Why a product cannot be set up like this."
        codes = (CheckoutErrorCode, TemplateErrorCode, CommerceErrorCode)
