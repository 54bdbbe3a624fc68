"""What mutations of seats and of participants' agreements can answer."""

from saleor_coaching_plugin.agreements.errors import AgreementErrorCode
from saleor_coaching_plugin.commerce.errors import CommerceErrorCode
from saleor_coaching_plugin.core.templating import TemplateErrorCode
from saleor_coaching_plugin.graphql.core.errors import PayloadError
from saleor_coaching_plugin.seats.errors import SeatErrorCode
from saleor_coaching_plugin.terms.consents import ConsentErrorCode
from saleor_coaching_plugin.terms.errors import TermsErrorCode


class SeatError(PayloadError):
    class Meta:
        description = "Why a seat cannot be used, or a participant's agreement answered like this."
        codes = (
            *(SeatErrorCode, AgreementErrorCode, TermsErrorCode, ConsentErrorCode),
            *(TemplateErrorCode, CommerceErrorCode),
        )
