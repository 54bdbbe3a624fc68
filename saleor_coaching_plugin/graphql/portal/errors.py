"""What mutations of the client area and of welcome packets can answer."""

from saleor_coaching_plugin.commerce.errors import CommerceErrorCode
from saleor_coaching_plugin.core.templating import TemplateErrorCode
from saleor_coaching_plugin.graphql.core.errors import PayloadError
from saleor_coaching_plugin.portal.errors import PortalErrorCode
from saleor_coaching_plugin.seats.errors import SeatErrorCode


class ClientPortalError(PayloadError):
    class Meta:
        description = "Why the client area or a welcome packet does not take this."
        codes = (PortalErrorCode, SeatErrorCode, TemplateErrorCode, CommerceErrorCode)
