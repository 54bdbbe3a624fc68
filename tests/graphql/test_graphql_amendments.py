"""Changed terms of an accepted agreement: read and answered by the client, followed by staff."""

from __future__ import annotations

from typing import Any

import pytest
from factories.agreements import version_published
from factories.amendments import amendment_token
from factories.shop import shop_app, shop_staff
from graphql_api import ask, code_of, do, errors_of, everything
from graphql_cases import CASES, node
from graphql_examples import ADA, agreement_accepted, terms_published, ticked

from saleor_coaching_plugin.agreements.models import Amendment, ClientAgreement
from saleor_coaching_plugin.agreements.services.amendment_ask import amendment_ask
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.evidence.models import LedgerEntry
from saleor_coaching_plugin.terms.services import terms_draft_save

BY_TOKEN = """query($t: String!) { clientAgreementByToken(token: $t) {
    status html sha256 statement button consents { key } revisionRedline
    amends { status acceptedAt closedAt changeNotes redline clientNote } } }"""
STAFF = """query($id: ID!) { clientAgreement(id: $id) { status text { sha256 }
    amendments { status askedAt closedAt clientNote party { email } text { revision html } } } }"""

pytestmark = pytest.mark.django_db


@pytest.fixture
def agreement() -> ClientAgreement:
    return agreement_accepted()


@pytest.fixture
def amendment(agreement: ClientAgreement) -> Amendment:
    terms = agreement.template_version.terms
    body = terms.versions.get().body + "\n\nNotice is 14 days."
    version = version_published(terms, body, note="Notice is 14 days.")
    amendment_ask(party_id=agreement.parties.get().id, version_id=version.id, now=utc_now())
    return Amendment.objects.get()


def opened(by: str | None = None) -> Any:
    return ask(BY_TOKEN, by=by, t=amendment_token())


def typed(amendment: Amendment, **changes: Any) -> dict[str, Any]:
    given = {"textSha256": amendment.text.sha256, "consents": [ticked("terms")]} | changes
    return {"token": amendment_token(), "input": given}


def test_the_link_opens_the_new_text_with_what_it_changes(amendment: Amendment) -> None:
    seen = opened()
    amends = seen["amends"]
    assert (seen["status"], seen["html"]) == ("ACCEPTED", amendment.text.html)
    assert seen["statement"] == amendment.text.statement
    assert (amends["status"], amends["closedAt"]) == ("OPEN", None)
    assert amends["changeNotes"] == ["Notice is 14 days."]
    assert "<ins>Notice is 14 days.</ins>" in amends["redline"]
    assert amends["acceptedAt"] == amendment.party.accepted_at.isoformat()


def test_the_clients_acceptance_and_its_repeat(amendment: Amendment) -> None:
    query = CASES["clientAgreementAccept"].query
    do(query, **typed(amendment))
    assert opened()["amends"]["status"] == "ACCEPTED"
    assert LedgerEntry.objects.filter(kind="amendment_accepted").count() == 1
    before = everything()
    do(query, **typed(amendment))
    assert everything() == before


def test_the_client_declines_with_a_reason(amendment: Amendment) -> None:
    do(CASES["clientAgreementDecline"].query, token=amendment_token(), reason="Too short.")
    amends = opened()["amends"]
    assert (amends["status"], amends["clientNote"]) == ("DECLINED", "Too short.")
    late = errors_of(CASES["clientAgreementAccept"].query, **typed(amendment))
    assert late == [("NOT_ACCEPTABLE", None)]


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"textSha256": "0" * 64}, ("TEXT_CHANGED", "textSha256")),
        ({"consents": []}, ("CONSENT_MISSING", "consents")),
        ({"consents": [ticked("terms", initially=True)]}, ("CONSENT_PRE_TICKED", "consents")),
    ],
)
def test_what_is_no_acceptance_changes_nothing(
    amendment: Amendment, changes: dict[str, Any], refusal: tuple[str, str]
) -> None:
    before = everything()
    found = errors_of(CASES["clientAgreementAccept"].query, **typed(amendment, **changes))
    assert found == [refusal]
    assert everything() == before


def test_staff_and_apps_cannot_answer_for_the_client(amendment: Amendment) -> None:
    for by in (shop_staff(["MANAGE_ORDERS"])[1], shop_app(["MANAGE_ORDERS"])[1]):
        before = everything()
        accepted = errors_of(CASES["clientAgreementAccept"].query, by=by, **typed(amendment))
        declined = errors_of(
            CASES["clientAgreementDecline"].query, by=by, token=amendment_token(), reason=""
        )
        assert accepted == declined == [("CLIENT_ONLY", None)]
        assert everything() == before


def test_staff_see_the_amendments_of_an_agreement(orders: str, amendment: Amendment) -> None:
    agreement = amendment.party.agreement
    seen = ask(STAFF, by=orders, id=node("ClientAgreement", agreement))
    assert seen["status"] == "ACCEPTED"
    (found,) = seen["amendments"]
    assert (found["status"], found["party"]["email"]) == ("OPEN", ADA.email)
    assert found["text"] == {"revision": 2, "html": amendment.text.html}
    assert seen["text"]["sha256"] == amendment.text.previous.sha256


def test_nobody_else_sees_them(amendment: Amendment) -> None:
    key = node("ClientAgreement", amendment.party.agreement)
    for by in (None, shop_staff(["MANAGE_PRODUCTS"])[1]):
        assert code_of(STAFF, by=by, id=key) == "PermissionDenied"


def test_staff_send_it_once_more(orders: str, amendment: Amendment) -> None:
    old = amendment_token()
    key = node("ClientAgreement", amendment.party.agreement)
    do(CASES["clientAgreementResend"].query, by=orders, id=key)
    assert opened()["amends"]["status"] == "OPEN"
    assert code_of(BY_TOKEN, t=old) == "LINK_INVALID"


def test_an_agreement_that_amends_nothing_says_so() -> None:
    from_link = CASES["clientAgreementAccept"].variables()["token"]
    seen = ask(BY_TOKEN, t=from_link)
    assert (seen["amends"], seen["revisionRedline"]) == (None, "")


def test_a_version_says_whether_it_is_material(products: str) -> None:
    terms = terms_published()
    draft = terms_draft_save(terms_id=terms.id, language="en", title="T", body="New")
    said = {"material": True, "changeNote": "All of it is new."}
    query = CASES["contractTermsPublish"].query
    key = node("ContractTermsVersion", draft)
    version = do(query, by=products, id=key, **said)["version"]
    assert (version["isMaterial"], version["changeNote"]) == (True, "All of it is new.")
