"""What mutations of templates and agreements can answer."""

from saleor_coaching_plugin.agreements.errors import AgreementErrorCode
from saleor_coaching_plugin.commerce.errors import CommerceErrorCode
from saleor_coaching_plugin.core.templating import TemplateErrorCode
from saleor_coaching_plugin.graphql.core.errors import PayloadError
from saleor_coaching_plugin.seats.errors import SeatErrorCode
from saleor_coaching_plugin.terms.consents import ConsentErrorCode
from saleor_coaching_plugin.terms.errors import TermsErrorCode


class AgreementTemplateError(PayloadError):
    class Meta:
        description = "Why an agreement template cannot be written or published like this."
        codes = (
            *(AgreementErrorCode, TermsErrorCode, ConsentErrorCode),
            *(TemplateErrorCode, CommerceErrorCode),
        )


class ClientAgreementError(PayloadError):
    class Meta:
        description = "Why a client agreement cannot be written, sent or answered like this."
        codes = (
            *(AgreementErrorCode, TermsErrorCode, ConsentErrorCode),
            *(SeatErrorCode, TemplateErrorCode, CommerceErrorCode),
        )
