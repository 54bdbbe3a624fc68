"""What mutations of contract terms can answer."""

from saleor_coaching_plugin.commerce.errors import CommerceErrorCode
from saleor_coaching_plugin.core.templating import TemplateErrorCode
from saleor_coaching_plugin.graphql.core.errors import PayloadError
from saleor_coaching_plugin.terms.consents import ConsentErrorCode
from saleor_coaching_plugin.terms.errors import TermsErrorCode


class ContractTermsError(PayloadError):
    class Meta:
        description = "Why contract terms cannot be written or used like this."
        codes = (TermsErrorCode, ConsentErrorCode, TemplateErrorCode, CommerceErrorCode)
