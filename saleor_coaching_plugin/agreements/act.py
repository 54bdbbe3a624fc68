"""Who acts, from where, and in front of what: what the ledger records besides the act itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from saleor_coaching_plugin.commerce.port import Requestor, RequestorKind
from saleor_coaching_plugin.evidence.kinds import for_another
from saleor_coaching_plugin.terms.consents import ConsentAnswer

from .acting import ActingFor
from .errors import AgreementError, AgreementErrorCode


@dataclass(frozen=True)
class Presentation:
    """How the text was shown, as the page or storefront says itself; empty where it does not.

    `component` and `version` name what showed it, `language` (BCP 47) the words around the text,
    `time_zone` (IANA) the zone of the times on the page.
    """

    component: str
    version: str = ""
    language: str = ""
    time_zone: str = ""


@dataclass(frozen=True)
class Act:
    requestor: Requestor
    ip: str
    user_agent: str
    presentation: Presentation
    acting_for: ActingFor | None = None
    """None when the client acts."""

    def acceptance_kind(self, kind: str) -> str:
        """As the ledger calls it: under a name of its own when somebody acts for the client."""
        return for_another(kind) if self.acting_for else kind

    def signer_name(self, client: str) -> str:
        """Who clicked: somebody for the client, or the client of that name."""
        return self.acting_for.name if self.acting_for else client

    def facts(self, boxes: Sequence[ConsentAnswer] = ()) -> dict[str, Any]:
        """What names nobody; `boxes` as the page reports them."""
        presentation = {**asdict(self.presentation), "boxes": [asdict(each) for each in boxes]}
        acting = {"capacity": self.acting_for.capacity.value} if self.acting_for else None
        return {
            "actor": self.requestor.kind.value,
            "acting": acting,
            "presentation": presentation,
        }

    def personal(self) -> dict[str, Any]:
        acting = self.acting_for
        return {
            "ip": self.ip,
            "user_agent": self.user_agent,
            "customer": self.requestor.id,
            "acting": {"name": acting.name, "basis": acting.basis} if acting else None,
        }


def act_by_staff_only(act: Act) -> None:
    """A person of the shop signs, never an app or a client. Raises AgreementError (STAFF_ONLY)."""
    if act.requestor.kind is not RequestorKind.STAFF:
        raise AgreementError(
            AgreementErrorCode.STAFF_ONLY,
            "Only a member of staff can sign, logged in as themselves; an app cannot.",
        )


def act_by_client_only(act: Act) -> None:
    """Staff and apps never act in a client's name. Raises AgreementError (CLIENT_ONLY)."""
    if act.requestor.is_staff_or_app:
        raise AgreementError(
            AgreementErrorCode.CLIENT_ONLY,
            "Only the client can do this, not staff or an app in the client's name.",
        )
