"""Welcome packets, and what clients filled in. Roots are the models' rows."""

from __future__ import annotations

import base64

import graphene
from graphql import ResolveInfo
from promise import Promise

from saleor_coaching_plugin.graphql.core.enums import enum_of
from saleor_coaching_plugin.graphql.core.scalars import DateTime
from saleor_coaching_plugin.portal import models
from saleor_coaching_plugin.portal.selectors import ItemState

from .dataloaders import (
    CompletionsOfAssignmentLoader,
    ItemContentLoader,
    ItemsOfPacketLoader,
    PacketLoader,
)

WelcomePacketItemKindEnum = enum_of("WelcomePacketItemKindEnum", models.PacketItemKind)


class WelcomePacketFormField(graphene.ObjectType):
    class Meta:
        description = "A question of a form."

    name = graphene.String(required=True, description="Answer under this name.")
    label = graphene.String(required=True)
    kind = graphene.String(
        required=True, description="One of text, long_text, date, choice, checkbox."
    )
    required = graphene.Boolean(required=True)
    choices = graphene.List(graphene.NonNull(graphene.String), required=True)


class WelcomePacketItem(graphene.ObjectType):
    class Meta:
        description = "One thing to fill in, read, follow or do."
        interfaces = (graphene.relay.Node,)

    kind = WelcomePacketItemKindEnum(required=True)
    title = graphene.String(required=True)
    body = graphene.String(required=True, description="Markdown.")
    required = graphene.Boolean(required=True)
    fields = graphene.List(graphene.NonNull(WelcomePacketFormField), required=True)
    url = graphene.String(required=True, description="Of a link.")
    filename = graphene.String(required=True, description="Of a file.")
    content_type = graphene.String(required=True)
    content = graphene.String(description="The file in base64.")

    @staticmethod
    def resolve_content(root: models.PacketItem, info: ResolveInfo) -> Promise:
        return ItemContentLoader.of(info.context).load(root.id).then(_base64)


class WelcomePacket(graphene.ObjectType):
    class Meta:
        description = "What a new client is asked to fill in, read, follow and do."
        interfaces = (graphene.relay.Node,)

    name = graphene.String(required=True)
    intro = graphene.String(required=True, description="Markdown.")
    created_at = DateTime(required=True)
    items = graphene.List(graphene.NonNull(WelcomePacketItem), required=True)

    @staticmethod
    def resolve_items(root: models.WelcomePacket, info: ResolveInfo) -> Promise:
        return ItemsOfPacketLoader.of(info.context).load(root.id)


class WelcomePacketAnswer(graphene.ObjectType):
    class Meta:
        description = "What a client answered."

    name = graphene.String(required=True)
    value = graphene.String(required=True)


class WelcomePacketItemState(graphene.ObjectType):
    """The root is an ItemState."""

    class Meta:
        description = "An item in one client's hands."

    item = graphene.Field(WelcomePacketItem, required=True)
    completed_at = DateTime()
    answers = graphene.List(graphene.NonNull(WelcomePacketAnswer), required=True)

    @staticmethod
    def resolve_completed_at(root: ItemState, info: ResolveInfo) -> object:
        return root.completion.completed_at if root.completion else None

    @staticmethod
    def resolve_answers(root: ItemState, info: ResolveInfo) -> list[dict[str, str]]:
        """In the form's order, which the stored JSON does not keep."""
        answers = root.completion.answers if root.completion else {}
        names = [field["name"] for field in root.item.fields if field["name"] in answers]
        return [{"name": name, "value": answers[name]} for name in names]


class WelcomePacketAssignment(graphene.ObjectType):
    class Meta:
        description = "A packet in one client's hands."
        interfaces = (graphene.relay.Node,)

    packet = graphene.Field(WelcomePacket, required=True)
    email = graphene.String(required=True)
    trigger = graphene.String(
        required=True,
        description="`agreement:<id>`, `purchase:<id>` or `seat:<participant id>`.",
    )
    given_at = DateTime(required=True)
    completed_at = DateTime()
    items = graphene.List(graphene.NonNull(WelcomePacketItemState), required=True)

    @staticmethod
    def resolve_packet(root: models.PacketAssignment, info: ResolveInfo) -> Promise:
        return PacketLoader.of(info.context).load(root.packet_id)

    @staticmethod
    def resolve_items(root: models.PacketAssignment, info: ResolveInfo) -> Promise:
        items = ItemsOfPacketLoader.of(info.context).load(root.packet_id)
        completions = CompletionsOfAssignmentLoader.of(info.context).load(root.id)
        return Promise.all([items, completions]).then(lambda both: _states(*both))


def _states(
    items: list[models.PacketItem], completions: list[models.ItemCompletion]
) -> list[ItemState]:
    done = {completion.item_id: completion for completion in completions}
    return [ItemState(item, done.get(item.id)) for item in items]


def _base64(content: bytes | None) -> str | None:
    return base64.b64encode(content).decode() if content else None
