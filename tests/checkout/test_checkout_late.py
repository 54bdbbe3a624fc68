"""Orders whose terms no checkout asked for: the buyer is asked once, and what waits then starts."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from threading import Event
from time import sleep
from typing import Any

import pytest
from checkout_examples import accept, cart, pay
from django.db import transaction
from factories.agreements import agreement_accepted, version_published
from factories.contracts import BROWSER, PRIVACY, PRODUCT_BODY, answers
from factories.database import columns_with, refused, rows
from factories.late_terms import (
    DAY,
    accept_late,
    asked_about,
    installed,
    mails_to_buyer,
    no_hooks,
    order_changed_at,
    ordered,
    pay_for,
    required_of,
    terms_in_force,
    that_starts_something,
    token_mailed,
    under_terms,
    workbook,
)
from factories.ledger import facts_of, personal_of
from factories.shop import shop_category, shop_product
from factories.threads import at_once

from saleor_coaching_plugin.agreements.errors import AgreementErrorCode
from saleor_coaching_plugin.checkout.asked import asked_terms
from saleor_coaching_plugin.checkout.errors import CheckoutErrorCode
from saleor_coaching_plugin.checkout.models import (
    CheckoutAcceptance,
    OrderRecord,
    Purchase,
    TermsLink,
    TermsRequest,
)
from saleor_coaching_plugin.checkout.services.order import order_created_note
from saleor_coaching_plugin.checkout.services.purchase import purchases_settle
from saleor_coaching_plugin.checkout.services.release import held_purchases_release
from saleor_coaching_plugin.checkout.services.resend import order_terms_resend
from saleor_coaching_plugin.checkout.services.sweep import orders_sweep
from saleor_coaching_plugin.checkout.services.sweep_checkouts import terms_requests_expire
from saleor_coaching_plugin.commerce.current import commerce
from saleor_coaching_plugin.commerce.port import Order, Requestor, RequestorKind
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.core.outbox.models import OutboxMessage, OutboxStatus
from saleor_coaching_plugin.core.outbox.relay import relay_due
from saleor_coaching_plugin.evidence.bundle import bundle_make
from saleor_coaching_plugin.evidence.models import LedgerEntry
from saleor_coaching_plugin.evidence.verify.check import bundle_faults
from saleor_coaching_plugin.mail.models import MailMessage
from saleor_coaching_plugin.portal.models import PacketAssignment
from saleor_coaching_plugin.sandbox.shop import models
from saleor_coaching_plugin.sandbox.shop.order_cancel import order_cancel
from saleor_coaching_plugin.sequences.models import Enrolment
from saleor_coaching_plugin.terms.consents import ConsentErrorCode
from saleor_coaching_plugin.terms.models import AssignmentKind, TermsAssignment
from saleor_coaching_plugin.terms.services import terms_assign

pytestmark = pytest.mark.usefixtures("committed_db")  # the shop tells its hooks after commit


def record_of(order: Order) -> OrderRecord:
    return OrderRecord.objects.get(order_id=order.id)


def started() -> tuple[int, int]:
    """Runs through sequences, and packets in people's hands."""
    return Enrolment.objects.count(), PacketAssignment.objects.count()


def test_a_buyer_is_asked_once_by_one_mail() -> None:
    order = ordered(under_terms(workbook()))
    request = asked_about(order)
    for _ in range(2):
        order_created_note(order_id=order.id)
        relay_due()
    (mail,) = mails_to_buyer()
    assert (mail.to_email, mail.about) == ("ada@client.example", str(request.id))
    assert mail.subject == f"One step left for your order {order.number}"
    assert "Hello Ada," in mail.text
    assert "Workbook" in mail.text
    assert "€49.00" in mail.text
    assert "starts as soon as" not in mail.text  # nothing is held
    assert (request.status, request.email) == ("open", "ada@client.example")
    assert (request.total.minor, request.order_number) == (49_00, order.number)
    assert record_of(order).acceptance == "asked"


def test_the_token_is_kept_only_as_its_digest() -> None:
    asked_about(ordered(under_terms(workbook())))
    token = token_mailed()
    assert columns_with(token) == []


def test_a_german_order_is_asked_in_german() -> None:
    order = ordered(under_terms(workbook()), paid=False)
    order_changed_at(order, utc_now(), language="de")
    asked_about(order)
    (mail,) = mails_to_buyer()
    assert mail.subject == f"Noch ein Schritt für Ihre Bestellung {order.number}"
    assert "Guten Tag Ada," in mail.text


def test_accepting_binds_an_acceptance_and_proves_it_in_a_chain_of_its_own() -> None:
    product = under_terms(workbook(), terms_in_force(consents=[PRIVACY]))
    order = ordered(product)
    request = asked_about(order)
    shown = required_of(request)
    accepted = accept_late(request)
    acceptance = CheckoutAcceptance.objects.get()
    assert (accepted.status, accepted.acceptance) == ("accepted", acceptance)
    assert (acceptance.order_id, acceptance.checkout_id) == (order.id, "")
    assert acceptance.texts[0]["html"] == shown.texts[0].html
    assert record_of(order).acceptance == "accepted"
    assert Purchase.objects.get().acceptance == acceptance
    entry = LedgerEntry.objects.get()
    assert (entry.chain, entry.kind) == (f"order:{order.id}", "order_terms_accepted")
    facts = facts_of(entry)
    assert personal_of(entry)["cart"]["order"] == order.id
    assert facts["link"] == str(TermsLink.objects.get().id)
    assert facts["identified_by"] == "link mailed to the buyer"
    assert "By purchasing this product" in facts["statement"]
    assert [each["key"] for each in facts["consents"]] == ["terms", "privacy"]
    assert "ada@client.example" not in entry.facts
    assert bundle_faults(bundle_make()) == []


def test_accepting_twice_is_one_acceptance() -> None:
    request = asked_about(ordered(under_terms(workbook())))
    required = required_of(request)
    first = accept_late(request)
    before = rows()
    again = accept_late(request, fingerprint=required.fingerprint, consents=answers("terms-1"))
    assert again == first
    assert rows() == before


def test_many_clicks_at_once_are_one_acceptance_and_start_everything_once(settings: Any) -> None:
    settings.COACHING_HOLD_UNTIL_ACCEPTED = True
    request = asked_about(ordered(under_terms(that_starts_something(workbook()))))
    token = token_mailed()
    answered = at_once(12, lambda _: accept_late(request, token=token))
    assert {type(each) for each in answered} == {TermsRequest}, answered
    relay_due()
    assert (CheckoutAcceptance.objects.count(), LedgerEntry.objects.count()) == (1, 1)
    assert started() == (1, 1)


def test_a_payment_that_arrives_while_the_buyer_accepts_holds_nothing(settings: Any) -> None:
    settings.COACHING_HOLD_UNTIL_ACCEPTED = True
    order = ordered(under_terms(that_starts_something(workbook())), paid=False)
    request, token = asked_about(order), token_mailed()
    accepted = Event()

    def agree() -> None:
        with transaction.atomic():
            accept_late(request, token=token)
            accepted.set()
            sleep(0.5)  # the payment comes before this is committed

    def pay() -> None:
        accepted.wait(10)
        purchases_settle(order=pay_for(order), now=utc_now())

    with no_hooks():
        assert at_once(2, lambda number: (agree, pay)[number]()) == [None, None]
    relay_due()
    assert started() == (1, 1)
    assert not Purchase.objects.get().is_held


def test_without_the_setting_a_purchase_starts_at_once() -> None:
    order = ordered(under_terms(that_starts_something(workbook())))
    request = asked_about(order)
    assert started() == (1, 1)
    assert not Purchase.objects.get().is_held
    accept_late(request)
    relay_due()
    assert started() == (1, 1)


def test_with_the_setting_it_waits_for_the_acceptance(settings: Any) -> None:
    settings.COACHING_HOLD_UNTIL_ACCEPTED = True
    request = asked_about(ordered(under_terms(that_starts_something(workbook()))))
    assert started() == (0, 0)
    assert Purchase.objects.get().is_held
    (mail,) = mails_to_buyer()
    assert "starts as soon as you have accepted" in mail.text
    accept_late(request)
    relay_due()
    assert started() == (1, 1)
    purchase = Purchase.objects.get()
    assert (purchase.is_held, Enrolment.objects.get().trigger) == (
        False,
        f"purchase:{purchase.id}",
    )


def test_with_the_setting_only_lines_under_terms_wait(settings: Any) -> None:
    settings.COACHING_HOLD_UNTIL_ACCEPTED = True
    free = that_starts_something(shop_product("Pen", 49_00))
    asked_about(ordered(under_terms(that_starts_something(workbook())), free))
    assert started() == (1, 1)
    held = dict(Purchase.objects.values_list("product_name", "is_held"))
    assert held == {"Workbook": True, "Pen": False}


def test_with_the_setting_an_acceptance_before_the_payment_is_enough(settings: Any) -> None:
    settings.COACHING_HOLD_UNTIL_ACCEPTED = True
    order = ordered(under_terms(that_starts_something(workbook())), paid=False)
    accept_late(asked_about(order))
    relay_due()
    assert started() == (0, 0)
    pay_for(order)
    relay_due()
    assert started() == (1, 1)


def test_with_the_setting_a_checkout_that_was_asked_holds_nothing(settings: Any) -> None:
    settings.COACHING_HOLD_UNTIL_ACCEPTED = True
    checkout = cart(under_terms(that_starts_something(workbook())))
    accept(checkout)
    pay(checkout)
    commerce().checkout_complete(checkout.id)
    relay_due()
    assert started() == (1, 1)
    assert not TermsRequest.objects.exists()


def test_a_checkout_completed_while_the_gate_was_off_is_asked_for() -> None:
    checkout = cart(under_terms(workbook()))
    pay(checkout)
    with no_hooks():
        order = commerce().checkout_complete(checkout.id)
    order_created_note(order_id=order.id)
    request = asked_about(order)
    accept_late(request)
    purchase = Purchase.objects.get()
    assert (purchase.checkout_id, purchase.acceptance.chain) == (checkout.id, f"order:{order.id}")


def test_an_acceptance_of_another_order_does_not_count() -> None:
    product = under_terms(workbook())
    accept_late(asked_about(ordered(product, reference="erp:1")))
    second = ordered(product, reference="erp:2")
    assert asked_about(second).status == "open"
    assert Purchase.objects.get(order_id=second.id).acceptance is None


def test_an_order_that_an_agreement_placed_is_not_asked_for() -> None:
    agreement, _ = agreement_accepted(now=utc_now())
    relay_due()
    order = commerce().orders_of(agreement.parties.get().customer_id)[0]
    product = commerce().product_get(order.lines[0].product_id, channel=order.channel)
    under_terms(product)
    order_changed_at(order, utc_now(), created_at=utc_now())
    order_created_note(order_id=order.id)
    relay_due()
    assert not TermsRequest.objects.exists()
    assert record_of(order).acceptance == "not_needed"


def test_products_without_terms_ask_nobody() -> None:
    order = ordered(workbook())
    relay_due()
    assert not TermsRequest.objects.exists()
    assert record_of(order).acceptance == "not_needed"


@pytest.mark.parametrize("age", [timedelta(minutes=1), 400 * DAY])
def test_an_order_made_before_there_were_terms_asks_nobody(age: timedelta, settings: Any) -> None:
    """As orders are that are brought in from another shop, whenever that is done."""
    settings.COACHING_HOLD_UNTIL_ACCEPTED = True
    product = under_terms(that_starts_something(workbook()))
    with no_hooks():
        order = ordered(product)
    order_changed_at(order, utc_now(), created_at=utc_now() - age)
    order_created_note(order_id=order.id)
    relay_due()
    assert not MailMessage.objects.filter(kind="terms_request").exists()
    assert started() == (1, 1)


def test_terms_assigned_after_the_order_do_not_count_though_others_had_them_before() -> None:
    terms = terms_in_force()
    under_terms(shop_product("Pen", 49_00), terms)
    product = workbook()
    with no_hooks():
        order = ordered(product)
    under_terms(product, terms)
    order_created_note(order_id=order.id)
    relay_due()
    assert not TermsRequest.objects.exists()


def test_terms_of_a_category_count_and_those_that_came_later_do_not() -> None:
    category = shop_category("Courses")
    old = terms_in_force("Old terms of {{ product.name }}.")
    terms_assign(terms_id=old.id, kind=AssignmentKind.CATEGORY, object_id=category)
    order = ordered(workbook(category_id=category))
    young = terms_in_force("Young terms of {{ product.name }}.")
    terms_assign(terms_id=young.id, kind=AssignmentKind.CATEGORY, object_id=category)
    (text,) = required_of(asked_about(order)).texts
    assert "Old terms" in text.html


def test_an_order_without_an_address_is_visible_and_asked_for_once_it_has_one() -> None:
    product = under_terms(that_starts_something(workbook()))
    installed()
    with no_hooks():
        order = ordered(product)
    order_changed_at(order, utc_now(), email="")
    orders_sweep(now=utc_now())
    request = asked_about(order)
    assert (request.status, request.email, mails_to_buyer()) == ("no_address", "", [])
    assert started() == (0, 0)
    assert not OutboxMessage.objects.exclude(status=OutboxStatus.DONE).exists()
    order_changed_at(order, utc_now(), email="Ada@Client.example")
    orders_sweep(now=utc_now())
    request = asked_about(order)
    assert (request.status, request.email) == ("open", "ada@client.example")
    assert len(mails_to_buyer()) == 1
    assert started() == (1, 1)


def test_a_cancelled_order_is_not_asked_for() -> None:
    product = under_terms(workbook())
    with no_hooks():
        order = ordered(product, paid=False)
    order_cancel(order.id)
    order_created_note(order_id=order.id)
    relay_due()
    assert not TermsRequest.objects.exists()


def test_cancelling_an_order_closes_its_request() -> None:
    installed()
    order = ordered(under_terms(workbook()))
    request = asked_about(order)
    order_cancel(order.id)
    assert asked_terms(token=token_mailed(), now=utc_now()).status == "cancelled"
    with refused(CheckoutErrorCode.NOT_ACCEPTABLE, None):
        accept_late(request)
    orders_sweep(now=utc_now())
    assert asked_about(order).status == "cancelled"
    with refused(CheckoutErrorCode.NOT_ACCEPTABLE, None):
        accept_late(request)
    orders_sweep(now=utc_now())
    assert not OutboxMessage.objects.filter(status=OutboxStatus.PENDING, attempts__gt=0).exists()


def test_a_new_version_of_the_terms_is_what_is_shown_and_the_old_fingerprint_is_stale() -> None:
    terms = terms_in_force()
    request = asked_about(ordered(under_terms(workbook(), terms)))
    old = required_of(request).fingerprint
    version_published(terms, "Better terms of {{ product.name }}.")
    assert "Better terms" in required_of(request).texts[0].html
    with refused(CheckoutErrorCode.TERMS_STALE, "fingerprint"):
        accept_late(request, fingerprint=old)
    assert accept_late(request).status == "accepted"


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"fingerprint": "0" * 64}, CheckoutErrorCode.TERMS_STALE, "fingerprint"),
        ({"consents": []}, ConsentErrorCode.CONSENT_MISSING, "consents"),
        ({"consents": answers("terms-1", pre_ticked=True)}, "consent_pre_ticked", "consents"),
        ({"consents": answers("terms-1", "else")}, "consent_unknown", "consents"),
        ({"token": "wrong"}, CheckoutErrorCode.LINK_INVALID, "token"),
        (
            {"act": replace(BROWSER, requestor=Requestor(RequestorKind.STAFF, "1"))},
            AgreementErrorCode.CLIENT_ONLY,
            None,
        ),
        (
            {"act": replace(BROWSER, requestor=Requestor(RequestorKind.APP, "1"))},
            AgreementErrorCode.CLIENT_ONLY,
            None,
        ),
    ],
)
def test_what_is_no_acceptance_is_refused(changes: Any, code: Any, field: str | None) -> None:
    request = asked_about(ordered(under_terms(workbook())))
    with refused(code, field):
        accept_late(request, **changes)


def test_terms_that_were_taken_back_leave_nothing_to_accept() -> None:
    request = asked_about(ordered(under_terms(workbook())))
    TermsAssignment.objects.all().delete()
    assert asked_terms(token=token_mailed(), now=utc_now()).status == "resolved"
    with refused(CheckoutErrorCode.NOTHING_TO_ACCEPT, None):
        accept_late(request)


def test_an_expired_request_can_be_sent_again() -> None:
    order = ordered(under_terms(workbook()))
    request = asked_about(order)
    old = token_mailed()
    now = request.expires_at
    assert terms_requests_expire(now=now - timedelta(seconds=1)) == 0
    assert terms_requests_expire(now=now) == 1
    TermsLink.objects.update(expires_at=utc_now())
    with refused(CheckoutErrorCode.LINK_EXPIRED, "token"):
        accept_late(request, token=old)
    models.Order.objects.update(email="new@client.example")
    sent = order_terms_resend(order_id=order.id, now=utc_now())
    assert (sent.status, sent.email) == ("open", "new@client.example")
    assert mails_to_buyer()[-1].to_email == "new@client.example"
    with refused(CheckoutErrorCode.LINK_INVALID, "token"):
        accept_late(sent, token=old)
    relay_due()
    assert accept_late(sent).status == "accepted"
    assert CheckoutAcceptance.objects.get().email == "new@client.example"


def test_an_accepted_request_is_not_sent_again() -> None:
    order = ordered(under_terms(workbook()))
    accept_late(asked_about(order))
    with refused(CheckoutErrorCode.NOT_SENDABLE, None, saying="accepted"):
        order_terms_resend(order_id=order.id, now=utc_now())


def test_a_cancelled_order_is_not_sent_again() -> None:
    order = ordered(under_terms(workbook()))
    asked_about(order)
    order_cancel(order.id)
    with refused(CheckoutErrorCode.NOT_SENDABLE, None, saying="cancelled"):
        order_terms_resend(order_id=order.id, now=utc_now())


def test_an_order_without_an_address_is_not_sent_again() -> None:
    order = ordered(under_terms(workbook()))
    asked_about(order)
    models.Order.objects.update(email="")
    with refused(CheckoutErrorCode.EMAIL_NOT_SET, None, saying="in the shop"):
        order_terms_resend(order_id=order.id, now=utc_now())


def test_what_was_never_asked_for_is_not_found() -> None:
    order = ordered(workbook())
    with refused("not_found", "order_id"):
        order_terms_resend(order_id=order.id, now=utc_now())


def test_sending_again_what_needs_no_terms_any_more_lets_it_go(settings: Any) -> None:
    settings.COACHING_HOLD_UNTIL_ACCEPTED = True
    order = ordered(under_terms(that_starts_something(workbook())))
    asked_about(order)
    TermsAssignment.objects.all().delete()
    assert order_terms_resend(order_id=order.id, now=utc_now()).status == "resolved"
    relay_due()
    assert started() == (1, 1)
    assert len(mails_to_buyer()) == 1


def test_a_purchase_that_was_held_starts_when_the_operator_holds_no_longer(settings: Any) -> None:
    settings.COACHING_HOLD_UNTIL_ACCEPTED = True
    asked_about(ordered(under_terms(that_starts_something(workbook()))))
    held_purchases_release(now=utc_now())
    relay_due()
    assert started() == (0, 0)
    settings.COACHING_HOLD_UNTIL_ACCEPTED = False
    for _ in range(2):
        held_purchases_release(now=utc_now())
        relay_due()
        assert started() == (1, 1)


def test_what_the_page_showed_is_what_is_kept() -> None:
    request = asked_about(ordered(under_terms(workbook(), terms_in_force(PRODUCT_BODY))))
    shown = asked_terms(token=token_mailed(), now=utc_now()).texts
    accept_late(request)
    after = asked_terms(token=token_mailed(), now=utc_now())
    assert after.texts == list(shown)
    assert (after.status, after.required, after.is_paid) == ("accepted", None, True)
