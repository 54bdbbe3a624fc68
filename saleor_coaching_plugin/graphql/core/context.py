"""What resolvers know of a request: who asks, from where, and the request's dataloaders.

The context is Django's request; inside Saleor it is Saleor's, which has a `requestor` and
`dataloaders` of its own. Hence our prefix.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from saleor_coaching_plugin.agreements.act import Act, Presentation
from saleor_coaching_plugin.agreements.acting import ActingFor
from saleor_coaching_plugin.commerce.current import commerce
from saleor_coaching_plugin.commerce.port import Requestor
from saleor_coaching_plugin.core.client_ip import client_ip
from saleor_coaching_plugin.portal.act import MAX_USER_AGENT

_REQUESTOR = "coaching_requestor"
_LOADERS = "coaching_loaders"


def requestor_of(context: HttpRequest) -> Requestor:
    """Who asks; looked up once a request."""
    if not hasattr(context, _REQUESTOR):
        setattr(context, _REQUESTOR, commerce().requestor(context))
    found: Requestor = getattr(context, _REQUESTOR)
    return found


def loaders_of(context: HttpRequest) -> dict[type, Any]:
    """This request's dataloaders by class."""
    return vars(context).setdefault(_LOADERS, {})


def loaders_forget(context: HttpRequest) -> None:
    """What was loaded before a mutation may be outdated after it."""
    loaders_of(context).clear()


def act_of(
    context: HttpRequest, presentation: Presentation, acting_for: ActingFor | None = None
) -> Act:
    """Who acts and from where, for the ledger."""
    return Act(
        requestor=requestor_of(context),
        ip=client_ip(context),
        user_agent=context.headers.get("User-Agent", "")[:MAX_USER_AGENT],
        presentation=presentation,
        acting_for=acting_for,
    )


def client_email(context: HttpRequest) -> str:
    """The address that a customer's rows are found by; for those whom CUSTOMER lets in."""
    return (requestor_of(context).email or "").strip().lower()
