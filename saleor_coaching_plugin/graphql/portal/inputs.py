"""What staff write into a welcome packet."""

from __future__ import annotations

import base64
from typing import Any

import graphene

from saleor_coaching_plugin.core.errors import InvalidInput
from saleor_coaching_plugin.portal.models import PacketItemKind
from saleor_coaching_plugin.portal.services.packet import FormField, ItemContent

from .types import WelcomePacketItemKindEnum


class WelcomePacketFormFieldInput(graphene.InputObjectType):
    class Meta:
        description = "A question of a form."

    name = graphene.String(required=True, description="Lower-case letters, digits and _.")
    label = graphene.String(required=True)
    kind = graphene.String(
        required=True, description="One of text, long_text, date, choice, checkbox."
    )
    required = graphene.Boolean(default_value=False)
    choices = graphene.List(graphene.NonNull(graphene.String), default_value=[])


class WelcomePacketItemInput(graphene.InputObjectType):
    class Meta:
        description = "One thing to fill in, read, follow or do."

    kind = WelcomePacketItemKindEnum(required=True)
    title = graphene.String(required=True)
    body = graphene.String(default_value="", description="Markdown.")
    required = graphene.Boolean(default_value=True)
    fields = graphene.List(graphene.NonNull(WelcomePacketFormFieldInput), default_value=[])
    url = graphene.String(default_value="", description="Of a link.")
    filename = graphene.String(default_value="", description="Of a file.")
    content_type = graphene.String(default_value="", description="Such as application/pdf.")
    content = graphene.String(default_value="", description="The file in base64.")


class WelcomePacketInput(graphene.InputObjectType):
    class Meta:
        description = "The whole packet."

    name = graphene.String(required=True)
    intro = graphene.String(default_value="", description="Markdown.")
    items = graphene.List(graphene.NonNull(WelcomePacketItemInput), required=True)


def item_of(given: dict[str, Any]) -> ItemContent:
    """Raises InvalidInput naming `items`."""
    return ItemContent(
        **given
        | {
            "kind": PacketItemKind(given["kind"]),
            "fields": [FormField(**field) for field in given["fields"]],
            "content": _content(given),
        }
    )


def _content(given: dict[str, Any]) -> bytes:
    try:
        return base64.b64decode(given["content"], validate=True)
    except ValueError:
        raise InvalidInput(f"{given['title']}: the content is not base64.", "items") from None
