"""The payment plan of an accepted agreement: one row per instalment, before any has a number."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import transaction

from saleor_coaching_plugin.agreements.models import ClientAgreement, Party
from saleor_coaching_plugin.agreements.schedule import Instalment, instalments_of
from saleor_coaching_plugin.agreements.selectors import payer_of
from saleor_coaching_plugin.billing.models import Invoice
from saleor_coaching_plugin.billing.wording import wording_for
from saleor_coaching_plugin.core.money import Money

from .issue import invoices_issue_due


@dataclass(frozen=True)
class _Debt:
    agreement: ClientAgreement
    payer: Party
    order_id: str


@transaction.atomic
def agreement_invoices_plan(*, agreement_id: uuid.UUID, order_id: str, now: datetime) -> None:
    """Plan all instalments, and issue those that are due by now; a repeat adds nothing.

    What costs nothing gets no invoice.
    """
    agreement = ClientAgreement.objects.select_related("template_version").get(id=agreement_id)
    debt = _Debt(agreement, payer_of(agreement), order_id)
    rows = [_planned(debt, part, now) for part in _parts(agreement) if part.amount.minor]
    Invoice.objects.bulk_create(rows, ignore_conflicts=True)
    invoices_issue_due(now=now, agreement_id=agreement_id)


def _parts(agreement: ClientAgreement) -> list[Instalment]:
    """The instalments as the accepted text names them.

    A part that would be due sooner after acceptance than the days to pay gets those days.
    """
    if agreement.accepted_at is None or agreement.sent_at is None:
        raise ValueError(f"agreement {agreement.id} is not accepted")
    days = agreement.template_version.payment_days
    soonest = agreement.accepted_at.date() + timedelta(days=days)
    parts = instalments_of(
        Money(agreement.fee_minor, agreement.currency),
        agreement.instalments,
        first_on=agreement.sent_at.date(),
        days=days,
    )
    return [replace(part, due_on=max(part.due_on, soonest)) for part in parts]


def _planned(debt: _Debt, part: Instalment, now: datetime) -> Invoice:
    agreement, payer = debt.agreement, debt.payer
    line = {
        "description": _description(agreement, part),
        "quantity": 1,
        "unit_minor": part.amount.minor,
        "total_minor": part.amount.minor,
    }
    return Invoice(
        agreement=agreement,
        order_id=debt.order_id,
        payer_first_name=payer.first_name,
        payer_last_name=payer.last_name,
        payer_email=payer.email,
        customer_id=payer.customer_id,
        billing_address=payer.billing_address,
        language=agreement.language,
        currency=agreement.currency,
        total_minor=part.amount.minor,
        instalment=part.number,
        instalments=agreement.instalments,
        lines=[line],
        issue_on=part.issue_on,
        due_on=part.due_on,
        created_at=now,
    )


def _description(agreement: ClientAgreement, part: Instalment) -> str:
    package = agreement.template_version.package_name
    if agreement.instalments == 1:
        return package
    words = wording_for(agreement.language)
    return words.instalment.format(package=package, number=part.number, count=agreement.instalments)
