"""What resolvers know of the request: who asks, and this request's loaders."""

from __future__ import annotations

from typing import TypeVar

from graphql.execution.base import ResolveInfo
from promise.dataloader import DataLoader

from saleor_coaching_plugin.commerce.port import Requestor, RequestorKind
from saleor_coaching_plugin.core.errors import PermissionDenied
from saleor_coaching_plugin.sandbox.shop.access import requestor_from
from saleor_coaching_plugin.sandbox.shop.models import User
from saleor_coaching_plugin.sandbox.shop.people import user_get

Loader = TypeVar("Loader", bound=DataLoader)
_PEOPLE = {RequestorKind.CUSTOMER, RequestorKind.STAFF}


def requestor_of(info: ResolveInfo) -> Requestor:
    """Looked up once a request, for lists ask it of every row."""
    known = vars(info.context)
    if "_shop_requestor" not in known:
        known["_shop_requestor"] = requestor_from(info.context)
    requestor: Requestor = known["_shop_requestor"]
    return requestor


def person_of(info: ResolveInfo) -> User | None:
    """The row of the user who is logged in; None for nobody and for apps."""
    requestor = requestor_of(info)
    if requestor.kind not in _PEOPLE or requestor.id is None:
        return None
    return user_get(requestor.id)


def has_permission(info: ResolveInfo, permission: str) -> bool:
    requestor = requestor_of(info)
    return requestor.is_staff_or_app and permission in requestor.permissions


def require_permission(info: ResolveInfo, permission: str) -> None:
    """Raises PermissionDenied."""
    if not has_permission(info, permission):
        raise PermissionDenied(f"To access this path, you need the permission {permission}.")


def loader_of(info: ResolveInfo, kind: type[Loader]) -> Loader:
    """This request's loader of the kind: it batches, and remembers until the request ends."""
    loaders: dict[type[DataLoader], Loader] = vars(info.context).setdefault("_shop_loaders", {})
    return loaders.setdefault(kind, kind())
