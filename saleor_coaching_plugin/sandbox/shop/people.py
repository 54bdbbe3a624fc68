"""People: the port's methods, and what the shop's own API adds: registration and passwords."""

from __future__ import annotations

from enum import StrEnum

from django.contrib.auth.hashers import check_password, make_password
from django.db import IntegrityError, transaction

from saleor_coaching_plugin.commerce.port import Customer
from saleor_coaching_plugin.core.addresses import email_normalised, line_clean
from saleor_coaching_plugin.core.errors import CoreErrorCode, DomainError, InvalidInput

from .ids import Kind, global_id, not_found, pk_of
from .models import User

MIN_PASSWORD_LENGTH = 8


class AccountErrorCode(StrEnum):
    INVALID_CREDENTIALS = "invalid_credentials"
    PASSWORD_TOO_SHORT = "password_too_short"


class PeopleAdapter:
    """The port's methods on people."""

    def customer_get(self, customer_id: str) -> Customer:
        return customer_of(user_get(customer_id))

    def customer_find(self, email: str) -> Customer | None:
        row = User.objects.filter(email=_comparable(email)).first()
        return customer_of(row) if row else None

    def customer_get_or_create(
        self, *, email: str, first_name: str, last_name: str, language: str
    ) -> Customer:
        fresh = User(
            email=email_normalised(email),
            password=make_password(None),
            first_name=_name(first_name, "first_name"),
            last_name=_name(last_name, "last_name"),
            language=language,
        )
        User.objects.bulk_create([fresh], ignore_conflicts=True)
        return customer_of(User.objects.get(email=fresh.email))


def user_get(customer_id: str, field: str = "id") -> User:
    """The row. Raises CommerceError(NOT_FOUND)."""
    row = User.objects.filter(pk=pk_of(customer_id, Kind.USER, field)).first()
    if row is None:
        raise not_found(Kind.USER, field)
    return row


def customer_of(row: User) -> Customer:
    return Customer(
        id=global_id(Kind.USER, row.pk),
        email=row.email,
        first_name=row.first_name,
        last_name=row.last_name,
        language=row.language,
    )


def user_register(
    *, email: str, password: str, first_name: str, last_name: str, language: str
) -> User:
    """A new customer with a password.

    Raises DomainError(UNIQUE) for a known address, even one that has no password yet: its
    owner gets in by a link, not by being the first to register.
    """
    if len(password) < MIN_PASSWORD_LENGTH:
        raise DomainError(
            AccountErrorCode.PASSWORD_TOO_SHORT,
            f"The password must have at least {MIN_PASSWORD_LENGTH} characters.",
            "password",
        )
    fresh = User(
        email=email_normalised(email),
        password=make_password(password),
        first_name=_name(first_name, "first_name"),
        last_name=_name(last_name, "last_name"),
        language=language,
        is_confirmed=False,
    )
    try:
        with transaction.atomic():
            fresh.save()
    except IntegrityError:
        raise DomainError(
            CoreErrorCode.UNIQUE, "There is an account with this e-mail address.", "email"
        ) from None
    return fresh


def user_authenticate(*, email: str, password: str) -> User:
    """Raises DomainError(INVALID_CREDENTIALS), the same for each reason."""
    row = User.objects.filter(email=_comparable(email), is_active=True).first()
    # An unknown address costs a hash too: the time taken must not tell who has an account.
    stored = row.password if row else make_password(None)
    if not check_password(password, stored) or row is None:
        raise DomainError(
            AccountErrorCode.INVALID_CREDENTIALS, "Please enter valid credentials.", "email"
        )
    return row


def _name(raw: str, field: str) -> str:
    return line_clean(raw, field=field, max_length=256) if raw.strip() else ""


def _comparable(email: str) -> str:
    """An address to look up; what is no address has no owner, so it is no error."""
    try:
        return email_normalised(email)
    except InvalidInput:
        return ""
