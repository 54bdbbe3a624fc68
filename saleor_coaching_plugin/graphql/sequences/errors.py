"""What mutations of sequences can answer."""

from saleor_coaching_plugin.core.templating import TemplateErrorCode
from saleor_coaching_plugin.graphql.core.errors import PayloadError
from saleor_coaching_plugin.sequences.errors import SequenceErrorCode


class SequenceError(PayloadError):
    class Meta:
        description = "Why a sequence cannot be written or used like this."
        codes = (SequenceErrorCode, TemplateErrorCode)
