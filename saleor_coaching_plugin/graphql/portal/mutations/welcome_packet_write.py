"""Prepare welcome packets."""

from __future__ import annotations

from typing import Any

import graphene
from graphql import ResolveInfo

from saleor_coaching_plugin.graphql.core.access import USERS
from saleor_coaching_plugin.graphql.core.ids import uuid_of
from saleor_coaching_plugin.graphql.core.mutation import BaseMutation
from saleor_coaching_plugin.graphql.portal.errors import ClientPortalError
from saleor_coaching_plugin.graphql.portal.inputs import WelcomePacketInput, item_of
from saleor_coaching_plugin.graphql.portal.types import WelcomePacket
from saleor_coaching_plugin.portal.services.packet import packet_create, packet_update


class WelcomePacketCreate(BaseMutation):
    class Meta:
        description = "Make a welcome packet."
        access = USERS
        error_type = ClientPortalError

    class Arguments:
        input = WelcomePacketInput(required=True)

    welcome_packet = graphene.Field(WelcomePacket)

    @classmethod
    def perform(cls, info: ResolveInfo, input: dict[str, Any]) -> WelcomePacketCreate:
        return cls(welcome_packet=packet_create(**_content(input)))


class WelcomePacketUpdate(BaseMutation):
    class Meta:
        description = "Rewrite a welcome packet that no client has yet."
        access = USERS
        error_type = ClientPortalError

    class Arguments:
        id = graphene.ID(required=True)
        input = WelcomePacketInput(required=True)

    welcome_packet = graphene.Field(WelcomePacket)

    @classmethod
    def perform(cls, info: ResolveInfo, id: str, input: dict[str, Any]) -> WelcomePacketUpdate:
        packet = packet_update(packet_id=uuid_of(WelcomePacket, id), **_content(input))
        return cls(welcome_packet=packet)


def _content(given: dict[str, Any]) -> dict[str, Any]:
    return given | {"items": [item_of(item) for item in given["items"]]}
