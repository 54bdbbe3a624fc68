"""The entry into Saleor: what Saleor's plugin manager calls. Hook -> one service call.

While the plugin is switched off its hooks are silent and its pages answer 404, the API's too. What
was promised before is still done (mails on their way, later instalments, running sequences). The
sweep stands still, and finds the orders of that time once the plugin is on again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial, wraps
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.urls import Resolver404, resolve
from saleor.plugins.base_plugin import ConfigurationTypeField

from .billing.services.order_invoice import invoice_link_make, order_invoice_issue
from .checkout.services.order import order_paid_note, orders_created_note
from .commerce.saleor.ids import order_global_id
from .commerce.saleor.invoice_request import invoice_answer, invoice_refusals, order_bill
from .commerce.saleor.plugin_base import ActiveByDefault
from .commerce.saleor.switch import PLUGIN_ID
from .core.clock import utc_now
from .core.failures import failure_log
from .core.links import page_url

if TYPE_CHECKING:
    from decimal import Decimal
    from uuid import UUID

    from saleor.invoice.models import Invoice
    from saleor.order.models import Order

Hook = Callable[..., Any]
Configuration = list[dict[str, Any]]

INVOICES = "invoices"
ADDRESSES = {
    "client-area": ("Client area", "portal/", "Where clients find what is theirs."),
    "products": ("Products", "products/", "Products to buy on pages of the plugin's own."),
    "graphql": ("GraphQL", "graphql/", "The plugin's own GraphQL endpoint."),
    "stripe-webhook": (
        "Stripe webhook",
        "webhooks/stripe/",
        "Give Stripe this address if COACHING_GATEWAY is `stripe`.",
    ),
}


def after_commit(hook: Hook) -> Hook:
    """Decorate a hook that Saleor calls when all is done: raising would lose the hooks after it.

    The sweep finds what was missed.
    """

    @wraps(hook)
    def quiet(self: CoachingPlugin, *args: Any, previous_value: Any, **kwargs: Any) -> Any:
        try:
            hook(self, *args)
        except Exception as error:
            failure_log(error)
        return previous_value

    return quiet


class CoachingPlugin(ActiveByDefault):
    PLUGIN_ID = PLUGIN_ID
    PLUGIN_NAME = "Coaching"
    PLUGIN_DESCRIPTION = (
        "Client agreements, contract terms on products, and autoresponder sequences for coaches. "
        "Further settings are environment variables, COACHING_…"
    )
    CONFIGURATION_PER_CHANNEL = False
    CONFIG_STRUCTURE = {
        INVOICES: {
            "type": ConfigurationTypeField.BOOLEAN,
            "label": "Invoices",
            "help_text": "Make an invoice when staff ask for one on an order (`invoiceRequest`). "
            "Switch it off if another app makes yours. Agreements have their own in any case.",
        }
    } | {
        name: {"type": ConfigurationTypeField.OUTPUT, "label": label, "help_text": help_text}
        for name, (label, _, help_text) in ADDRESSES.items()
    }
    DEFAULT_CONFIGURATION = [
        {"name": INVOICES, "value": True},
        *({"name": name, "value": ""} for name in ADDRESSES),
    ]

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._charged: dict[UUID, Decimal] = {}
        """What each order had been charged when this request wrote it down."""

    def resolve_plugin_configuration(self, request: HttpRequest) -> Configuration:
        """With the addresses as they are now, whatever was stored at the last change."""
        now = {name: page_url(path) for name, (_, path, _) in ADDRESSES.items()}
        return [
            {**field, "value": now.get(field["name"], field["value"])}
            for field in self.configuration
        ]

    @after_commit
    def order_created(self, order: Order) -> None:
        self._created([order])

    @after_commit
    def order_bulk_created(self, orders: Sequence[Order]) -> None:
        self._created(orders)

    @after_commit
    def order_paid(self, order: Order) -> None:
        self._paid(order)

    @after_commit
    def order_fully_paid(self, order: Order) -> None:
        self._paid(order)

    def invoice_request(
        self,
        order: Order,
        invoice: Invoice,
        number: str | None,
        previous_value: Any,
        **kwargs: Any,
    ) -> Invoice | None:
        """Staff ask for an invoice. What another plugin has answered stands."""
        bill, now = order_bill(order), utc_now()
        if previous_value is not None or not (self._is_set(INVOICES) or bill.is_of_agreement):
            return previous_value
        with invoice_refusals(invoice):
            made = order_invoice_issue(bill=bill, number=number, now=now)
        return invoice_answer(
            invoice,
            number=str(made.number),
            url_make=partial(invoice_link_make, invoice_id=made.id, now=now),
            requestor=self.requestor,
        )

    def webhook(
        self, request: HttpRequest, path: str, previous_value: Any, **kwargs: Any
    ) -> HttpResponse:
        # Saleor does not check this on the short path /plugins/coaching/ (see its plugins/views).
        if not self.active:
            return HttpResponseNotFound()
        # As of an application mounted here: what follows the mount, wherever that is.
        request.path_info = f"/{path.lstrip('/')}"
        try:
            match = resolve(request.path_info, urlconf="saleor_coaching_plugin.urls")
        except Resolver404:
            return HttpResponseNotFound()
        response: HttpResponse = match.func(request, *match.args, **match.kwargs)
        return response

    def _is_set(self, name: str) -> bool:
        return any(field["name"] == name and field["value"] for field in self.configuration)

    def _created(self, orders: Sequence[Order]) -> None:
        orders_created_note(order_ids=[order_global_id(order) for order in orders])
        self._charged.update({order.pk: order.total_charged_amount for order in orders})

    def _paid(self, order: Order) -> None:
        """Saleor calls up to three hooks for one payment: write it down once in a request."""
        # A draft can be paid; it is sold when it is completed, and then `order_created` comes.
        if order.is_draft() or self._charged.get(order.pk) == order.total_charged_amount:
            return
        order_paid_note(order_id=order_global_id(order))
        self._charged[order.pk] = order.total_charged_amount
