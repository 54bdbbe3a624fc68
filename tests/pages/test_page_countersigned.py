"""Wherever a client reads a text that the coach signed too, the page says so."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.test import Client
from factories.contracts import BROWSER, token_of
from factories.shop import shop_staff
from page_examples import PREFIX, acceptance_typed, agreement_sent

from saleor_coaching_plugin.agreements.models import ClientAgreement, Countersignature
from saleor_coaching_plugin.agreements.services.countersign import Signer, agreement_countersign
from saleor_coaching_plugin.commerce.port import Requestor, RequestorKind
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.sandbox.shop.models import User

pytestmark = pytest.mark.django_db


def countersign(agreement: ClientAgreement, first_name: str = "Alex") -> Countersignature:
    person = Requestor(RequestorKind.STAFF, id=shop_staff()[0].id)
    User.objects.filter(is_staff=True).update(first_name=first_name)
    return agreement_countersign(
        agreement_id=agreement.id,
        text_sha256=agreement.parties.get().texts.get().sha256,
        signer=Signer(replace(BROWSER, requestor=person)),
        now=utc_now(),
    )


def page_of(agreement: ClientAgreement) -> str:
    return f"{PREFIX}a/{token_of(agreement)}/"


def accept(browser: Client, agreement: ClientAgreement) -> None:
    typed = acceptance_typed(agreement)
    assert browser.post(f"{page_of(agreement)}accept/", typed).status_code == 303


def text_of_page(browser: Client, path: str) -> str:
    return browser.get(path).content.decode()


def test_before_acceptance_it_stands_above_the_text(browser: Client) -> None:
    agreement = agreement_sent()
    assert "Signed by" not in text_of_page(browser, page_of(agreement))
    signature = countersign(agreement)
    html = text_of_page(browser, page_of(agreement))
    line = f"Signed by <strong>Alex Morgan</strong> on {signature.signed_at:%-d %B %Y, %H:%M} UTC."
    assert html.count(line) == 1
    assert html.index(line) < html.index("<article")


@pytest.mark.parametrize("after", [False, True])
def test_after_acceptance_page_and_certificate_show_it(
    after: bool, browser: Client, ada: Client
) -> None:
    agreement = agreement_sent()
    if not after:
        countersign(agreement)
    accept(browser, agreement)
    if after:
        countersign(agreement)
    word = "Countersigned" if after else "Signed"
    certificate = f"{PREFIX}portal/agreements/{agreement.parties.get().id}/"
    for html in (text_of_page(browser, page_of(agreement)), text_of_page(ada, certificate)):
        assert html.count(f"{word} by <strong>Alex Morgan</strong>") == 1


def test_a_name_cannot_be_markup(browser: Client) -> None:
    agreement = agreement_sent()
    countersign(agreement, first_name="<script>alert(1)</script>")
    html = text_of_page(browser, page_of(agreement))
    assert "<script>" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; Morgan" in html
