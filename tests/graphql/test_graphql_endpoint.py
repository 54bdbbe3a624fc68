"""The endpoint over HTTP: what it takes, what it refuses, what it never does."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from factories.contracts import token_of
from factories.shop import shop_staff
from graphql import introspection_query
from graphql_api import ask, code_of, post
from graphql_cases import CASES
from graphql_examples import agreement_sent

from saleor_coaching_plugin.graphql.limits import MAX_DEPTH, MAX_QUERY_CHARS
from saleor_coaching_plugin.graphql.schema import schema

pytestmark = pytest.mark.django_db

PING = "{ __typename }"
FRAGMENTS = "\n".join(
    f"fragment f{n} on Query {{ {' '.join(f'...f{n - 1}' for _ in range(10))} }}"
    for n in range(1, 12)
)


def send(body: Any, content_type: str = "application/json", **options: Any) -> Any:
    return Client().post("/graphql/", data=body, content_type=content_type, **options)


def message(response: Any) -> str:
    return str(response.json()["errors"][0]["message"])


def test_a_query_is_answered_as_json_that_nobody_keeps() -> None:
    response = send(json.dumps({"query": PING}))
    assert response.status_code == 200
    assert response.json() == {"data": {"__typename": "Query"}}
    assert response.headers["Content-Type"] == "application/json"
    assert response.headers["Cache-Control"] == "no-store"
    assert not response.cookies


def test_no_csrf_token_is_needed_since_only_a_header_tells_who_asks() -> None:
    strict = Client(enforce_csrf_checks=True)
    response = strict.post(
        "/graphql/", data=json.dumps({"query": PING}), content_type="application/json"
    )
    assert response.status_code == 200


@pytest.mark.parametrize("method", ["get", "put", "patch", "delete", "head", "options"])
def test_only_post_is_taken(method: str) -> None:
    response = getattr(Client(), method)("/graphql/")
    assert response.status_code == 405
    assert response.headers["Allow"] == "POST"


@pytest.mark.parametrize(
    "content_type",
    ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""],
)
def test_another_sites_form_cannot_ask(content_type: str) -> None:
    response = send(json.dumps({"query": PING}), content_type)
    assert response.status_code == 415
    assert "data" not in response.json()


@pytest.mark.parametrize("body", [" ", "{", "\xff", "[" * 100_000, '"text"', "[]", "null", "1"])
def test_what_is_no_json_object_is_refused(body: str) -> None:
    response = send(body.encode("latin-1"))
    assert response.status_code == 400
    assert message(response)


@pytest.mark.parametrize(
    "body", [{}, {"query": ""}, {"query": 1}, {"query": [PING]}, {"query": PING, "variables": [1]}]
)
def test_a_body_without_a_query_is_refused(body: dict[str, Any]) -> None:
    assert send(json.dumps(body)).status_code == 400


def test_a_list_of_queries_is_refused() -> None:
    response = send(json.dumps([{"query": PING}] * 2))
    assert response.status_code == 400


def test_a_large_body_is_refused(settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    response = send(json.dumps({"query": PING, "variables": {"x": "x" * 1000}}))
    assert response.status_code == 413


def test_the_address_is_not_read() -> None:
    response = Client().post(
        "/graphql/?query={__typename}", data="{}", content_type="application/json"
    )
    assert response.status_code == 400


def test_one_of_several_operations_can_be_named() -> None:
    query = "query A { a: __typename } query B { b: __typename }"
    response = send(json.dumps({"query": query, "operationName": "B"}))
    assert response.json() == {"data": {"b": "Query"}}


@pytest.mark.parametrize("body", ["{", "{ a", "query Q($x: Nothing) { __typename }"])
def test_a_query_that_cannot_be_read_is_a_bad_request(body: str) -> None:
    response = send(json.dumps({"query": body}))
    assert response.status_code == 400
    assert response.json()["errors"][0]["extensions"]["exception"]["code"].startswith("GraphQL")


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("{ __typename }" + " " * MAX_QUERY_CHARS, "longer than"),
        ("{ a " * MAX_DEPTH + "{ a }" + "}" * MAX_DEPTH, "deeper than"),
        ("{ a " * 8_000, "deeply"),
        ("{ a { " + "a " * 1000 + "} }", "more than"),
        ("{ " + " ".join(f"a{n}: __typename" for n in range(31)) + " }", "at most"),
        ("{ ...f11 } fragment f0 on Query { __typename } " + FRAGMENTS, "more than"),
    ],
    ids=["long", "deep", "very deep", "wide", "many at once", "fragments"],
)
def test_a_query_beyond_the_limits_is_not_run(query: str, words: str) -> None:
    response = send(json.dumps({"query": query}))
    assert response.status_code == 400
    assert words in message(response)


@pytest.mark.parametrize("operation", ["{ ...a }", "{ __typename }"])
def test_fragments_that_contain_each_other_are_refused(operation: str) -> None:
    query = operation + " fragment a on Query { ...b } fragment b on Query { ...a }"
    (error,) = post(query)["errors"]
    assert "contains itself" in error["message"]


def test_a_root_fragment_with_many_fields_is_no_crowd() -> None:
    query = "{ ...all } fragment all on Query { __schema { " + "types { name } " * 40 + "} }"
    assert "errors" not in post(query)


def test_tools_can_ask_for_the_schema() -> None:
    assert ask(introspection_query)["types"]


def test_amounts_pass_through_no_float(orders: str) -> None:
    case = CASES["clientAgreementCreate"]
    variables = case.variables()
    exact = '{"amount": 1234567890.07, "currency": "EUR"}'
    body = json.dumps({"query": case.query, "variables": variables})
    typed = json.dumps(variables["input"]["fee"])
    response = send(body.replace(typed, exact), headers={"Authorization": f"Bearer {orders}"})
    agreement = response.json()["data"]["clientAgreementCreate"]["clientAgreement"]
    assert agreement["fee"] == {"amount": "1234567890.07", "currency": "EUR"}


def test_who_asks_is_looked_up_once_a_request() -> None:
    token = shop_staff(["MANAGE_USERS"])[1]
    query = "{ " + " ".join(f"a{n}: welcomePackets {{ totalCount }}" for n in range(5)) + " }"
    with CaptureQueriesContext(connection) as captured:
        assert "errors" not in post(query, by=token)
    about_users = [each for each in captured.captured_queries if "shop_user" in each["sql"]]
    assert len(about_users) == 1


def test_a_mutation_after_another_sees_what_that_one_changed(users: str) -> None:
    case = CASES["sequenceUpdate"]
    variables = case.variables()
    steps = "sequence { versions { steps { subject } } }"
    query = f"""mutation($id: ID!) {{
        a: sequenceUpdate(id: $id, input: {{steps: [{{subject: "One", body: "x"}}]}}) {{ {steps} }}
        b: sequenceUpdate(id: $id, input: {{steps: [{{subject: "Two", body: "x"}}]}}) {{ {steps} }}
    }}"""
    data = post(query, by=users, id=variables["id"])["data"]
    subjects = [
        [step["subject"] for step in data[name]["sequence"]["versions"][-1]["steps"]]
        for name in ("a", "b")
    ]
    assert subjects == [["One"], ["Two"]]


def test_one_refused_part_leaves_the_others_alone(users: str) -> None:
    answer = post("{ welcomePackets { totalCount } clientInvoices { totalCount } }", by=users)
    assert answer["data"] == {"welcomePackets": {"totalCount": 0}, "clientInvoices": None}
    assert answer["errors"][0]["path"] == ["clientInvoices"]


def test_a_queries_token_is_in_no_log(caplog: Any) -> None:
    token = token_of(agreement_sent())
    post("query($t: String!) { clientAgreementByToken(token: $t) { number } }", t=token)
    post("query($t: String!) { clientAgreementByToken(token: $t) { nothing } }", t=token)
    post("query($t: String!) { clientAgreementByToken(token: $t) { number } }", t=token + "x")
    assert token not in caplog.text


QUERIES = {
    'contractTerms(id: "x") { id }': "MANAGE_PRODUCTS",
    "contractTermsList { totalCount }": "MANAGE_PRODUCTS",
    'productSetup(productId: "x") { productId }': "MANAGE_PRODUCTS",
    'agreementTemplate(id: "x") { id }': "MANAGE_ORDERS",
    "agreementTemplates { totalCount }": "MANAGE_ORDERS",
    'clientAgreement(id: "x") { id }': "MANAGE_ORDERS",
    "clientAgreements { totalCount }": "MANAGE_ORDERS",
    'clientAgreementPreview(id: "x") { title }': "MANAGE_ORDERS",
    'agreementTemplatePreview(id: "x") { title }': "MANAGE_ORDERS",
    'clientInvoice(id: "x") { id }': "MANAGE_ORDERS",
    "clientInvoices { totalCount }": "MANAGE_ORDERS",
    "clientRefunds { totalCount }": "MANAGE_ORDERS",
    "seatGroups { totalCount }": "MANAGE_ORDERS",
    "coachingMails { totalCount }": "MANAGE_ORDERS",
    "orderTermsRequests { totalCount }": "MANAGE_ORDERS",
    "clientConsents { totalCount }": "MANAGE_ORDERS",
    'evidenceVerify(chain: "x") { intact }': "MANAGE_ORDERS",
    'evidenceExport(chain: "x")': "MANAGE_ORDERS",
    'evidenceCertificate(chain: "x", position: 1) { number }': "MANAGE_ORDERS",
    'evidencePersonalData(email: "x@client.example") { totalCount }': "MANAGE_USERS",
    'sequence(id: "x") { id }': "MANAGE_USERS",
    "sequences { totalCount }": "MANAGE_USERS",
    "sequenceEnrolments { totalCount }": "MANAGE_USERS",
    'welcomePacket(id: "x") { id }': "MANAGE_USERS",
    "welcomePackets { totalCount }": "MANAGE_USERS",
    "welcomePacketAssignments { totalCount }": "MANAGE_USERS",
    "productPurchases { totalCount }": "MANAGE_USERS",
}
OPEN = {
    *("checkoutTerms", "clientAgreementByToken", "clientPortal", "mergeFields"),
    *("orderTermsByToken", "evidenceKeys", "participantAgreementByToken", "seatGroup"),
}
FEDERATION = {"_service", "_entities"}


def test_every_query_of_staff_is_tested_here() -> None:
    tested = {re.split(r"\W", query)[0] for query in QUERIES}
    assert tested | OPEN | FEDERATION == schema.get_query_type().fields.keys()


@pytest.mark.parametrize("query", QUERIES)
def test_a_query_of_staff_is_refused_to_others(query: str, ada: str) -> None:
    others = {"MANAGE_PRODUCTS", "MANAGE_ORDERS", "MANAGE_USERS"} - {QUERIES[query]}
    for token in (None, ada, shop_staff(sorted(others))[1]):
        assert code_of(f"{{ {query} }}", by=token) == "PermissionDenied"


@pytest.mark.parametrize("query", QUERIES)
def test_a_query_of_staff_is_answered_to_those_who_may(query: str) -> None:
    answer = post(f"{{ {query} }}", by=shop_staff([QUERIES[query]])[1])
    codes = {each["extensions"]["exception"]["code"] for each in answer.get("errors", [])}
    assert codes <= {"NOT_FOUND"}  # of the id that is none
