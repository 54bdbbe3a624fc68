"""Our queries and mutations in Saleor's own /graphql/: who may ask, and how it refuses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from saleor_agreements import (
    AGREEMENT_ACCEPT,
    TERMS_CREATE,
    accepting,
    agreed,
    agreement_sent,
    done,
    office,
    refusal,
)
from saleor_shop import Api, SaleorShop

from saleor_coaching_plugin.terms.models import ContractTerms

DRAFT = {
    "name": "Terms",
    "language": "en",
    "title": "Terms",
    "body": "Text",
    "consents": [{"key": "privacy", "text": "Read it.", "required": True}],
}
OWN = "/plugins/global/coaching/graphql/"
PORTAL = "{ clientPortal { agreements { number title html } purchases { id } } }"


@pytest.fixture(params=["/graphql/", OWN])
def path(request: pytest.FixtureRequest) -> str:
    """Everything is true of our own endpoint inside Saleor as well."""
    return str(request.param)


@pytest.fixture
def at(path: str) -> Callable[[Api], Api]:
    return lambda api: Api(api.token, path)


def everything() -> dict[str, list[dict[str, Any]]]:
    """All rows of the plugin's tables."""
    return {
        model._meta.model_name: list(model._default_manager.order_by("pk").values())
        for model in apps.get_app_config("coaching").get_models()
    }


def test_staff_and_apps_with_the_permission_may(saleor: SaleorShop, at: Any) -> None:
    for whom in (saleor.staff(["MANAGE_PRODUCTS"]), saleor.app(["MANAGE_PRODUCTS"])):
        made = done(at(saleor.api_of(whom)), TERMS_CREATE, input=DRAFT)["contractTerms"]
        listed = at(saleor.api_of(whom)).data(
            "{ contractTermsList { totalCount edges { node { id versions { createdAt } } } } }"
        )["contractTermsList"]
        assert made["id"] in [edge["node"]["id"] for edge in listed["edges"]]
    assert ContractTerms.objects.count() == 2


def test_nobody_else_may_and_nothing_changes(saleor: SaleorShop, at: Any) -> None:
    others = ["MANAGE_ORDERS", "MANAGE_USERS"]
    before = everything()
    for whom in (None, saleor.customer(), saleor.staff(others), saleor.app(others)):
        api = at(saleor.api_of(whom))
        code, message = refusal(api, TERMS_CREATE, input=DRAFT)
        assert code == "PermissionDenied"
        assert "MANAGE_PRODUCTS" in message
        assert refusal(api, "{ contractTermsList { totalCount } }")[0] == "PermissionDenied"
    assert everything() == before


@pytest.mark.parametrize("token", ["x", "a.b.c", "", "é" * 20, "eyJhbGciOiJub25lIn0.e30."])
def test_a_malformed_token_is_nobodys(saleor: SaleorShop, at: Any, token: str) -> None:
    api = at(Api(token.encode("unicode_escape").decode()))
    assert refusal(api, "{ contractTermsList { totalCount } }")[0] == "PermissionDenied"
    assert refusal(api, PORTAL)[0] == "PermissionDenied"


def test_refusals_look_like_saleors_own(saleor: SaleorShop) -> None:
    (ours,) = saleor.api_of().post("{ contractTermsList { totalCount } }")["errors"]
    (theirs,) = saleor.api_of().post("{ apps(first: 1) { totalCount } }")["errors"]
    assert ours["extensions"]["exception"]["code"] == theirs["extensions"]["exception"]["code"]
    assert ours.keys() == theirs.keys()


def test_what_is_not_found_says_so(saleor: SaleorShop, at: Any) -> None:
    api = at(office(saleor))
    assert refusal(api, '{ contractTerms(id: "x") { id } }') == (
        "NOT_FOUND",
        "No contract terms with this id.",
    )
    (payload,) = api.data(
        'mutation { clientAgreementSend(id: "x") { clientAgreement { id } errors { field code } } }'
    ).values()
    assert payload == {
        "clientAgreement": None,
        "errors": [{"field": "id", "code": "NOT_FOUND"}],
    }


def test_a_client_accepts_through_the_link(saleor: SaleorShop, at: Any) -> None:
    sent = agreement_sent(saleor, at(office(saleor)), saleor.product(), "sam@client.example")
    view = at(Api()).data(
        "query($token: String!) { clientAgreementByToken(token: $token) { number status html } }",
        token=sent.token,
    )["clientAgreementByToken"]
    assert (view["number"], view["status"]) == (sent.number, "VIEWED")
    assert "1,500.50" in view["html"]
    for _ in range(2):  # once or twice, it is the same
        payload = done(at(Api()), AGREEMENT_ACCEPT, **accepting(sent))
        assert payload["clientAgreement"] == {"number": sent.number, "status": "ACCEPTED"}


def test_staff_cannot_accept_in_a_clients_name(saleor: SaleorShop, at: Any) -> None:
    api = at(office(saleor))
    sent = agreement_sent(saleor, api, saleor.product(), "sam@client.example")
    before = everything()
    (payload,) = api.data(AGREEMENT_ACCEPT, **accepting(sent)).values()
    assert [error["code"] for error in payload["errors"]] == ["CLIENT_ONLY"]
    assert everything() == before


def test_a_customer_finds_in_the_client_area_what_is_theirs(saleor: SaleorShop, at: Any) -> None:
    sent = agreement_sent(saleor, at(office(saleor)), saleor.product(), "sam@client.example")
    sam, grace = saleor.customer(), saleor.customer("grace@client.example")
    (agreement,) = at(saleor.api_of(sam)).data(PORTAL)["clientPortal"]["agreements"]
    assert (agreement["number"], agreement["title"]) == (sent.number, "Contract")
    assert at(saleor.api_of(grace)).data(PORTAL)["clientPortal"]["agreements"] == []


def test_an_address_that_nobody_confirmed_opens_no_client_area(saleor: SaleorShop, at: Any) -> None:
    agreement_sent(saleor, at(office(saleor)), saleor.product(), "sam@client.example")
    impostor = saleor.customer(is_confirmed=False)
    assert refusal(at(saleor.api_of(impostor)), PORTAL)[0] == "PermissionDenied"


def test_values_have_the_form_of_saleors_own(saleor: SaleorShop, at: Any) -> None:
    """Its scalars are used: a Decimal is a number there."""
    api = at(office(saleor))
    agreement_sent(saleor, api, saleor.product(), "sam@client.example")
    (edge,) = api.data(
        "{ clientAgreements { edges { node { createdAt fee { amount currency } startOn } } } }"
    )["clientAgreements"]["edges"]
    assert edge["node"]["fee"] == {"amount": 1500.5, "currency": "EUR"}
    assert edge["node"]["startOn"] is None
    assert edge["node"]["createdAt"].endswith("+00:00")


@pytest.mark.parametrize("amount", ["1e999999", "-1e999999", "1" * 40, "0." + "1" * 40])
def test_an_amount_that_would_keep_a_worker_busy_is_refused(
    saleor: SaleorShop, at: Any, amount: str
) -> None:
    api = office(saleor)
    agreed(saleor, api, "sam@client.example")
    (invoice,) = api.data("{ clientInvoices(first: 1) { edges { node { id } } } }")[
        "clientInvoices"
    ]["edges"]
    query = """mutation($id: ID!, $amount: Decimal!) {
        clientInvoiceMarkPaid(id: $id, reference: "x", amount: {amount: $amount, currency: "EUR"})
        { clientInvoice { id } errors { field code } } }"""
    answer = at(api).post(query, id=invoice["node"]["id"], amount=amount)
    (error,) = answer["data"]["clientInvoiceMarkPaid"]["errors"]
    assert error == {"field": "amount", "code": "INVALID"}


def test_what_ours_costs_counts_in_saleors_limit(saleor: SaleorShop, settings: Any) -> None:
    settings.GRAPHQL_QUERY_MAX_COMPLEXITY = 300
    api = office(saleor)
    answer = api.post("{ contractTermsList(first: 100) { edges { node { versions { id } } } } }")
    assert answer["extensions"]["cost"]["requestedQueryCost"] == 200
    many = " ".join(f"list{n}: contractTermsList(first: 100) {{ totalCount }}" for n in range(4))
    assert refusal(api, f"{{ {many} }}")[0] == "QueryCostError"
