"""Getting in."""

from __future__ import annotations

from typing import Any

import graphene
from graphql.execution.base import ResolveInfo

from saleor_coaching_plugin.sandbox.shop.access import token_issue
from saleor_coaching_plugin.sandbox.shop.people import customer_of, user_authenticate, user_register
from saleor_coaching_plugin.sandbox.shop.schema.base import BaseMutation
from saleor_coaching_plugin.sandbox.shop.schema.enums import LanguageCodeEnum
from saleor_coaching_plugin.sandbox.shop.schema.errors import AccountError
from saleor_coaching_plugin.sandbox.shop.schema.orders import User


class CreateToken(BaseMutation):
    """A token for 24 hours."""

    class Meta:
        error_type = AccountError

    class Arguments:
        email = graphene.String(required=True)
        password = graphene.String(required=True)

    token = graphene.String()
    user = graphene.Field(User)

    @classmethod
    def perform(cls, info: ResolveInfo, **arguments: Any) -> CreateToken:
        user = user_authenticate(**arguments)
        return cls(token=token_issue(user), user=customer_of(user))


class AccountRegisterInput(graphene.InputObjectType):
    first_name = graphene.String()
    last_name = graphene.String()
    language_code = LanguageCodeEnum()
    email = graphene.String(required=True)
    password = graphene.String(required=True)


class AccountRegister(BaseMutation):
    class Meta:
        error_type = AccountError

    class Arguments:
        input = AccountRegisterInput(required=True)

    user = graphene.Field(User)
    requires_confirmation = graphene.Boolean()

    @classmethod
    def perform(cls, info: ResolveInfo, **arguments: Any) -> AccountRegister:
        given = arguments["input"]
        user = user_register(
            email=given.email,
            password=given.password,
            first_name=given.get("first_name") or "",
            last_name=given.get("last_name") or "",
            language=given.get("language_code") or "en",
        )
        return cls(user=customer_of(user), requires_confirmation=False)
