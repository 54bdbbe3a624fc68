"""Orders that came from an agreement have its invoices, however often Saleor is asked."""

from __future__ import annotations

from typing import Any

import pytest
from factories.contracts import BROWSER, SAM, acceptance_of, six_sessions, terms_published, token_of
from order_paths import Office
from saleor.invoice.models import Invoice as ShopInvoice
from saleor.order.models import Order
from saleor_shop import SaleorShop, global_id, variant_of

from saleor_coaching_plugin import tasks
from saleor_coaching_plugin.agreements.models import ClientAgreement
from saleor_coaching_plugin.agreements.services.accept import agreement_accept
from saleor_coaching_plugin.agreements.services.prepare import (
    AgreementDetails,
    agreement_create,
)
from saleor_coaching_plugin.agreements.services.send import agreement_send
from saleor_coaching_plugin.agreements.services.template import (
    template_create,
    template_publish,
)
from saleor_coaching_plugin.billing.models import Invoice
from saleor_coaching_plugin.commerce.port import Address
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.core.links import page_url
from saleor_coaching_plugin.core.outbox.models import OutboxMessage

pytestmark = pytest.mark.django_db

REQUEST = """
mutation ($order: ID!, $number: String) { invoiceRequest(orderId: $order, number: $number) {
  invoice { id number url status } errors { field code message }
} }
"""


@pytest.fixture
def office(saleor: SaleorShop) -> Office:
    return Office(saleor)


def accepted(office: Office, *, instalments: int) -> ClientAgreement:
    now = utc_now()
    product = office.saleor.product("Six sessions", "1500.00")
    content = six_sessions(
        terms_published(now=now),
        channel=office.saleor.channel.slug,
        product_id=global_id(product),
        variant_id=global_id(variant_of(product)),
        instalments=instalments,
    )
    template = template_create(name="Coaching", content=content)
    template_publish(version_id=template.versions.get().id, now=now)
    agreement = agreement_create(
        template_id=template.id,
        client=SAM,
        details=AgreementDetails(),
        now=now,
    )
    agreement_send(agreement_id=agreement.id, now=now)
    address = Address("Sam", "Client", "Hauptstr. 1", "Berlin", "10115", "DE")
    acceptance = acceptance_of(agreement, address=address)
    agreement_accept(token=token_of(agreement), acceptance=acceptance, act=BROWSER, now=now)
    return ClientAgreement.objects.get(id=agreement.id)


def placed(agreement: ClientAgreement) -> str:
    tasks.work()
    agreement.refresh_from_db()
    assert not OutboxMessage.objects.exclude(status="done").exists()
    return str(agreement.order_id)


def requested(office: Office, order: str, number: str | None = None) -> dict[str, Any]:
    answer: dict[str, Any] = office.api.data(REQUEST, order=order, number=number)["invoiceRequest"]
    return answer


def test_invoice_of_the_agreement_is_the_answer(office: Office) -> None:
    order = placed(accepted(office, instalments=1))
    invoice = Invoice.objects.get()
    for number in (None, None, invoice.number):
        answer = requested(office, order, number)
        assert answer["errors"] == []
        assert answer["invoice"]["number"] == invoice.number
        assert answer["invoice"]["status"] == "SUCCESS"
    assert Invoice.objects.count() == ShopInvoice.objects.count() == 1
    assert answer["invoice"]["url"] == page_url(f"portal/invoices/{invoice.id}/")


def test_of_several_the_newest_is_the_answer_or_the_one_asked_for(office: Office) -> None:
    order = placed(accepted(office, instalments=3))
    Invoice.objects.filter(instalment=2).update(issue_on=utc_now().date())
    tasks.sweep()
    tasks.work()
    first, second = Invoice.objects.exclude(number=None).order_by("instalment")
    assert requested(office, order)["invoice"]["number"] == second.number
    assert requested(office, order, first.number)["invoice"]["number"] == first.number
    (error,) = requested(office, order, "INV-1")["errors"]
    assert (error["field"], error["code"]) == ("number", "NUMBER_NOT_SET")
    assert ShopInvoice.objects.count() == 2


def test_before_the_first_is_issued_there_is_none_and_none_is_made(office: Office) -> None:
    """The worker may be slower than the staff."""
    order = office.draft_completed(office.draft())
    Order.objects.update(external_reference="agreement:6f1d7a52-0000-4000-8000-000000000000")
    (error,) = requested(office, order)["errors"]
    assert (error["field"], error["code"]) == ("orderId", "INVALID_STATUS")
    assert not Invoice.objects.exists()
    assert not ShopInvoice.objects.exists()


def test_operators_choice_is_about_orders_of_the_shop_alone(office: Office) -> None:
    order = placed(accepted(office, instalments=1))
    office.api.data(
        'mutation { pluginUpdate(id: "coaching", input: { configuration: ['
        '{ name: "invoices", value: "false" }] }) { errors { message } } }'
    )
    assert requested(office, order)["invoice"]["number"] == Invoice.objects.get().number
