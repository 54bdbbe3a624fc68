"""Saleor's `invoiceRequest`, answered by the plugin."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from order_paths import Office
from saleor.invoice.models import Invoice as ShopInvoice
from saleor.invoice.models import InvoiceEvent
from saleor.order.models import Order, OrderEvent
from saleor_shop import SaleorShop

from saleor_coaching_plugin.billing.models import Invoice, InvoiceLink
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.core.outbox.relay import relay_due

pytestmark = pytest.mark.django_db

REQUEST = """
mutation ($order: ID!, $number: String) { invoiceRequest(orderId: $order, number: $number) {
  invoice { id number url externalUrl status createdAt }
  order { invoices { number } events { type invoiceNumber } }
  errors { field code message }
} }
"""
CONFIGURE = """
mutation ($value: String!) { pluginUpdate(
  id: "coaching", input: { configuration: [{ name: "invoices", value: $value }] }
) { errors { message } } }
"""
SEND = """
mutation ($id: ID!) { invoiceSendNotification(id: $id) { errors { field code message } } }
"""


@pytest.fixture
def office(saleor: SaleorShop) -> Office:
    return Office(saleor)


@pytest.fixture
def paid(office: Office) -> str:
    checkout = office.checkout(quantity=2)
    office.charged(checkout, "240.00")
    return office.completed(checkout)


@pytest.fixture
def unpaid(office: Office) -> str:
    order = office.order_from_checkout(office.checkout())
    office.confirmed(order)
    return order


def requested(office: Office, order: str, number: str | None = None) -> dict[str, Any]:
    answer: dict[str, Any] = office.api.data(REQUEST, order=order, number=number)["invoiceRequest"]
    return answer


def made(office: Office, order: str, number: str | None = None) -> dict[str, Any]:
    answer = requested(office, order, number)
    assert answer["errors"] == []
    invoice: dict[str, Any] = answer["invoice"]
    return invoice


def page_of(url: str) -> str:
    assert url.startswith("https://shop.example/plugins/global/coaching/i/")
    response = Client().get(url.removeprefix("https://shop.example"))
    assert response.status_code == 200
    return response.content.decode()


def test_paid_order_gets_an_invoice_that_is_paid(office: Office, paid: str) -> None:
    answer = requested(office, paid)
    year = utc_now().year
    assert answer["errors"] == []
    assert answer["invoice"]["number"] == f"INV-{year}-0001"
    assert answer["invoice"]["status"] == "SUCCESS"
    assert answer["invoice"]["createdAt"] is not None
    invoice = Invoice.objects.get()
    assert (invoice.status, invoice.total_minor, invoice.paid_minor) == ("paid", 240_00, 240_00)
    assert invoice.payer_email == office.customer.email
    assert [(li["quantity"], li["total_minor"]) for li in invoice.lines] == [(2, 240_00)]
    html = page_of(answer["invoice"]["url"])
    assert f"Invoice INV-{year}-0001" in html
    assert "Sam Client" in html
    assert "€240.00" in html
    assert "Paid on" in html
    assert "IBAN" not in html


def test_saleor_keeps_the_invoice_in_its_histories(office: Office, paid: str) -> None:
    number = requested(office, paid)["invoice"]["number"]
    created = InvoiceEvent.objects.get(type="created")
    assert created.parameters["number"] == number
    assert created.app is not None
    generated = OrderEvent.objects.get(type="invoice_generated")
    assert generated.parameters == {"invoice_number": number}


def test_same_order_asked_twice_has_one_invoice(office: Office, paid: str) -> None:
    first, second = requested(office, paid), requested(office, paid)
    assert second["errors"] == []
    assert second["invoice"] == first["invoice"]
    assert [each["number"] for each in second["order"]["invoices"]] == [first["invoice"]["number"]]
    assert ShopInvoice.objects.count() == Invoice.objects.count() == 1


def test_numbers_have_no_gaps_whatever_is_refused(office: Office, paid: str, unpaid: str) -> None:
    free = office.completed(office.checkout(price="0.00"))
    assert requested(office, free)["errors"][0]["code"] == "INVALID_STATUS"
    year = utc_now().year
    assert requested(office, paid)["invoice"]["number"] == f"INV-{year}-0001"
    assert requested(office, paid, "other")["errors"][0]["field"] == "number"
    assert made(office, unpaid)["number"] == f"INV-{year}-0002"


def test_number_given_by_staff_is_taken(office: Office, paid: str) -> None:
    answer = requested(office, paid, "2026/17")
    assert answer["invoice"]["number"] == "2026/17"
    assert requested(office, paid, "2026/17")["invoice"] == answer["invoice"]
    assert requested(office, paid)["invoice"] == answer["invoice"]


@pytest.mark.parametrize("number", ["INV-2026-0009", "inv-2031-1", "x" * 65, "a\nb", "taken"])
def test_number_that_cannot_be_had_is_refused_and_leaves_nothing(
    office: Office, paid: str, unpaid: str, number: str
) -> None:
    requested(office, unpaid, "taken")
    answer = requested(office, paid, number)
    (error,) = answer["errors"]
    assert (error["field"], error["code"]) == ("number", "NUMBER_NOT_SET")
    assert answer["invoice"] is None
    assert ShopInvoice.objects.count() == Invoice.objects.count() == 1


def test_unpaid_order_gets_an_invoice_to_pay_by_bank(office: Office, unpaid: str) -> None:
    html = page_of(made(office, unpaid)["url"])
    assert "Due on" in html
    assert "IBAN GB33 BUKB 2020 1555 5555 55" in html
    assert "<form" not in html


def test_payments_of_the_order_appear_on_its_invoice(office: Office, unpaid: str) -> None:
    made(office, unpaid)
    office.charged(unpaid, "50.00")
    relay_due()
    invoice = Invoice.objects.get()
    assert (invoice.status, invoice.paid_minor) == ("open", 50_00)
    office.charged(unpaid, "70.00")
    relay_due()
    relay_due()
    invoice.refresh_from_db()
    assert (invoice.status, invoice.paid_minor) == ("paid", 120_00)
    assert [payment.amount_minor for payment in invoice.payments.order_by("received_at")] == [
        50_00,
        70_00,
    ]
    assert Order.objects.get().total_charged_amount == 120


def test_asking_again_notes_what_was_paid_meanwhile(office: Office, unpaid: str) -> None:
    made(office, unpaid)
    Order.objects.update(total_charged_amount="120.00")
    made(office, unpaid)
    assert Invoice.objects.get().status == "paid"


def test_shipping_and_reductions_are_lines_that_add_up(office: Office, unpaid: str) -> None:
    Order.objects.update(
        shipping_price_gross_amount="7.50",
        shipping_method_name="Parcel",
        total_gross_amount="117.50",
        total_net_amount="100.00",
    )
    html = page_of(made(office, unpaid)["url"])
    invoice = Invoice.objects.get()
    assert [(li["description"], li["total_minor"]) for li in invoice.lines[1:]] == [
        ("Parcel", 7_50),
        ("Discounts and gift cards", -10_00),
    ]
    assert sum(li["total_minor"] for li in invoice.lines) == invoice.total_minor == 117_50
    assert "Tax contained in it" in html
    assert "€17.50" in html


def test_customer_without_an_account_finds_it_in_the_client_area(
    office: Office, unpaid: str
) -> None:
    Order.objects.update(user=None, user_email="Guest@Client.example")
    made(office, unpaid)
    relay_due()
    mail.outbox.clear()
    Client().post("/plugins/global/coaching/portal/login/", {"email": "guest@client.example"})
    relay_due()
    assert [message.to for message in mail.outbox] == [["guest@client.example"]]


def test_cancelled_order_without_an_invoice_gets_none(office: Office, unpaid: str) -> None:
    Order.objects.update(status="canceled")
    (error,) = requested(office, unpaid)["errors"]
    assert (error["field"], error["code"]) == ("orderId", "INVALID_STATUS")
    assert not ShopInvoice.objects.exists()


def test_order_cancelled_later_keeps_its_invoice(office: Office, unpaid: str) -> None:
    first = made(office, unpaid)
    Order.objects.update(status="canceled")
    assert made(office, unpaid) == first


def test_saleor_sends_the_invoice(office: Office, paid: str) -> None:
    invoice = requested(office, paid)["invoice"]
    sent = office.api.data(SEND, id=invoice["id"])["invoiceSendNotification"]
    assert sent["errors"] == []


def test_invoice_deleted_in_saleor_comes_back_under_its_number(office: Office, paid: str) -> None:
    number = requested(office, paid)["invoice"]["number"]
    ShopInvoice.objects.all().delete()
    again = requested(office, paid)["invoice"]
    assert again["number"] == number
    assert number in page_of(again["url"])


def test_links_expire_and_can_be_revoked(office: Office, paid: str) -> None:
    path = made(office, paid)["url"].removeprefix("https://shop.example")
    for change in ({"expires_at": utc_now()}, {"revoked_at": utc_now()}):
        InvoiceLink.objects.update(expires_at=utc_now() + timedelta(days=1), revoked_at=None)
        assert Client().get(path).status_code == 200
        InvoiceLink.objects.update(**change)
        assert Client().get(path).status_code == 404


def test_link_itself_is_not_in_our_tables(office: Office, paid: str) -> None:
    token = made(office, paid)["url"].rstrip("/").rpartition("/")[2]
    assert len(token) == 43
    assert InvoiceLink.objects.get().token_digest != token


def test_operator_may_leave_invoices_to_another_app(office: Office, paid: str) -> None:
    assert office.api.data(CONFIGURE, value="false")["pluginUpdate"]["errors"] == []
    answer = requested(office, paid)
    assert (answer["errors"], answer["invoice"]) == ([], None)
    assert not Invoice.objects.exists()
    office.api.data(CONFIGURE, value="true")
    assert requested(office, paid)["invoice"] is not None


def test_switched_off_it_makes_none(office: Office, paid: str) -> None:
    office.switched(on=False)
    assert requested(office, paid)["invoice"] is None
