"""Who asks, by Saleor's own tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from jwt import PyJWTError
from saleor.permission.enums import AccountPermissions, OrderPermissions, ProductPermissions

from saleor_coaching_plugin.commerce.port import ANONYMOUS, Permission, Requestor, RequestorKind

from .ids import Kind, global_id
from .own_app import own_app

if TYPE_CHECKING:
    from saleor.account.models import User
    from saleor.app.models import App

_PERMISSIONS = {
    Permission.MANAGE_PRODUCTS: ProductPermissions.MANAGE_PRODUCTS,
    Permission.MANAGE_ORDERS: OrderPermissions.MANAGE_ORDERS,
    Permission.MANAGE_USERS: AccountPermissions.MANAGE_USERS,
}
_THIRD_PARTY = "thirdparty"


def requestor_of(request: HttpRequest) -> Requestor:
    """The port's `requestor`, on a plain request or on the context of Saleor's GraphQL.

    A token that Saleor gave to an app to act for a member of staff (type `thirdparty`) is good for
    our own app alone: another app's page must not act here in that person's name.
    """
    context = _resolved(request)
    if context.app:
        return _app(context.app)
    try:
        user = context.user
        if not user or not user.is_active or _is_another_apps(context.decoded_auth_token):
            return ANONYMOUS
    except PyJWTError:
        return ANONYMOUS
    return _user(user)


def _resolved(request: Any) -> Any:
    """With `app`, `user` (lazy) and `decoded_auth_token`, as in Saleor's GraphQL view."""
    if hasattr(request, "app") and hasattr(request, "decoded_auth_token"):
        return request
    # Importing these imports Saleor's schema; see `api`.
    from saleor.graphql.app.dataloaders.utils import get_app_promise
    from saleor.graphql.context import get_context_value

    if not hasattr(request, "dataloaders"):
        request.dataloaders = {}
    request.app = get_app_promise(request).get()
    return get_context_value(request)


def _is_another_apps(token: dict[str, Any] | None) -> bool:
    if not token or token.get("type") != _THIRD_PARTY:
        return False
    return token.get("app") != global_id(Kind.APP, own_app().pk)


def _app(app: App) -> Requestor:
    return Requestor(
        kind=RequestorKind.APP, id=global_id(Kind.APP, app.pk), permissions=_permissions(app)
    )


def _user(user: User) -> Requestor:
    return Requestor(
        kind=RequestorKind.STAFF if user.is_staff else RequestorKind.CUSTOMER,
        id=global_id(Kind.USER, user.pk),
        email=user.email if user.is_confirmed else None,
        permissions=_permissions(user) if user.is_staff else frozenset(),
    )


def _permissions(whose: User | App) -> frozenset[str]:
    return frozenset(ours for ours, theirs in _PERMISSIONS.items() if whose.has_perm(theirs))
