"""Who acts and from where: what the ledger records besides the act itself."""

from __future__ import annotations

from dataclasses import dataclass

from saleor_coaching_plugin.commerce.port import Requestor

from .errors import AgreementError, AgreementErrorCode


@dataclass(frozen=True)
class Act:
    """`surface` names the page or storefront that showed the text, as it says itself."""

    requestor: Requestor
    ip: str
    user_agent: str
    surface: str


def act_by_client_only(act: Act) -> None:
    """Staff and apps never act in a client's name. Raises AgreementError (CLIENT_ONLY)."""
    if act.requestor.is_staff_or_app:
        raise AgreementError(
            AgreementErrorCode.CLIENT_ONLY,
            "Only the client can do this, not staff or an app in the client's name.",
        )
