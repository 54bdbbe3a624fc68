"""An invoice's life, by the real SDK over HTTP."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
import requests
import stripe

from saleor_coaching_plugin.sandbox.stripe_simulator import StripeSimulator

from .conftest import API, DECLINED_CARD, GOOD_CARD, Clock, Shop, pay


def kinds(simulator: StripeSimulator) -> list[str]:
    return [event["type"] for event in simulator.events]


def refused(call: Any, *args: Any, **params: Any) -> stripe.InvalidRequestError:
    with pytest.raises(stripe.InvalidRequestError) as caught:
        call(*args, **params, **API)
    return caught.value


def test_draft_has_no_number_and_no_page(shop: Shop) -> None:
    invoice = shop.invoice(shop.draft(5000)["id"])
    assert (invoice["status"], invoice["number"]) == ("draft", None)
    assert (invoice["hosted_invoice_url"], invoice["invoice_pdf"]) == (None, None)


def test_draft_adds_up_its_items_and_shows_the_newest_first(shop: Shop) -> None:
    invoice = shop.invoice(shop.draft(5000, 2500, -500)["id"])
    assert (invoice["subtotal"], invoice["total"], invoice["amount_due"]) == (7000, 7000, 7000)
    assert [line["description"] for line in invoice["lines"]["data"]] == [
        "Part 3",
        "Part 2",
        "Part 1",
    ]


def test_due_date_is_counted_from_creation(shop: Shop, clock: Clock) -> None:
    assert shop.draft(5000, days_until_due=14)["due_date"] == clock.now + 14 * 86_400


def test_finalized_invoice_is_open_numbered_and_has_a_page(
    simulator: StripeSimulator, shop: Shop, clock: Clock
) -> None:
    invoice = shop.open_invoice(5000)
    assert invoice["status"] == "open"
    assert re.fullmatch(r"[A-Z0-9]{8}-0001", invoice["number"])
    assert invoice["status_transitions"]["finalized_at"] == clock.now
    assert requests.get(invoice["hosted_invoice_url"], timeout=5).status_code == 200
    pdf = requests.get(invoice["invoice_pdf"], timeout=5)
    assert pdf.headers["Content-Type"] == "application/pdf"
    assert pdf.content.startswith(b"%PDF-1.4")
    assert kinds(simulator) == ["invoice.finalized"]


def test_numbers_count_up_per_customer(shop: Shop) -> None:
    customer = shop.customer()["id"]
    numbers = [shop.open_invoice(5000, customer=customer)["number"] for _ in range(2)]
    assert [number[-4:] for number in numbers] == ["0001", "0002"]


def test_finalized_invoice_keeps_the_customers_old_name(shop: Shop) -> None:
    customer = shop.customer(name="Ada")["id"]
    invoice = shop.open_invoice(5000, customer=customer)
    stripe.Customer.modify(customer, name="Grace", **API)
    assert shop.invoice(invoice["id"])["customer_name"] == "Ada"


def test_second_finalize_is_refused(shop: Shop) -> None:
    error = refused(stripe.Invoice.finalize_invoice, shop.open_invoice(5000)["id"])
    assert "already finalized" in str(error)


def test_item_on_a_finalized_invoice_is_refused(shop: Shop) -> None:
    invoice = shop.open_invoice(5000)
    error = refused(stripe.InvoiceItem.create, invoice=invoice["id"], amount=1, currency="eur")
    assert error.code == "invoice_not_editable"
    assert shop.invoice(invoice["id"])["total"] == 5000


def test_item_in_another_currency_is_refused(shop: Shop) -> None:
    invoice = shop.draft(5000)
    error = refused(stripe.InvoiceItem.create, invoice=invoice["id"], amount=1, currency="usd")
    assert error.param == "currency"


def test_item_of_another_customer_is_refused(shop: Shop) -> None:
    params = {"invoice": shop.draft()["id"], "amount": 1, "currency": "eur"}
    error = refused(stripe.InvoiceItem.create, customer=shop.customer()["id"], **params)
    assert error.param == "customer"


def test_pending_items_join_only_an_invoice_that_includes_them(shop: Shop) -> None:
    customer = shop.customer()["id"]
    stripe.InvoiceItem.create(customer=customer, amount=700, currency="eur", **API)
    assert shop.draft(customer=customer)["total"] == 0
    included = shop.draft(customer=customer, pending_invoice_items_behavior="include")
    assert included["total"] == 700
    assert stripe.InvoiceItem.list(customer=customer, pending=True, **API)["data"] == []


def test_sending_a_draft_finalizes_it_first(simulator: StripeSimulator, shop: Shop) -> None:
    invoice = stripe.Invoice.send_invoice(shop.draft(5000)["id"], **API)
    assert invoice["status"] == "open"
    assert kinds(simulator) == ["invoice.finalized", "invoice.sent"]


def test_sending_an_invoice_that_is_charged_automatically_is_refused(shop: Shop) -> None:
    customer = shop.customer()["id"]
    invoice = stripe.Invoice.create(customer=customer, currency="eur", **API)
    assert "send_invoice" in str(refused(stripe.Invoice.send_invoice, invoice["id"]))


def test_sending_needs_a_due_date_and_an_address(shop: Shop) -> None:
    sent = {"collection_method": "send_invoice", "customer": shop.customer()["id"]}
    assert "days_until_due" in str(refused(stripe.Invoice.create, **sent))
    sent["customer"] = stripe.Customer.create(name="No address", **API)["id"]
    assert "Missing email" in str(refused(stripe.Invoice.create, days_until_due=7, **sent))


def test_due_date_in_the_past_is_refused(shop: Shop, clock: Clock) -> None:
    sent = {"collection_method": "send_invoice", "customer": shop.customer()["id"]}
    error = refused(stripe.Invoice.create, due_date=clock.now - 1, **sent)
    assert error.param == "due_date"


def test_paid_out_of_band_is_paid_without_a_charge(
    simulator: StripeSimulator, shop: Shop, clock: Clock
) -> None:
    invoice = shop.open_invoice(5000)
    invoice = stripe.Invoice.pay(invoice["id"], paid_out_of_band=True, **API)
    assert (invoice["status"], invoice["amount_paid"], invoice["attempted"]) == (
        "paid",
        5000,
        False,
    )
    assert invoice["amount_remaining"] == 0
    assert invoice["status_transitions"]["paid_at"] == clock.now
    assert stripe.Charge.list(**API)["data"] == []
    assert kinds(simulator) == ["invoice.finalized", "invoice.paid"]


def test_second_pay_is_refused(simulator: StripeSimulator, shop: Shop) -> None:
    invoice = shop.open_invoice(5000)
    stripe.Invoice.pay(invoice["id"], paid_out_of_band=True, **API)
    error = refused(stripe.Invoice.pay, invoice["id"], paid_out_of_band=True)
    assert "already paid" in str(error)
    assert kinds(simulator).count("invoice.paid") == 1


def test_pay_without_a_saved_card_is_refused(shop: Shop) -> None:
    invoice = shop.open_invoice(5000)
    assert "default_payment_method" in str(refused(stripe.Invoice.pay, invoice["id"]))
    assert shop.invoice(invoice["id"])["status"] == "open"


def test_voided_invoice_cannot_be_paid_or_voided_again(
    simulator: StripeSimulator, shop: Shop
) -> None:
    invoice = stripe.Invoice.void_invoice(shop.open_invoice(5000)["id"], **API)
    assert invoice["status"] == "void"
    refused(stripe.Invoice.void_invoice, invoice["id"])
    refused(stripe.Invoice.pay, invoice["id"], paid_out_of_band=True)
    page = requests.get(invoice["hosted_invoice_url"], timeout=5).text
    assert "voided" in page
    assert "<form" not in page
    assert kinds(simulator) == ["invoice.finalized", "invoice.voided"]


def test_void_of_a_draft_and_of_a_paid_invoice_is_refused(shop: Shop) -> None:
    assert "isn't open" in str(refused(stripe.Invoice.void_invoice, shop.draft(5000)["id"]))
    paid = stripe.Invoice.pay(shop.open_invoice(5000)["id"], paid_out_of_band=True, **API)
    assert "cannot be voided" in str(refused(stripe.Invoice.void_invoice, paid["id"]))


def test_uncollectible_invoice_can_still_be_paid(simulator: StripeSimulator, shop: Shop) -> None:
    invoice = stripe.Invoice.mark_uncollectible(shop.open_invoice(5000)["id"], **API)
    assert invoice["status"] == "uncollectible"
    refused(stripe.Invoice.mark_uncollectible, invoice["id"])
    assert pay(invoice["hosted_invoice_url"], GOOD_CARD).status_code == 303
    assert shop.invoice(invoice["id"])["status"] == "paid"
    assert kinds(simulator)[1:] == ["invoice.marked_uncollectible", "invoice.paid"]


def test_invoice_of_nothing_is_paid_when_finalized(simulator: StripeSimulator, shop: Shop) -> None:
    invoice = shop.open_invoice()
    assert (invoice["status"], invoice["amount_due"]) == ("paid", 0)
    assert kinds(simulator) == ["invoice.finalized", "invoice.paid"]


def test_amount_below_the_minimum_charge_moves_to_the_next_invoice(shop: Shop) -> None:
    customer = shop.customer()["id"]
    small = shop.open_invoice(49, customer=customer)
    assert (small["status"], small["amount_due"], small["ending_balance"]) == ("paid", 0, 49)
    following = shop.open_invoice(5000, customer=customer)
    assert (following["starting_balance"], following["amount_due"]) == (49, 5049)
    assert stripe.Customer.retrieve(customer, **API)["balance"] == 0


def test_void_gives_the_balance_back(shop: Shop) -> None:
    customer = shop.customer()["id"]
    shop.open_invoice(49, customer=customer)
    stripe.Invoice.void_invoice(shop.open_invoice(5000, customer=customer)["id"], **API)
    assert stripe.Customer.retrieve(customer, **API)["balance"] == 49


def test_finalized_invoice_changes_only_its_metadata(shop: Shop) -> None:
    invoice = shop.open_invoice(5000, metadata={"kept": "1", "gone": "1"})
    metadata = {"gone": "", "new": "2"}
    changed = stripe.Invoice.modify(invoice["id"], metadata=metadata, **API)
    assert json.loads(str(changed["metadata"])) == {"kept": "1", "new": "2"}
    error = refused(stripe.Invoice.modify, invoice["id"], description="Other")
    assert error.param == "description"
    assert shop.invoice(invoice["id"])["description"] is None


def test_draft_can_be_changed(shop: Shop) -> None:
    invoice = stripe.Invoice.modify(shop.draft(5000)["id"], description="Coaching", **API)
    assert invoice["description"] == "Coaching"


def test_paying_on_the_page_marks_the_invoice_paid(simulator: StripeSimulator, shop: Shop) -> None:
    invoice = shop.open_invoice(12_345)
    url = invoice["hosted_invoice_url"]
    answer = pay(url, GOOD_CARD)
    assert answer.status_code == 303
    assert "This invoice is paid" in requests.get(url, timeout=5).text
    paid = shop.invoice(
        invoice["id"], expand=["payments.data.payment.payment_intent.latest_charge"]
    )
    assert (paid["status"], paid["amount_paid"]) == ("paid", 12_345)
    payment = paid["payments"]["data"][0]
    assert (payment["status"], payment["amount_paid"]) == ("paid", 12_345)
    assert payment["payment"]["payment_intent"]["latest_charge"]["amount"] == 12_345
    assert kinds(simulator) == ["invoice.finalized", "invoice.paid"]


def test_second_click_on_pay_charges_once(simulator: StripeSimulator, shop: Shop) -> None:
    url = shop.open_invoice(5000)["hosted_invoice_url"]
    pay(url, GOOD_CARD)
    second = pay(url, GOOD_CARD)
    assert second.status_code == 200
    assert "This invoice is paid" in second.text
    assert len(stripe.Charge.list(**API)["data"]) == 1
    assert kinds(simulator).count("invoice.paid") == 1


def test_declined_card_leaves_the_invoice_open_and_can_be_followed_by_a_good_one(
    simulator: StripeSimulator, shop: Shop
) -> None:
    invoice = shop.open_invoice(5000)
    declined = pay(invoice["hosted_invoice_url"], DECLINED_CARD)
    assert declined.status_code == 402
    assert "Your card was declined." in declined.text
    after = shop.invoice(invoice["id"])
    assert (after["status"], after["attempted"], after["attempt_count"]) == ("open", True, 1)
    assert stripe.Charge.list(**API)["data"][0]["failure_code"] == "card_declined"
    pay(invoice["hosted_invoice_url"], GOOD_CARD)
    assert shop.invoice(invoice["id"])["status"] == "paid"
    assert kinds(simulator)[1:] == ["invoice.payment_failed", "invoice.paid"]


@pytest.mark.parametrize(
    ("card", "says"),
    [
        ({"number": "4242 4242 4242 4241"}, "number is incorrect"),
        ({"number": "5555 5555 5555 4444"}, "non test card"),
        ({"number": ""}, "number is incorrect"),
        ({"expiry": "13/34"}, "expiration date is invalid"),
        ({"expiry": "12/20"}, "has expired"),
        ({"cvc": "12"}, "security code is incorrect"),
    ],
)
def test_card_that_cannot_be_right_asks_no_bank(
    shop: Shop, card: dict[str, str], says: str
) -> None:
    answer = pay(shop.open_invoice(5000)["hosted_invoice_url"], {**GOOD_CARD, **card})
    assert answer.status_code == 402
    assert says in answer.text
    assert stripe.Charge.list(**API)["data"] == []


def test_list_pages_through_and_filters(shop: Shop) -> None:
    customer = shop.customer()["id"]
    made = [shop.draft(customer=customer)["id"] for _ in range(5)]
    shop.draft()
    first = stripe.Invoice.list(customer=customer, limit=2, **API)
    assert [each["id"] for each in first["data"]] == made[:2:-1]
    assert first["has_more"]
    paged = [each["id"] for each in first.auto_paging_iter()]
    assert paged == made[::-1]
    back = stripe.Invoice.list(customer=customer, ending_before=made[1], limit=2, **API)
    assert [each["id"] for each in back["data"]] == [made[3], made[2]]
    assert stripe.Invoice.list(status="paid", **API)["data"] == []


def test_list_filters_by_time(shop: Shop, clock: Clock) -> None:
    shop.draft()
    clock.now += 100
    later = shop.draft()["id"]
    found = stripe.Invoice.list(created={"gte": clock.now}, **API)["data"]
    assert [each["id"] for each in found] == [later]


def test_invoice_carries_ten_lines_and_the_rest_is_listed(shop: Shop) -> None:
    invoice = shop.invoice(shop.draft(*[100] * 12)["id"])
    assert (len(invoice["lines"]["data"]), invoice["lines"]["has_more"]) == (10, True)
    lines = stripe.Invoice.list_lines(invoice["id"], limit=100, **API)
    assert (len(lines["data"]), lines["has_more"]) == (12, False)


def test_unknown_invoice_is_missing(shop: Shop) -> None:
    error = refused(stripe.Invoice.retrieve, "in_unknown")
    assert (error.http_status, error.code, error.param) == (404, "resource_missing", "invoice")
    assert str(error).endswith("No such invoice: 'in_unknown'")


def test_unknown_customer_is_a_bad_parameter(shop: Shop) -> None:
    error = refused(stripe.Invoice.create, customer="cus_unknown")
    assert (error.http_status, error.code, error.param) == (400, "resource_missing", "customer")


def test_page_shows_what_was_typed_as_text(shop: Shop) -> None:
    evil = "<script>alert(1)</script>"
    invoice = shop.open_invoice(5000, customer=shop.customer(name=evil)["id"], description=evil)
    page = requests.get(invoice["hosted_invoice_url"], timeout=5)
    assert evil not in page.text
    assert page.text.count("&lt;script&gt;") == 2
    assert "no money moves" in page.text
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]


def test_page_link_is_a_secret_of_its_own(simulator: StripeSimulator, shop: Shop) -> None:
    invoice = shop.open_invoice(5000)
    guessed = requests.get(f"{simulator.base_url}/i/{invoice['id']}", timeout=5)
    assert guessed.status_code == 404
