"""What billing needs of whoever takes the money. One module per gateway implements it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from saleor_coaching_plugin.billing.models import Invoice
from saleor_coaching_plugin.commerce.port import Checkout
from saleor_coaching_plugin.core.money import Money


@dataclass(frozen=True)
class GatewayInvoice:
    """An invoice as the gateway took it: with a page to pay it on, or with instructions."""

    reference: str
    pay_url: str
    instructions: str


@dataclass(frozen=True)
class GatewayPayment:
    """Money that arrived.

    `outside` is money the gateway never saw: somebody marked its invoice as paid by hand.
    """

    reference: str
    amount: Money
    outside: bool = False


@dataclass(frozen=True)
class GatewaySession:
    """A hosted page that takes the money for one checkout; `url` is where to send the buyer."""

    reference: str
    url: str


@dataclass(frozen=True)
class GatewaySessionState:
    """`checkout_id` is empty for a session that is none of ours, `payment` None while unpaid."""

    checkout_id: str
    payment: GatewayPayment | None


class Subject(StrEnum):
    """What a gateway's event is about, where we care."""

    INVOICE_PAYMENT = "invoice_payment"
    SESSION_PAYMENT = "session_payment"


@dataclass(frozen=True)
class GatewayHint:
    """A webhook call, verified. Only a hint: the object is fetched anew before anything is done."""

    external_id: str
    type: str
    object_id: str


class Gateway(Protocol):
    """Every call may raise BillingError: GATEWAY_UNREACHABLE passes, GATEWAY_REFUSED does not.

    Calls that change something carry a key of our row, so that a repeat changes nothing more.
    """

    @property
    def name(self) -> str: ...

    def invoice_issue(self, invoice: Invoice) -> GatewayInvoice:
        """Make the numbered invoice payable."""

    def invoice_pay_url(self, invoice: Invoice) -> str | None:
        """Where it can be paid, fetched now; None when there is no page or nothing to pay."""

    def invoice_payments(self, reference: str) -> list[GatewayPayment]:
        """All money that arrived for the invoice with this reference."""

    def invoice_settle_outside(self, invoice: Invoice) -> None:
        """It was paid elsewhere: see that nobody pays it here too."""

    @staticmethod
    def has_taken(reference: str) -> bool:
        """Whether a payment of this reference can only have come this way."""

    def payment_refund(self, reference: str, amount: Money, *, key: str) -> str:
        """Send so much of a payment back; the same key sends it once. The refund's reference.

        Raises BillingError (GATEWAY_REFUSED) where it cannot go back this way, as when it did
        already.
        """

    def checkout_session_create(
        self, checkout: Checkout, *, success_url: str, cancel_url: str
    ) -> GatewaySession:
        """A page for what the checkout still costs; the same checkout gets the same page again.

        `{CHECKOUT_SESSION_ID}` in `success_url` becomes the session's reference. Raises
        BillingError (HOSTED_PAYMENT_UNAVAILABLE) where there is no such page.
        """

    def checkout_session_payment(self, reference: str) -> GatewaySessionState: ...

    def hint_read(self, body: bytes, headers: Mapping[str, str]) -> GatewayHint:
        """Verify a webhook call on its raw body. Raises BillingError (SIGNATURE_INVALID)."""

    def hint_subject(self, event_type: str) -> Subject | None: ...

    def page_origins(self) -> tuple[str, ...]:
        """Origins of the hosted pages, for a Content-Security-Policy's form-action."""
