"""Every mutation asked twice: the second time changes nothing, makes another, or is refused."""

from __future__ import annotations

import pytest
from factories.shop import shop_customer, shop_customer_token, shop_staff
from graphql_api import counts, do, errors_of, everything
from graphql_cases import CASES, CUSTOMER, PAYER, Case

from saleor_coaching_plugin.commerce.port import Permission

SAME = [
    "contractTermsUpdate",
    "contractTermsAssign",
    "contractTermsUnassign",
    "productSetupUpdate",
    "agreementTemplateUpdate",
    "agreementTemplatePublish",
    "clientAgreementUpdate",
    "clientAgreementSend",
    "clientAgreementCountersign",
    "clientAgreementRevoke",
    "clientAgreementAccept",
    "clientAgreementDecline",
    "clientAgreementRequestChanges",
    "checkoutTermsAccept",
    "orderTermsAccept",
    "clientInvoiceMarkPaid",
    "clientRefundMarkSent",
    "participantAgreementAccept",
    "participantAgreementDecline",
    "seatAssign",
    "seatFree",
    "seatGroupShareName",
    "seatRefund",
    "seatTake",
    "evidencePersonalDataErase",
    "sequencePublish",
    "sequenceEnrol",
    "sequenceEnrolmentCancel",
    "portalLoginRequest",
    "welcomePacketComplete",
]
WRITTEN_ANEW = [
    "agreementSeatsPlan",
    "checkoutSeatsPlan",
    "sequenceUpdate",
    "welcomePacketUpdate",
    "welcomePacketItemComplete",
]
ANOTHER = {
    "contractTermsCreate": "contractterms",
    "agreementTemplateCreate": "agreementtemplate",
    "clientAgreementCreate": "clientagreement",
    "clientAgreementResend": "partylink",
    "clientAgreementPreviewSend": "previewlink",
    "orderTermsResend": "termslink",
    "checkoutTermsResend": "termslink",
    "sequenceCreate": "sequence",
    "welcomePacketCreate": "welcomepacket",
}
REFUSED = {
    "contractTermsPublish": ("ALREADY_PUBLISHED", "id"),
    "seatRemind": ("TOO_SOON", "id"),
}

pytestmark = pytest.mark.django_db


def test_every_mutation_is_tested_here() -> None:
    assert {*SAME, *WRITTEN_ANEW, *ANOTHER, *REFUSED} == CASES.keys()


@pytest.mark.parametrize("name", SAME)
def test_the_second_time_changes_nothing_and_answers_the_same(name: str) -> None:
    case = CASES[name]
    by, variables = _asker(case), case.variables()
    first = do(case.query, by=by, **variables)
    after_first = everything()
    second = do(case.query, by=by, **variables)
    assert everything() == after_first
    second.pop("created", None)  # tells the two apart
    assert first | second == first


@pytest.mark.parametrize("name", WRITTEN_ANEW)
def test_the_second_time_writes_the_same_anew(name: str) -> None:
    case = CASES[name]
    by, variables = _asker(case), case.variables()
    do(case.query, by=by, **variables)
    after_first = counts()
    do(case.query, by=by, **variables)
    assert counts() == after_first


@pytest.mark.parametrize("name", ANOTHER)
def test_the_second_time_makes_another(name: str) -> None:
    case = CASES[name]
    by, variables = _asker(case), case.variables()
    do(case.query, by=by, **variables)
    after_first = counts()[ANOTHER[name]]
    do(case.query, by=by, **variables)
    assert counts()[ANOTHER[name]] == after_first + 1


@pytest.mark.parametrize("name", REFUSED)
def test_the_second_time_is_refused(name: str) -> None:
    case = CASES[name]
    by, variables = _asker(case), case.variables()
    do(case.query, by=by, **variables)
    after_first = everything()
    assert errors_of(case.query, by=by, **variables) == [REFUSED[name]]
    assert everything() == after_first


def test_only_the_first_enrolment_is_new() -> None:
    case = CASES["sequenceEnrol"]
    by, variables = _asker(case), case.variables()
    answers = [do(case.query, by=by, **variables)["created"] for _ in range(2)]
    assert answers == [True, False]


def _asker(case: Case) -> str | None:
    if case.asker in {CUSTOMER, PAYER}:
        return shop_customer_token(shop_customer("ada@client.example"))
    return shop_staff([case.asker])[1] if case.asker in set(Permission) else None
