"""What an agreement's texts are filled in with."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from saleor_coaching_plugin.core.coach import coach_values
from saleor_coaching_plugin.core.days import day_in
from saleor_coaching_plugin.core.links import page_url
from saleor_coaching_plugin.core.money import Money
from saleor_coaching_plugin.core.templating import OwnAddress
from saleor_coaching_plugin.terms.merge_fields import nested

from .models import ClientAgreement, Party
from .schedule import Instalment, instalments_of


def agreement_values(agreement: ClientAgreement, party: Party, *, now: datetime) -> dict[str, Any]:
    """All merge values of an agreement, as the template engine wants them."""
    template = agreement.template_version
    language = agreement.language
    fee = Money(agreement.fee_minor, agreement.currency)
    values = {
        **coach_values(),
        "client.name": party.name,
        "client.first_name": party.first_name,
        "client.email": party.email,
        "package.name": template.package_name,
        "package.sessions": agreement.sessions,
        "package.seats": agreement.seats,
        "package.description": template.package_description,
        "fee.total": fee.format(language),
        "fee.currency": agreement.currency,
        "fee.instalments": [
            _instalment_values(part, language)
            for part in instalments_of(
                fee, agreement.instalments, first_on=now.date(), days=template.payment_days
            )
        ],
        "agreement.number": agreement.number,
        "agreement.date": day_in(now.date(), language),
        "agreement.start_on": day_in(agreement.start_on or now.date(), language),
        "agreement.expires_on": day_in((agreement.expires_at or now).date(), language),
        "portal.link": OwnAddress(page_url("portal/")),
    }
    return nested(values) | {"custom": dict(agreement.custom_values)}


def _instalment_values(part: Instalment, language: str) -> dict[str, Any]:
    return {
        "number": part.number,
        "amount": part.amount.format(language),
        "due_on": day_in(part.due_on, language),
    }
