"""A client asks for a link into the client area."""

from __future__ import annotations

from graphene import String
from graphql import ResolveInfo

from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.graphql.core.access import ANYONE
from saleor_coaching_plugin.graphql.core.mutation import BaseMutation
from saleor_coaching_plugin.graphql.portal.errors import ClientPortalError
from saleor_coaching_plugin.portal.services.login import login_request


class PortalLoginRequest(BaseMutation):
    class Meta:
        description = (
            "Mail a login link to a client. The answer is the same whether or not the address is "
            "known."
        )
        access = ANYONE
        error_type = ClientPortalError

    class Arguments:
        email = String(required=True)

    @classmethod
    def perform(cls, info: ResolveInfo, email: str) -> PortalLoginRequest:
        login_request(email=email, now=utc_now())
        return cls()
