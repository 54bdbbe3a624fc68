"""Who may ask for what. Each query and mutation states it, and so does its description."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from saleor_coaching_plugin.commerce.port import Permission, Requestor, RequestorKind
from saleor_coaching_plugin.core.errors import PermissionDenied


@dataclass(frozen=True)
class Access:
    allows: Callable[[Requestor], bool]
    rule: str
    """A sentence for the schema's descriptions and the refusal."""


def staff_with(*permissions: Permission) -> Access:
    """Staff and apps that have one of the permissions."""
    return Access(
        lambda requestor: any(requestor.may(permission) for permission in permissions),
        f"Requires one of the following permissions: {', '.join(permissions)}.",
    )


ANYONE = Access(lambda requestor: True, "Open to everyone.")
BY_SECRET = Access(lambda requestor: True, "Open to whoever has the secret from the link.")
CUSTOMER = Access(
    lambda requestor: requestor.kind is RequestorKind.CUSTOMER and bool(requestor.email),
    "Requires a customer's login.",
)
PRODUCTS = staff_with(Permission.MANAGE_PRODUCTS)
ORDERS = staff_with(Permission.MANAGE_ORDERS)
USERS = staff_with(Permission.MANAGE_USERS)


def own_or(permission: Permission) -> Access:
    """Staff and apps that have it, and every customer: what those get is their own alone."""
    return Access(
        lambda requestor: requestor.may(permission) or CUSTOMER.allows(requestor),
        f"Requires {permission}, or a customer's login: customers see what is theirs.",
    )


def access_check(access: Access, requestor: Requestor) -> None:
    """Raises PermissionDenied."""
    if not access.allows(requestor):
        raise PermissionDenied(f"You are not allowed to do this. {access.rule}")
