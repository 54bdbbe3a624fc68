"""What mutations of the evidence can answer."""

from saleor_coaching_plugin.graphql.core.errors import PayloadError


class EvidenceError(PayloadError):
    class Meta:
        description = "Why the evidence cannot be changed like this."
        codes = ()
