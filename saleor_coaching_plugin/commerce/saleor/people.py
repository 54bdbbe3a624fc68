"""The port's methods on people."""

from __future__ import annotations

from django.db import transaction
from saleor.account.models import User
from saleor.account.utils import retrieve_user_by_email

from saleor_coaching_plugin.commerce.port import Customer
from saleor_coaching_plugin.core.addresses import email_normalised, line_clean
from saleor_coaching_plugin.core.errors import InvalidInput
from saleor_coaching_plugin.core.locks import turn_take

from .api import mutate
from .ids import Kind, global_id, not_found, pk_of
from .languages import language_code_enum, language_tag
from .refusals import refusals_translated

_CREATE = """
mutation ($input: UserCreateInput!) {
  customerCreate(input: $input) { errors { code field message } }
}"""


class SaleorPeople:
    def customer_get(self, customer_id: str) -> Customer:
        return customer_of(user_get(customer_id))

    def customer_find(self, email: str) -> Customer | None:
        row = user_find(email)
        return customer_of(row) if row else None

    def customer_get_or_create(
        self, *, email: str, first_name: str, last_name: str, language: str
    ) -> Customer:
        email = email_normalised(email)
        row = user_find(email) or _user_make(
            email=email,
            firstName=_name(first_name, "first_name"),
            lastName=_name(last_name, "last_name"),
            languageCode=language_code_enum(language),
        )
        return customer_of(row)


def user_get(customer_id: str, field: str = "id") -> User:
    """The row. Raises CommerceError(NOT_FOUND)."""
    row = User.objects.filter(pk=pk_of(customer_id, Kind.USER, field)).first()
    if row is None:
        raise not_found(Kind.USER, field)
    return row


def user_find(email: str) -> User | None:
    """By address, whatever its case; what is no address has no owner, so it is no error."""
    try:
        row: User | None = retrieve_user_by_email(email_normalised(email))
    except InvalidInput:
        return None
    return row


def customer_of(row: User) -> Customer:
    return Customer(
        id=global_id(Kind.USER, row.pk),
        email=row.email,
        first_name=row.first_name,
        last_name=row.last_name,
        language=language_tag(row.language_code),
    )


@transaction.atomic
def _user_make(*, email: str, **details: str) -> User:
    """A customer whose address is not confirmed yet and who has no password."""
    turn_take(f"customer:{email}")
    if user_find(email) is None:
        with refusals_translated():
            mutate(_CREATE, input={"email": email, **details})
    row = user_find(email)
    if row is None:
        raise LookupError("Saleor made no customer, and said nothing about it.")
    return row


def _name(raw: str, field: str) -> str:
    return line_clean(raw, field=field, max_length=256) if raw.strip() else ""
