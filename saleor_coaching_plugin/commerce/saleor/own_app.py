"""The App that the plugin acts as, so that Saleor's histories show who did it.

It has no token: nobody can come in as it from outside.
"""

from __future__ import annotations

from django.db import transaction
from saleor.app.models import App
from saleor.app.types import AppType
from saleor.permission.enums import (
    AccountPermissions,
    OrderPermissions,
    PaymentPermissions,
    get_permissions,
)

from saleor_coaching_plugin.core.locks import turn_take

IDENTIFIER = "saleor-coaching-plugin"
_PERMISSIONS = (
    AccountPermissions.IMPERSONATE_USER,  # to put a customer's name on a checkout
    AccountPermissions.MANAGE_USERS,
    OrderPermissions.MANAGE_ORDERS,
    PaymentPermissions.HANDLE_PAYMENTS,
)


def own_app() -> App:
    """The row, made on first need. What staff changed of it later stays as they made it."""
    return _present() or _made()


def _present() -> App | None:
    app: App | None = App.objects.filter(identifier=IDENTIFIER, removed_at=None).first()
    return app


@transaction.atomic
def _made() -> App:
    turn_take(IDENTIFIER)
    app = _present()
    if app is None:
        app = App.objects.create(
            name="Coaching",
            identifier=IDENTIFIER,
            type=AppType.LOCAL,
            about_app="What the coaching plugin does by itself: orders of accepted agreements, "
            "their payments and invoices.",
        )
        app.permissions.set(get_permissions([each.value for each in _PERMISSIONS]))
    return app
