"""Error codes: whatever a domain answers has its name in the mutation's enum."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import graphene
import pytest
from django.db import DataError
from django.test import RequestFactory
from graphql_api import code_of, post
from graphql_cases import CASES
from reachable_codes import codes_reachable

from saleor_coaching_plugin.commerce.errors import CommerceErrorCode
from saleor_coaching_plugin.core.errors import CoreErrorCode, DomainError, PermissionDenied
from saleor_coaching_plugin.graphql.core.access import ANYONE
from saleor_coaching_plugin.graphql.core.errors import PayloadError
from saleor_coaching_plugin.graphql.core.fields import GuardedField
from saleor_coaching_plugin.graphql.core.mutation import BaseMutation
from saleor_coaching_plugin.graphql.execution import execute
from saleor_coaching_plugin.graphql.schema import schema

MUTATIONS = {
    name: field.type.graphene_type for name, field in schema.get_mutation_type().fields.items()
}
ERROR_TYPES = PayloadError.__subclasses__()


def enum_members(error_type: Any) -> dict[str, str]:
    values = schema.get_type(error_type._meta.name).fields["code"].type.of_type.values
    return {value.name: value.value for value in values}


@pytest.mark.parametrize("name", CASES)
def test_the_enum_has_every_code_that_the_services_can_answer(name: str) -> None:
    payload = MUTATIONS[name]
    mapped = {codes.__name__ for codes in payload._meta.error_type.domain_codes}
    assert codes_reachable(payload.__module__) <= mapped


@pytest.mark.parametrize("name", CASES)
def test_every_code_of_those_enums_is_a_member(name: str) -> None:
    error_type = MUTATIONS[name]._meta.error_type
    members = enum_members(error_type)
    for codes in error_type.domain_codes:
        for code in codes:
            assert members[code.name] == code.value


def test_a_code_means_the_same_in_every_enum() -> None:
    for error_type in ERROR_TYPES:
        for name, value in enum_members(error_type).items():
            assert name.lower() == value


class StrangeCode(StrEnum):
    STRANGE = "strange"


class StrangeError(PayloadError):
    class Meta:
        description = "Of the tests."
        codes = (CommerceErrorCode,)


class Fails(BaseMutation):
    class Meta:
        description = "Fails in many ways."
        access = ANYONE
        error_type = StrangeError
        error_fields = {"thing_id": "id"}

    class Arguments:
        how = graphene.String(required=True)

    done = graphene.Boolean()

    @classmethod
    def perform(cls, info: Any, how: str) -> Any:
        raise FAILURES[how]


FAILURES: dict[str, Exception] = {
    "strange": DomainError(StrangeCode.STRANGE, "Strange.", "thing_id"),
    "sibling": DomainError(CommerceErrorCode.NOT_FOUND, "Not there.", "long_name"),
    "denied": PermissionDenied(),
    "too long": DataError("value too long for type character varying(80)"),
    "unforeseen": RuntimeError("the secret is 4711"),
}


class FailingQuery(graphene.ObjectType):
    fails = GuardedField(
        graphene.String, access=ANYONE, description="Fails.", how=graphene.String(required=True)
    )
    bare = graphene.String(how=graphene.String(required=True))

    @staticmethod
    def resolve_fails(root: None, info: Any, how: str) -> str:
        raise FAILURES[how]

    @staticmethod
    def resolve_bare(root: None, info: Any, how: str) -> str:
        raise FAILURES[how]


FAILING = graphene.Schema(
    query=FailingQuery,
    mutation=type("Mutation", (graphene.ObjectType,), {"fails": Fails.Field()}),
)


def run(query: str, how: str) -> dict[str, Any]:
    request = RequestFactory().post("/graphql/")
    return execute(request, query, {"how": how}, schema=FAILING)


MUTATE = "mutation($how: String!) { fails(how: $how) { done errors { code field message } } }"
QUERY = "query($how: String!) { fails(how: $how) }"
BARE = "query($how: String!) { bare(how: $how) }"


def test_an_unmapped_code_does_not_null_the_payload() -> None:
    (error,) = run(MUTATE, "strange")["data"]["fails"]["errors"]
    assert error == {"code": "GRAPHQL_ERROR", "field": "id", "message": "Strange."}


def test_an_equal_code_of_another_enum_is_mapped() -> None:
    (error,) = run(MUTATE, "sibling")["data"]["fails"]["errors"]
    assert error == {"code": "NOT_FOUND", "field": "longName", "message": "Not there."}


def test_a_service_that_denies_answers_in_the_payload() -> None:
    (error,) = run(MUTATE, "denied")["data"]["fails"]["errors"]
    assert error["code"] == CoreErrorCode.PERMISSION_DENIED.name


def test_a_value_that_no_column_takes_is_invalid() -> None:
    (error,) = run(MUTATE, "too long")["data"]["fails"]["errors"]
    assert (error["code"], error["field"]) == ("INVALID", None)
    assert "character varying" not in error["message"]


@pytest.mark.parametrize("query", [QUERY, BARE])
@pytest.mark.parametrize(
    ("how", "code", "message"),
    [
        ("strange", "STRANGE", "Strange."),
        ("sibling", "NOT_FOUND", "Not there."),
        ("denied", "PermissionDenied", "You are not allowed to do this."),
    ],
)
def test_a_query_tells_refusals_at_the_top(query: str, how: str, code: str, message: str) -> None:
    answer = run(query, how)
    (error,) = answer["errors"]
    assert error["message"] == message
    assert error["extensions"]["exception"] == {"code": code}
    assert not any(answer["data"].values())


@pytest.mark.parametrize("query", [MUTATE, QUERY])
def test_an_unforeseen_exception_stays_inside(query: str, caplog: Any) -> None:
    answer = run(query, "unforeseen")
    (error,) = answer["errors"]
    assert error["message"] == "Internal Server Error"
    assert error["extensions"] == {"exception": {"code": "InternalServerError"}}
    assert "4711" not in str(answer)
    assert "4711" not in caplog.text
    assert "RuntimeError" in caplog.text
    assert "resolve_fails" in caplog.text or "perform" in caplog.text


def test_an_unforeseen_exception_of_a_foreign_field_stays_inside() -> None:
    answer = run(BARE, "unforeseen")
    assert "4711" not in str(answer)
    assert answer["errors"][0]["message"] == "Internal Server Error"


@pytest.mark.django_db
def test_a_query_that_does_not_fit_the_schema_says_why() -> None:
    assert code_of("{ nothingLikeThis }") == "GraphQLError"
    (error,) = post("{ nothingLikeThis }")["errors"]
    assert "nothingLikeThis" in error["message"]


@pytest.mark.django_db
def test_a_refusal_names_the_argument(orders: str) -> None:
    answer = post('{ clientAgreement(id: "no id") { id } }', by=orders)
    assert answer["data"] == {"clientAgreement": None}
    (error,) = answer["errors"]
    assert error["path"] == ["clientAgreement"]
    assert error["extensions"] == {
        "code": "NOT_FOUND",
        "field": "id",
        "exception": {"code": "NOT_FOUND"},
    }
