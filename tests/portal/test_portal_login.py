"""Login by mailed link, and the sessions of browsers."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from factories.agreements import agreement_sent
from factories.contracts import ADDRESS, NOW, token_in
from factories.database import columns_with, refused, rows
from factories.seats import ANNA, BEN, TIM, planned, seat_free_in, seat_invited
from factories.shop import shop_customer, shop_product
from factories.threads import at_once

from saleor_coaching_plugin.core.errors import CoreErrorCode
from saleor_coaching_plugin.core.tokens import token_digest
from saleor_coaching_plugin.mail.models import MailMessage
from saleor_coaching_plugin.portal.errors import PortalErrorCode
from saleor_coaching_plugin.portal.models import LoginLink, PortalSession
from saleor_coaching_plugin.portal.services.buy import Buyer, Choice, purchase_start
from saleor_coaching_plugin.portal.services.login import (
    LINK_LIFE,
    MAIL_PAUSE,
    PROVEN_LIFE,
    UNPROVEN_LIFE,
    login_by_link,
    login_request,
    session_end,
    session_find,
    session_start,
)
from saleor_coaching_plugin.sandbox.shop.models import User
from saleor_coaching_plugin.seats.plan import Person
from saleor_coaching_plugin.seats.services.assign import seat_assign

pytestmark = pytest.mark.django_db
EMAIL = "ada@client.example"


@pytest.fixture
def token() -> str:
    """Of a login link that was just mailed."""
    shop_customer(EMAIL)
    return requested()


def requested(now: datetime = NOW) -> str:
    login_request(email=" Ada@CLIENT.example ", now=now)
    return token_in(MailMessage.objects.filter(kind="login").latest("created_at"))


def test_a_link_opens_a_proven_session_once(token: str) -> None:
    session, raw, _ = login_by_link(token=token, now=NOW)
    assert (session.email, session.email_proven, session.checkout_id) == (EMAIL, True, "")
    assert session_find(token=raw, now=NOW) == session
    with refused(PortalErrorCode.LINK_INVALID, "token", saying="ask for a new one"):
        login_by_link(token=token, now=NOW)


def test_used_expired_revoked_and_unknown_links_answer_alike(token: str) -> None:
    later = NOW + MAIL_PAUSE * 2
    used, revoked = requested(later), requested(later + MAIL_PAUSE * 2)
    login_by_link(token=used, now=later)
    LoginLink.objects.filter(token_digest=token_digest(revoked)).update(revoked_at=later)
    answers = set()
    for each in (used, revoked, token, "unknown", "", "\x00"):
        before = rows()
        try:
            login_by_link(token=each, now=NOW + LINK_LIFE)
        except Exception as error:
            answers.add((type(error).__name__, repr(vars(error))))
        assert rows() == before
    assert len(answers) == 1


def test_until_the_last_moment_it_opens(token: str) -> None:
    login_by_link(token=token, now=NOW + LINK_LIFE - timedelta(microseconds=1))


def test_only_digests_are_kept(token: str) -> None:
    _, raw, _ = login_by_link(token=token, now=NOW)
    assert columns_with(token) == columns_with(raw) == []
    assert columns_with(token_digest(raw)) == ["coaching_portalsession.token_digest"]


def test_nobody_is_told_whether_an_address_belongs_to_a_client() -> None:
    before = rows()
    assert login_request(email="nobody@nowhere.example", now=NOW) is None
    assert rows() == before


def test_whoever_was_sent_an_agreement_can_log_in() -> None:
    agreement_sent()
    login_request(email="sam@client.example", now=NOW)
    assert MailMessage.objects.filter(kind="login", to_email="sam@client.example").count() == 1


def test_a_mailbox_is_not_flooded(token: str) -> None:
    before = rows()
    login_request(email=EMAIL, now=NOW + MAIL_PAUSE - timedelta(microseconds=1))
    assert rows() == before
    assert requested(NOW + MAIL_PAUSE) != token
    assert MailMessage.objects.count() == 2


@pytest.mark.parametrize("email", ["", "ada", f"{EMAIL}\nBcc: all@world.example", f"{EMAIL},b@c.d"])
def test_what_is_no_address_is_refused(email: str) -> None:
    with refused(CoreErrorCode.INVALID, "email"):
        login_request(email=email, now=NOW)


@pytest.mark.parametrize(("proven", "life"), [(True, PROVEN_LIFE), (False, UNPROVEN_LIFE)])
def test_a_session_ends_by_itself_or_on_request(proven: bool, life: timedelta) -> None:
    session, raw = session_start(email=EMAIL, email_proven=proven, checkout_id="", now=NOW)
    just_before = NOW + life - timedelta(microseconds=1)
    assert session_find(token=raw, now=just_before) == session
    assert session_find(token=raw, now=NOW + life) is None
    for _ in range(2):
        session_end(token=raw, now=NOW)
    assert session_find(token=raw, now=just_before) is None
    assert session_find(token="unknown", now=NOW) is None


def started(email: str, session: PortalSession | None) -> PortalSession:
    product = shop_product()
    found, _ = purchase_start(
        choice=Choice(product.variants[0].id),
        buyer=Buyer(email, ADDRESS, "en"),
        session=session,
        now=NOW,
    )
    return found


def test_buying_proves_no_address_but_keeps_what_was_proven() -> None:
    proven, _ = session_start(email=EMAIL, email_proven=True, checkout_id="", now=NOW)
    unproven, _ = session_start(email=EMAIL, email_proven=False, checkout_id="", now=NOW)
    assert started(EMAIL, None).email_proven is False
    assert started(EMAIL, unproven).email_proven is False
    assert started("eve@evil.example", proven).email_proven is False
    kept = started(" ADA@client.example", proven)
    assert (kept.email_proven, kept.email) == (True, EMAIL)
    assert kept.checkout_id


def test_buying_with_a_differently_cased_address_makes_no_second_customer() -> None:
    customer = shop_customer(EMAIL)
    started("ADA@Client.Example", None)
    assert User.objects.count() == 1
    assert customer.email == EMAIL


@pytest.mark.usefixtures("committed_db")
def test_a_link_used_many_times_at_once_opens_one_session(token: str) -> None:
    answers = at_once(10, lambda _: login_by_link(token=token, now=NOW))
    assert sum(isinstance(answer, tuple) for answer in answers) == 1
    assert PortalSession.objects.count() == 1


@pytest.mark.usefixtures("committed_db")
def test_asking_many_times_at_once_mails_one_link() -> None:
    shop_customer(EMAIL)
    assert at_once(10, lambda _: login_request(email=EMAIL, now=NOW)) == [None] * 10
    assert MailMessage.objects.filter(kind="login").count() == 1


@pytest.mark.parametrize("person", [ANNA, TIM, replace(TIM, email="tim@school.example")])
def test_who_was_invited_to_a_seat_and_still_has_it_can_log_in(person: Person) -> None:
    seat, _ = seat_invited(person)
    for email in {person.email, person.guardian_email} - {""}:
        login_request(email=email, now=NOW)
        assert MailMessage.objects.filter(kind="login", to_email=email).exists()
    seat_assign(seat_id=seat.id, planned=planned(BEN), now=NOW)
    MailMessage.objects.all().delete()
    for email in {person.email, person.guardian_email} - {""}:
        login_request(email=email, now=NOW + MAIL_PAUSE * 2)
    assert not MailMessage.objects.exists()


def test_who_is_only_planned_for_a_seat_cannot() -> None:
    seat = seat_free_in()
    later = planned(ANNA, on=NOW.date() + timedelta(days=3))
    seat_assign(seat_id=seat.id, planned=later, now=NOW)
    login_request(email=ANNA.email, now=NOW)
    assert not MailMessage.objects.filter(kind="login").exists()
