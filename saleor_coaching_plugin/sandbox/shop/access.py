"""Who asks: signed user tokens for a day, and apps' secret tokens."""

from __future__ import annotations

from datetime import timedelta

from django.core import signing
from django.http import HttpRequest

from saleor_coaching_plugin.commerce.port import ANONYMOUS, Requestor, RequestorKind
from saleor_coaching_plugin.core.tokens import token_digest

from .ids import Kind, global_id
from .models import App, User

TOKEN_LIFE = timedelta(hours=24)
HANDLE_PAYMENTS = "HANDLE_PAYMENTS"
_SALT = "sandbox_shop.access"
_SCHEMES = {"bearer", "jwt"}


def token_issue(user: User) -> str:
    """A token that `requestor_from` takes for 24 hours."""
    return signing.dumps(user.pk, salt=_SALT)


def requestor_from(request: HttpRequest) -> Requestor:
    """Reads `Authorization: Bearer|JWT <token>` or Saleor's `Authorization-Bearer: <token>`."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() not in _SCHEMES:
        token = request.headers.get("Authorization-Bearer", "")
    token = token.strip()
    if not token:
        return ANONYMOUS
    return _user_behind(token) or _app_behind(token) or ANONYMOUS


def _user_behind(token: str) -> Requestor | None:
    try:
        pk = signing.loads(token, salt=_SALT, max_age=TOKEN_LIFE)
    except signing.BadSignature:
        return None
    user = User.objects.filter(pk=pk, is_active=True).first()
    if user is None:
        return None
    return Requestor(
        kind=RequestorKind.STAFF if user.is_staff else RequestorKind.CUSTOMER,
        id=global_id(Kind.USER, user.pk),
        email=user.email if user.is_confirmed else None,
        permissions=frozenset(user.permissions if user.is_staff else ()),
    )


def _app_behind(token: str) -> Requestor | None:
    app = App.objects.filter(token_digest=token_digest(token)).first()
    if app is None:
        return None
    return Requestor(
        kind=RequestorKind.APP,
        id=global_id(Kind.APP, app.pk),
        permissions=frozenset(app.permissions),
    )
