"""Paid, but kept from becoming an order by its terms: told once, asked once, goes on by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from checkout_examples import accept, cart, pay
from factories.agreements import version_published
from factories.contracts import BROWSER, answers
from factories.database import refused, rows
from factories.late_terms import (
    DAY,
    accept_late,
    installed,
    mails_to_buyer,
    no_hooks,
    terms_in_force,
    that_starts_something,
    token_mailed,
    under_terms,
    workbook,
)
from factories.shop import shop_product
from factories.threads import at_once

from saleor_coaching_plugin import tasks
from saleor_coaching_plugin.checkout.asked import asked_terms
from saleor_coaching_plugin.checkout.errors import CheckoutErrorCode
from saleor_coaching_plugin.checkout.models import Purchase, TermsRequest
from saleor_coaching_plugin.checkout.services.accept_late import terms_request_accept
from saleor_coaching_plugin.checkout.services.acceptance import CheckoutConsent
from saleor_coaching_plugin.checkout.services.block import PATIENCE
from saleor_coaching_plugin.checkout.services.resend import checkout_terms_resend
from saleor_coaching_plugin.checkout.services.sweep_checkouts import BATCH, paid_checkouts_sweep
from saleor_coaching_plugin.commerce.current import commerce, commerce_install
from saleor_coaching_plugin.commerce.port import Checkout
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.core.outbox.models import OutboxMessage, OutboxStatus
from saleor_coaching_plugin.core.outbox.relay import relay_due
from saleor_coaching_plugin.evidence.models import LedgerEntry
from saleor_coaching_plugin.mail.models import MailMessage
from saleor_coaching_plugin.portal.models import PacketAssignment
from saleor_coaching_plugin.sandbox.shop import models
from saleor_coaching_plugin.sandbox.shop.adapter import SandboxCommerce
from saleor_coaching_plugin.sequences.models import Enrolment
from saleor_coaching_plugin.terms.models import ContractTerms, TermsAssignment

pytestmark = pytest.mark.usefixtures("committed_db")  # the shop tells its hooks after commit


@pytest.fixture(autouse=True)
def _installed(committed_db: None) -> None:
    installed()


@pytest.fixture
def terms() -> ContractTerms:
    return terms_in_force()


@pytest.fixture
def checkout(terms: ContractTerms) -> Checkout:
    """Paid, its terms not accepted."""
    cart_of_it = cart(under_terms(that_starts_something(workbook()), terms))
    pay(cart_of_it)
    return cart_of_it


def later(patience: timedelta = PATIENCE) -> datetime:
    return utc_now() + patience + timedelta(seconds=1)


def swept(*, now: datetime | None = None) -> None:
    """When the checkout has been paid for long enough, unless `now` says otherwise."""
    paid_checkouts_sweep(now=now or later())
    relay_due()


def coach_mails() -> list[MailMessage]:
    return list(MailMessage.objects.filter(kind="coach_checkout_blocked"))


def test_a_blocked_checkout_is_told_of_once_and_its_buyer_asked_once(checkout: Checkout) -> None:
    for _ in range(3):
        swept()
    request = TermsRequest.objects.get()
    assert (request.subject, request.subject_id) == ("checkout", checkout.id)
    assert (request.status, request.reason, request.email) == (
        "open",
        "not_accepted",
        "ada@client.example",
    )
    (mail,) = mails_to_buyer()
    assert mail.to_email == "ada@client.example"
    assert mail.subject == "Your payment has arrived, one step is left"
    assert "we have received €49.00" in mail.text
    assert "placed by itself" in mail.text
    (told,) = coach_mails()
    assert told.to_email == "alex@coach.example"
    for part in (checkout.id, "€49.00", "ada@client.example", "Workbook", "were not accepted"):
        assert part in told.text, part
    assert "You need not do anything" in told.text


def test_a_checkout_paid_just_now_is_left_in_peace(checkout: Checkout) -> None:
    swept(now=utc_now() + PATIENCE - timedelta(seconds=30))
    assert not TermsRequest.objects.exists()


def test_a_checkout_of_before_the_plugin_is_left_in_peace(checkout: Checkout) -> None:
    models.Checkout.objects.update(changed_at=utc_now() - DAY)
    swept()
    assert not TermsRequest.objects.exists()


def test_what_the_gate_lets_pass_or_nobody_paid_is_not_blocked() -> None:
    product = under_terms(workbook())
    accepted, unpaid, free = cart(product), cart(product), cart(shop_product("Pen", 1_00))
    accept(accepted)
    for each in (accepted, free):
        pay(each)
    swept()
    assert not TermsRequest.objects.exists()
    assert commerce().checkout_get(unpaid.id).paid.minor == 0


@pytest.mark.parametrize("by_link", [True, False])
def test_accepting_makes_the_order_by_itself(checkout: Checkout, by_link: bool) -> None:
    swept()
    if by_link:
        accept_late(TermsRequest.objects.get())
    else:
        accept(checkout)
    assert commerce().order_find(checkout_id=checkout.id) is None
    relay_due()
    order = commerce().order_find(checkout_id=checkout.id)
    assert order
    assert order.is_paid
    request = TermsRequest.objects.get()
    assert (request.status, request.order_id, request.order_number) == (
        "resolved",
        order.id,
        order.number,
    )
    assert request.acceptance.order_id == order.id
    assert Purchase.objects.get().acceptance == request.acceptance
    assert (Enrolment.objects.count(), PacketAssignment.objects.count()) == (1, 1)
    kinds = list(LedgerEntry.objects.order_by("id").values_list("chain", "kind"))
    assert kinds == [
        (f"checkout:{checkout.id}", "checkout_terms_accepted"),
        (f"checkout:{checkout.id}", "acceptance_bound_to_order"),
    ]
    if by_link:
        assert asked_terms(token=token_mailed(), now=utc_now()).status == "accepted"


def test_it_goes_on_by_itself_even_if_the_shops_hooks_are_lost(checkout: Checkout) -> None:
    swept()
    accept(checkout)
    with no_hooks():
        relay_due()
    assert Purchase.objects.count() == 1


def test_an_acceptance_of_a_checkout_that_was_not_blocked_completes_nothing(
    checkout: Checkout,
) -> None:
    accept(checkout)
    relay_due()
    assert commerce().order_find(checkout_id=checkout.id) is None
    assert not OutboxMessage.objects.filter(event="CheckoutUnblocked").exists()


def test_many_clicks_at_once_make_one_order(checkout: Checkout) -> None:
    swept()
    request, token = TermsRequest.objects.get(), token_mailed()
    answered = at_once(10, lambda _: accept_late(request, token=token))
    assert {type(each) for each in answered} == {TermsRequest}, answered
    assert OutboxMessage.objects.filter(event="CheckoutUnblocked").count() == 1
    relay_due()
    assert models.Order.objects.count() == Purchase.objects.count() == 1


def test_two_sweeps_at_once_ask_once(checkout: Checkout) -> None:
    now = later()
    at_once(6, lambda _: paid_checkouts_sweep(now=now))
    relay_due()
    assert (len(mails_to_buyer()), len(coach_mails())) == (1, 1)


def test_stale_terms_are_told_as_such(terms: ContractTerms) -> None:
    one = cart(under_terms(workbook(), terms))
    accept(one)
    pay(one)
    version_published(terms, "Better terms of {{ product.name }}.")
    swept()
    assert TermsRequest.objects.get().reason == "stale"
    assert "have changed since you accepted" in mails_to_buyer()[0].text
    assert "changed since they were accepted" in coach_mails()[0].text
    with refused(CheckoutErrorCode.TERMS_STALE, "fingerprint"):
        accept_late(TermsRequest.objects.get(), fingerprint="0" * 64)
    accept_late(TermsRequest.objects.get())
    relay_due()
    assert commerce().order_find(checkout_id=one.id)


def test_an_acceptance_that_came_while_the_sweep_wrote_is_found_by_the_next(
    checkout: Checkout,
) -> None:
    accept(checkout)
    TermsRequest.objects.create(
        subject="checkout",
        subject_id=checkout.id,
        status="open",
        reason="not_accepted",
        email="ada@client.example",
        language="en",
        total_minor=49_00,
        currency="EUR",
    )
    swept()
    assert commerce().order_find(checkout_id=checkout.id)
    request = TermsRequest.objects.get()
    assert (request.status, request.order_id != "") == ("resolved", True)
    assert mails_to_buyer() == []


def test_terms_that_were_taken_back_let_it_go_on(checkout: Checkout) -> None:
    swept()
    TermsAssignment.objects.all().delete()
    swept()
    assert commerce().order_find(checkout_id=checkout.id)
    assert TermsRequest.objects.get().status == "resolved"


def test_a_change_after_accepting_asks_anew(checkout: Checkout, terms: ContractTerms) -> None:
    swept()
    accept_late(TermsRequest.objects.get())
    version_published(terms, "Better terms of {{ product.name }}.")
    relay_due()  # the gate refuses
    assert commerce().order_find(checkout_id=checkout.id) is None
    models.Checkout.objects.update(changed_at=utc_now() - 2 * PATIENCE)
    swept(now=utc_now())  # let go just now: the order may be on its way
    assert len(mails_to_buyer()) == 1
    swept(now=later(PATIENCE * 2))
    request = TermsRequest.objects.get()
    assert (request.status, request.reason, len(mails_to_buyer())) == ("open", "stale", 2)
    accept_late(request)
    relay_due()
    assert commerce().order_find(checkout_id=checkout.id)


def test_a_blocked_checkout_that_became_an_order_elsewhere_is_resolved(checkout: Checkout) -> None:
    swept()
    with no_hooks():
        order = commerce().checkout_complete(checkout.id)
    token = token_mailed()
    assert asked_terms(token=token, now=utc_now()).status == "resolved"
    swept()
    request = TermsRequest.objects.get()
    assert (request.status, request.order_id) == ("resolved", order.id)
    with refused(CheckoutErrorCode.NOT_ACCEPTABLE, None):
        late(token, [])


def test_a_blocked_checkout_that_vanished_is_resolved(checkout: Checkout) -> None:
    swept()
    token = token_mailed()
    models.Checkout.objects.all().delete()
    consents = answers("terms-1")
    with refused(CheckoutErrorCode.NOT_ACCEPTABLE, None):
        late(token, consents)
    swept()
    request = TermsRequest.objects.get()
    assert (request.status, request.order_id) == ("resolved", "")
    before = rows()
    swept()
    assert rows() == before


def late(token: str, consents: Any) -> None:
    terms_request_accept(
        token=token, consent=CheckoutConsent("", consents), act=BROWSER, now=utc_now()
    )


def test_without_an_address_the_coach_is_told_that_nobody_was_asked(checkout: Checkout) -> None:
    models.Checkout.objects.update(email="")
    swept()
    request = TermsRequest.objects.get()
    assert (request.status, mails_to_buyer()) == ("no_address", [])
    assert "nobody could be asked" in coach_mails()[0].text
    with refused(CheckoutErrorCode.EMAIL_NOT_SET, None):
        checkout_terms_resend(checkout_id=checkout.id, now=utc_now())
    models.Checkout.objects.update(email="ada@client.example")
    swept()
    assert (TermsRequest.objects.get().status, len(mails_to_buyer())) == ("open", 1)


def test_staff_can_send_it_again(checkout: Checkout) -> None:
    swept()
    old = token_mailed()
    checkout_terms_resend(checkout_id=checkout.id, now=utc_now())
    relay_due()
    request = TermsRequest.objects.get()
    with refused(CheckoutErrorCode.LINK_INVALID, "token"):
        accept_late(request, token=old)
    assert accept_late(request).acceptance


def test_a_checkout_that_cannot_be_rendered_holds_up_no_other(
    checkout: Checkout, caplog: Any
) -> None:
    class Failing(SandboxCommerce):
        def checkouts_paid(self, **window: Any) -> list[Checkout]:
            found = super().checkouts_paid(**window)
            return [broken(found[0]), *found]

    def broken(one: Checkout) -> Checkout:
        return replace(one, id="broken", language=None)  # type: ignore[arg-type]

    usual = commerce()
    commerce_install(Failing())
    try:
        swept()
    finally:
        commerce_install(usual)
    assert TermsRequest.objects.get().subject_id == checkout.id
    assert "Checkout broken could not be swept: AttributeError" in caplog.text


def test_more_checkouts_than_one_answer_holds_are_all_seen(checkout: Checkout) -> None:
    class Narrow(SandboxCommerce):
        """Answers with copies, as many as were asked for, when asked about much time."""

        def checkouts_paid(self, *, since: datetime, until: datetime, limit: int) -> Any:
            found = super().checkouts_paid(since=since, until=until, limit=limit)
            is_wide = until - since > timedelta(minutes=1)
            return found[:1] * limit if found and is_wide else found

    usual = commerce()
    commerce_install(Narrow())
    try:
        other = cart(commerce().product_get(checkout.lines[0].product_id, channel=checkout.channel))
        pay(other)
        models.Checkout.objects.filter(lines__isnull=False).update(changed_at=utc_now())
        paid_checkouts_sweep(now=later())
    finally:
        commerce_install(usual)
    assert TermsRequest.objects.count() == 2
    assert BATCH > 2


def test_the_task_does_it_all(checkout: Checkout) -> None:
    models.Checkout.objects.update(changed_at=utc_now() - PATIENCE)
    tasks.sweep()
    tasks.work()
    assert len(mails_to_buyer()) == len(coach_mails()) == 1
    accept_late(TermsRequest.objects.get())
    tasks.work()
    assert commerce().order_find(checkout_id=checkout.id)
    assert not OutboxMessage.objects.exclude(status=OutboxStatus.DONE).exists()
