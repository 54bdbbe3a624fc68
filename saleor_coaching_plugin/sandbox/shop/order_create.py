"""Orders that come from no checkout, as Saleor's draft orders do."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from saleor_coaching_plugin.commerce import port
from saleor_coaching_plugin.commerce.errors import CommerceError, CommerceErrorCode
from saleor_coaching_plugin.commerce.payment_rules import refuse_currency
from saleor_coaching_plugin.core.errors import InvalidInput

from . import models
from .addresses import address_to_json
from .catalogue import channel_get
from .for_sale import listings_for_sale, quantity_invalid
from .hooks import tell_on_commit
from .order_lines import order_lines_add
from .order_rows import order_read
from .people import user_get


def order_of_request(request: port.OrderRequest) -> models.Order:
    """The order with this external reference, made now unless there is one."""
    known = models.Order.objects.filter(external_reference=request.external_reference)
    order = known.first()
    if order is not None:
        return order
    channel = channel_get(request.channel)
    _refuse_malformed(request, channel)
    try:
        return _order_make(request, channel)
    except IntegrityError:
        return known.get()


def _refuse_malformed(request: port.OrderRequest, channel: models.Channel) -> None:
    if not request.external_reference:
        raise InvalidInput("An order needs a reference.", "external_reference")
    if not request.lines:
        raise CommerceError(CommerceErrorCode.NO_LINES, "There is nothing to order.", "lines")
    listings_for_sale(channel, [line.variant_id for line in request.lines])
    for line in request.lines:
        refuse_currency(line.unit_price, channel.currency)
        if line.quantity < 1:
            raise quantity_invalid("The quantity must be at least 1.")
        if line.unit_price.minor < 0:
            raise InvalidInput("A price must not be negative.", "unit_price")


@transaction.atomic
def _order_make(request: port.OrderRequest, channel: models.Channel) -> models.Order:
    """Raises IntegrityError when somebody was faster."""
    user = user_get(request.customer_id, "customer_id")
    order = models.Order.objects.create(
        channel=channel,
        language=request.language,
        email=user.email,
        user=user,
        external_reference=request.external_reference,
        billing_address=address_to_json(request.billing_address),
        total_minor=sum(line.unit_price.times(line.quantity).minor for line in request.lines),
        metadata=dict(request.metadata),
    )
    order_lines_add(order, request.lines)
    tell_on_commit(lambda: order_read(order.pk), created=True)
    return order
