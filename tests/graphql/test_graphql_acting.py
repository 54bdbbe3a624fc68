"""Somebody accepts for the client, and what staff and the client then see of it."""

from __future__ import annotations

from typing import Any

import pytest
from factories.contracts import token_of
from factories.ledger import acceptance_entry
from factories.shop import shop_app, shop_staff
from graphql_api import ask, do, errors_of, everything
from graphql_cases import (
    CASES,
    checkout_acceptance_typed,
    client_acceptance_typed,
    late_acceptance_typed,
    node,
)
from graphql_examples import acceptance_typed, agreement_accepted, agreement_sent, purchase_made

from saleor_coaching_plugin.agreements.models import ClientAgreement
from saleor_coaching_plugin.checkout.models import CheckoutAcceptance

pytestmark = pytest.mark.django_db
EVE = {"capacity": "REPRESENTATIVE", "name": "Eve Navy", "basis": "Director of Example Ltd"}
GRACE = {"capacity": "GUARDIAN", "name": "Grace Hopper"}
STAFF = (
    "query($id: ID!) { clientAgreement(id: $id) { text { actingFor { capacity name basis } } } }"
)
CLIENT = "query($t: String!) { clientAgreementByToken(token: $t) { actingFor { name } } }"
REQUESTS = (
    "{ orderTermsRequests { edges { node { acceptedAt actingFor { capacity name basis } } } } }"
)


@pytest.fixture
def orders() -> str:
    return shop_staff(["MANAGE_ORDERS"])[1]


def accept_agreement(acting_for: Any = None) -> ClientAgreement:
    agreement = agreement_sent()
    typed = acceptance_typed(agreement, actingFor=acting_for)
    do(CASES["clientAgreementAccept"].query, token=token_of(agreement), input=typed)
    return agreement


def test_staff_and_the_link_show_who_accepted_for_the_client(orders: str) -> None:
    agreement = accept_agreement(EVE)
    assert acceptance_entry().kind == "agreement_accepted_for_another"
    shown = ask(STAFF, by=orders, id=node("ClientAgreement", agreement))
    assert shown["text"]["actingFor"] == EVE
    assert ask(CLIENT, t=token_of(agreement))["actingFor"] == {"name": "Eve Navy"}


def test_a_guardian_may_leave_the_basis_out(orders: str) -> None:
    agreement = accept_agreement(GRACE)
    shown = ask(STAFF, by=orders, id=node("ClientAgreement", agreement))
    assert shown["text"]["actingFor"] == GRACE | {"basis": ""}


def test_nobody_is_shown_where_the_client_accepted(orders: str) -> None:
    agreement = accept_agreement()
    assert acceptance_entry().kind == "agreement_accepted"
    shown = ask(STAFF, by=orders, id=node("ClientAgreement", agreement))
    assert shown["text"]["actingFor"] is None
    assert ask(CLIENT, t=token_of(agreement))["actingFor"] is None
    assert ask(CLIENT, t=token_of(agreement_sent()))["actingFor"] is None


def test_staff_see_who_accepted_the_terms_of_a_purchase() -> None:
    typed = checkout_acceptance_typed(actingFor=EVE)
    do(CASES["checkoutTermsAccept"].query, **typed)
    assert acceptance_entry().kind == "checkout_terms_accepted_for_another"
    purchase = purchase_made()
    purchase.acceptance = CheckoutAcceptance.objects.get()
    purchase.save()
    query = "{ productPurchases { edges { node { actingFor { capacity name basis } } } } }"
    (edge,) = ask(query, by=shop_staff(["MANAGE_USERS"])[1])["edges"]
    assert edge["node"]["actingFor"] == EVE


def test_staff_see_who_accepted_after_the_order(orders: str) -> None:
    typed = late_acceptance_typed(actingFor=GRACE)
    (edge,) = ask(REQUESTS, by=orders)["edges"]
    assert edge["node"] == {"acceptedAt": None, "actingFor": None}
    do(CASES["orderTermsAccept"].query, **typed)
    assert acceptance_entry().kind == "order_terms_accepted_for_another"
    (edge,) = ask(REQUESTS, by=orders)["edges"]
    assert edge["node"]["actingFor"] == GRACE | {"basis": ""}


@pytest.mark.parametrize(
    "name", ["clientAgreementAccept", "checkoutTermsAccept", "orderTermsAccept"]
)
@pytest.mark.parametrize("asker", [shop_staff, shop_app])
def test_staff_and_apps_represent_nobody(name: str, asker: Any) -> None:
    typed: dict[str, Any] = {
        "clientAgreementAccept": client_acceptance_typed,
        "checkoutTermsAccept": checkout_acceptance_typed,
        "orderTermsAccept": late_acceptance_typed,
    }[name]()
    typed.get("input", typed)["actingFor"] = EVE
    by = asker(["MANAGE_ORDERS", "MANAGE_USERS", "MANAGE_PRODUCTS"])[1]
    before = everything()
    assert errors_of(CASES[name].query, by=by, **typed) == [("CLIENT_ONLY", None)]
    assert everything() == before


def test_accepting_again_for_somebody_changes_nothing() -> None:
    agreement = agreement_accepted()
    before = everything()
    typed = acceptance_typed(agreement, actingFor=EVE)
    do(CASES["clientAgreementAccept"].query, token=token_of(agreement), input=typed)
    assert everything() == before
