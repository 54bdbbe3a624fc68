"""Reading the client area, welcome packets and who has them."""

from __future__ import annotations

from typing import Any

import graphene
from django.db.models import QuerySet
from graphql import ResolveInfo

from saleor_coaching_plugin.graphql.core.access import CUSTOMER, USERS
from saleor_coaching_plugin.graphql.core.context import client_email
from saleor_coaching_plugin.graphql.core.fields import GuardedField, ListField
from saleor_coaching_plugin.graphql.core.ids import row_of
from saleor_coaching_plugin.portal import models
from saleor_coaching_plugin.portal.selectors import assignments_found

from .client_types import ClientPortal
from .types import WelcomePacket, WelcomePacketAssignment


class PortalQueries(graphene.ObjectType):
    client_portal = GuardedField(
        ClientPortal,
        access=CUSTOMER,
        description="What the customer who is logged in has, by e-mail address.",
    )
    welcome_packet = GuardedField(
        WelcomePacket,
        access=USERS,
        description="A welcome packet by id.",
        id=graphene.ID(required=True),
    )
    welcome_packets = ListField(
        WelcomePacket, access=USERS, description="All welcome packets, newest first."
    )
    welcome_packet_assignments = ListField(
        WelcomePacketAssignment,
        access=USERS,
        description="Packets in clients' hands with the answers, newest first.",
        email=graphene.String(description="Only of this person."),
    )

    @staticmethod
    def resolve_client_portal(root: None, info: ResolveInfo) -> str:
        return client_email(info.context)

    @staticmethod
    def resolve_welcome_packet(root: None, info: ResolveInfo, id: str) -> Any:
        return row_of(WelcomePacket, models.WelcomePacket, id)

    @staticmethod
    def resolve_welcome_packets(root: None, info: ResolveInfo) -> QuerySet[models.WelcomePacket]:
        return models.WelcomePacket.objects.order_by("-created_at", "-id")

    @staticmethod
    def resolve_welcome_packet_assignments(
        root: None, info: ResolveInfo, email: str | None = None
    ) -> QuerySet[models.PacketAssignment]:
        return assignments_found(email=email)
