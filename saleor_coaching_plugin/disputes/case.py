"""Everything that we know of one deal, gathered before anything is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Q

from saleor_coaching_plugin.agreements.models import ClientAgreement, Party
from saleor_coaching_plugin.agreements.record import chain_of
from saleor_coaching_plugin.agreements.services.preview_send import PREVIEW_MAIL
from saleor_coaching_plugin.agreements.states import PartyRole
from saleor_coaching_plugin.billing.models import Invoice, Payment
from saleor_coaching_plugin.checkout.models import CheckoutAcceptance, Purchase, TermsRequest
from saleor_coaching_plugin.commerce.current import commerce
from saleor_coaching_plugin.commerce.errors import CommerceError
from saleor_coaching_plugin.commerce.port import Order
from saleor_coaching_plugin.mail.models import MailMessage
from saleor_coaching_plugin.portal.models import PacketAssignment
from saleor_coaching_plugin.sequences.models import Enrolment

from .acts import Act, acts_of
from .find import Found

_PAYER = str(PartyRole.PAYER)


@dataclass(frozen=True)
class Case:
    what: str
    agreement: ClientAgreement | None
    order_id: str
    order: Order | None
    """None when there is none yet, or when the shop no longer tells of it."""
    account_name: str
    """Of the customer's account in the shop; empty for a guest's order."""
    acts: list[Act]
    invoices: list[Invoice]
    payments: list[Payment]
    purchases: list[Purchase]
    requests: list[TermsRequest]
    enrolments: list[Enrolment]
    packets: list[PacketAssignment]
    mails: list[MailMessage]
    """Oldest first."""

    @property
    def chains(self) -> list[str]:
        return list(dict.fromkeys(act.chain for act in self.acts))

    @property
    def acceptances(self) -> list[Act]:
        return [act for act in self.acts if act.is_acceptance]

    @property
    def acceptance(self) -> Act | None:
        """The first one of whoever pays: the one that the deal began with."""
        paying = (act for act in self.acceptances if act.facts.get("role", _PAYER) == _PAYER)
        return next(paying, None)

    @property
    def customer_name(self) -> str:
        address = self.billing_address
        billed = f"{address.get('first_name', '')} {address.get('last_name', '')}".strip()
        payer = self._payer.name if self._payer else ""
        return self._told("name") or billed or payer or self.account_name

    @property
    def customer_email(self) -> str:
        known = [who.email for who in (self._payer, self.order) if who]
        return self._told("email") or next(iter(known), "")

    @property
    def purchase_ip(self) -> str:
        return self._told("ip")

    @property
    def billing_address(self) -> Mapping[str, Any]:
        """As an invoice has it, or as it was typed when accepting; empty if nobody knows."""
        if self.invoices:
            found: Mapping[str, Any] = self.invoices[0].billing_address
            return found
        personal = self.acceptance.personal if self.acceptance else {}
        return personal.get("billing_address") or {}

    @property
    def emails(self) -> set[str]:
        """Under which the client is known to this deal, in small letters."""
        named = {act.personal.get("email", "") for act in self.acceptances}
        bought = {purchase.email for purchase in self.purchases}
        billed = {invoice.payer_email for invoice in self.invoices}
        found = {*named, *bought, *billed, self.customer_email}
        return {email.lower() for email in found if email}

    @cached_property
    def _payer(self) -> Party | None:
        return self.agreement.parties.filter(role=_PAYER).first() if self.agreement else None

    def _told(self, field: str) -> str:
        return str(self.acceptance.personal.get(field) or "") if self.acceptance else ""


def case_gather(found: Found) -> Case:
    """Read everything of that deal."""
    agreement, order_id = found.agreement, found.order_id
    order = _order(order_id) if order_id else None
    purchases = list(Purchase.objects.filter(order_id=order_id)) if order_id else []
    requests = _requests(order_id, order)
    invoices = _invoices(agreement, order_id)
    triggers = [f"purchase:{purchase.id}" for purchase in purchases]
    if agreement:
        triggers.append(f"agreement:{agreement.id}")
    enrolments = list(
        Enrolment.objects.filter(trigger__in=triggers)
        .select_related("sequence")
        .order_by("enrolled_at")
    )
    about = [agreement, *invoices, *requests, *enrolments]
    return Case(
        what=found.what,
        agreement=agreement,
        order_id=order_id,
        order=order,
        account_name=_account_name(order) if order else "",
        acts=acts_of(set(_chains(agreement, order_id, order))),
        invoices=invoices,
        payments=list(
            Payment.objects.filter(invoice__in=invoices)
            .select_related("invoice")
            .order_by("received_at")
        ),
        purchases=purchases,
        requests=requests,
        enrolments=enrolments,
        packets=list(
            PacketAssignment.objects.filter(trigger__in=triggers)
            .select_related("packet")
            .prefetch_related("completions__item")
            .order_by("given_at")
        ),
        mails=_mails({str(each.id) for each in about if each} | ({order_id} - {""})),
    )


def _order(order_id: str) -> Order | None:
    try:
        return commerce().order_get(order_id)
    except CommerceError:
        return None


def _account_name(order: Order) -> str:
    try:
        customer = commerce().customer_get(order.customer_id) if order.customer_id else None
    except CommerceError:
        return ""
    return f"{customer.first_name} {customer.last_name}".strip() if customer else ""


def _requests(order_id: str, order: Order | None) -> list[TermsRequest]:
    subjects = {order_id, order.checkout_id if order else ""} - {"", None}
    rows = TermsRequest.objects.filter(Q(order_id__in=subjects) | Q(subject_id__in=subjects))
    return list(rows.order_by("created_at"))


def _invoices(agreement: ClientAgreement | None, order_id: str) -> list[Invoice]:
    """Those that were issued: what is only planned has told nobody anything."""
    ours = Q(agreement=agreement) if agreement else Q(order_id=order_id, agreement=None)
    rows = Invoice.objects.filter(ours, number__isnull=False)
    return list(rows.order_by("issued_at", "instalment"))


def _chains(agreement: ClientAgreement | None, order_id: str, order: Order | None) -> Iterator[str]:
    if agreement:
        yield chain_of(agreement)
    if order_id:
        yield f"order:{order_id}"
        for acceptance in CheckoutAcceptance.objects.filter(order_id=order_id):
            yield acceptance.chain
    if order and order.checkout_id:
        yield f"checkout:{order.checkout_id}"


def _mails(about: set[str]) -> list[MailMessage]:
    """With what was attached; a preview went to staff, and is no communication with anybody."""
    rows = MailMessage.objects.filter(about__in=about).exclude(kind=PREVIEW_MAIL)
    found = rows.defer("sealed_links").prefetch_related("attachments")
    return list(found.order_by("created_at", "id"))
