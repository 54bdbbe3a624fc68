"""What buying a product starts: its sequence, packet and thank-you text."""

from __future__ import annotations

import uuid

from saleor_coaching_plugin.checkout.models import ProductSetup
from saleor_coaching_plugin.commerce.current import commerce
from saleor_coaching_plugin.commerce.errors import CommerceError
from saleor_coaching_plugin.conf import conf
from saleor_coaching_plugin.core.errors import InvalidInput
from saleor_coaching_plugin.core.markdown import markdown_refuse_html


def product_setup_save(
    *,
    product_id: str,
    sequence_id: uuid.UUID | None,
    packet_id: uuid.UUID | None,
    thank_you: str,
) -> ProductSetup:
    """Make or replace a product's setup. Raises InvalidInput, TemplateError for HTML."""
    try:
        commerce().product_get(product_id, channel=conf().default_channel)
    except CommerceError:
        raise InvalidInput("The shop has no such product.", "product") from None
    markdown_refuse_html(thank_you, field="thank_you")
    setup, _ = ProductSetup.objects.update_or_create(
        product_id=product_id,
        defaults={"sequence_id": sequence_id, "packet_id": packet_id, "thank_you": thank_you},
    )
    return setup
