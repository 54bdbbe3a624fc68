"""Who sees which invoice."""

from __future__ import annotations

import pytest
from billing_examples import agreement_accepted, order_placed, outbox_run

from saleor_coaching_plugin.billing.models import Invoice
from saleor_coaching_plugin.billing.selectors import (
    invoice_of,
    invoices_of,
)
from saleor_coaching_plugin.core.errors import NotFound

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> list[Invoice]:
    agreement = agreement_accepted(instalments=3)
    order_placed(agreement)
    outbox_run()
    return list(Invoice.objects.filter(agreement=agreement).order_by("instalment"))


def test_payer_sees_what_is_issued(plan: list[Invoice]) -> None:
    assert list(invoices_of("ada@client.example")) == [plan[0]]
    assert invoice_of("ada@client.example", plan[0].id) == plan[0]


def test_nobody_else_sees_it_and_nobody_what_is_only_planned(plan: list[Invoice]) -> None:
    assert not invoices_of("eve@client.example").exists()
    for email, row in (("eve@client.example", plan[0]), ("ada@client.example", plan[1])):
        with pytest.raises(NotFound):
            invoice_of(email, row.id)
