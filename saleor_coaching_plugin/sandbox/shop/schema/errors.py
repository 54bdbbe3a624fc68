"""Refusals as Saleor shows them: `errors: [{field, message, code}]`, a closed enum per domain.

A code that Saleor's enum lacks, such as one of the plugin's own, becomes GRAPHQL_ERROR: Saleor
would answer with a broken payload. The message always arrives.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import graphene
from graphene.utils.str_converters import to_camel_case

from saleor_coaching_plugin.commerce.errors import CommerceErrorCode
from saleor_coaching_plugin.core.errors import DomainError

_IN_SALEORS_WORDS: dict[str, str] = {
    CommerceErrorCode.CURRENCY_MISMATCH: "incorrect_currency",
    CommerceErrorCode.OVERPAID: "invalid",
    CommerceErrorCode.PAYMENT_CONFLICT: "unique",
    CommerceErrorCode.QUANTITY_INVALID: "quantity_greater_than_limit",
}


class CheckoutErrorCode(StrEnum):
    BILLING_ADDRESS_NOT_SET = "billing_address_not_set"
    CHECKOUT_NOT_FULLY_PAID = "checkout_not_fully_paid"
    EMAIL_NOT_SET = "email_not_set"
    GRAPHQL_ERROR = "graphql_error"
    INVALID = "invalid"
    NO_LINES = "no_lines"
    NOT_FOUND = "not_found"
    PRODUCT_NOT_PUBLISHED = "product_not_published"
    QUANTITY_GREATER_THAN_LIMIT = "quantity_greater_than_limit"
    REQUIRED = "required"
    UNIQUE = "unique"
    VOUCHER_NOT_APPLICABLE = "voucher_not_applicable"
    ZERO_QUANTITY = "zero_quantity"


class AccountErrorCode(StrEnum):
    GRAPHQL_ERROR = "graphql_error"
    INVALID = "invalid"
    INVALID_CREDENTIALS = "invalid_credentials"
    NOT_FOUND = "not_found"
    PASSWORD_TOO_SHORT = "password_too_short"
    REQUIRED = "required"
    UNIQUE = "unique"


class ProductErrorCode(StrEnum):
    GRAPHQL_ERROR = "graphql_error"
    INVALID = "invalid"
    INVALID_PRICE = "invalid_price"
    NOT_FOUND = "not_found"
    PRODUCT_NOT_ASSIGNED_TO_CHANNEL = "product_not_assigned_to_channel"
    PRODUCT_WITHOUT_CATEGORY = "product_without_category"
    REQUIRED = "required"
    UNIQUE = "unique"


class TransactionCreateErrorCode(StrEnum):
    GRAPHQL_ERROR = "graphql_error"
    INCORRECT_CURRENCY = "incorrect_currency"
    INVALID = "invalid"
    NOT_FOUND = "not_found"
    UNIQUE = "unique"


_ProductCode = graphene.Enum.from_enum(ProductErrorCode)


class ShopError(graphene.ObjectType):
    """Base of the error types. `codes` is the enum that `code` is of."""

    class Meta:
        abstract = True

    codes: type[StrEnum]
    field = graphene.String()
    message = graphene.String()

    @classmethod
    def of(cls, error: DomainError) -> Any:
        return cls(
            field=to_camel_case(error.field) if error.field else None,
            message=error.message,
            code=_code_in(cls.codes, str(error.code.value)),
        )


class CheckoutError(ShopError):
    codes = CheckoutErrorCode
    code = graphene.Enum.from_enum(CheckoutErrorCode)(required=True)


class AccountError(ShopError):
    codes = AccountErrorCode
    code = graphene.Enum.from_enum(AccountErrorCode)(required=True)


class ProductError(ShopError):
    codes = ProductErrorCode
    code = _ProductCode(required=True)


class ProductChannelListingError(ShopError):
    codes = ProductErrorCode
    code = _ProductCode(required=True)


class TransactionCreateError(ShopError):
    codes = TransactionCreateErrorCode
    code = graphene.Enum.from_enum(TransactionCreateErrorCode)(required=True)


def _code_in(codes: type[StrEnum], code: str) -> str:
    known = {member.value for member in codes}
    translated = _IN_SALEORS_WORDS.get(code, code)
    return next((one for one in (code, translated) if one in known), "graphql_error")
