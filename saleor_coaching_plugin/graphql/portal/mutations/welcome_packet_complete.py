"""A client works through a welcome packet and hands it in."""

from __future__ import annotations

from typing import Any

import graphene
from graphql import ResolveInfo

from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.core.errors import DomainError
from saleor_coaching_plugin.graphql.core.access import CUSTOMER
from saleor_coaching_plugin.graphql.core.context import client_email
from saleor_coaching_plugin.graphql.core.ids import uuid_of
from saleor_coaching_plugin.graphql.core.mutation import BaseMutation
from saleor_coaching_plugin.graphql.portal.errors import ClientPortalError
from saleor_coaching_plugin.graphql.portal.types import (
    WelcomePacketAssignment,
    WelcomePacketItem,
)
from saleor_coaching_plugin.portal.errors import PortalErrorCode
from saleor_coaching_plugin.portal.services.complete import packet_complete, packet_item_complete

_ABOUT_ANSWERS = {PortalErrorCode.ANSWER_REQUIRED, PortalErrorCode.ANSWER_INVALID}


class WelcomePacketAnswerInput(graphene.InputObjectType):
    class Meta:
        description = "An answer to a question of a form."

    name = graphene.String(required=True, description="Name of the form's field.")
    value = graphene.String(required=True)


class WelcomePacketItemComplete(BaseMutation):
    class Meta:
        description = (
            "Mark an item as done; a form with its answers, which can be corrected later. An error "
            "about an answer names the form's field."
        )
        access = CUSTOMER
        error_type = ClientPortalError
        error_fields = {"id": "assignment_id", "item": "item_id"}

    class Arguments:
        assignment_id = graphene.ID(required=True)
        item_id = graphene.ID(required=True)
        answers = graphene.List(graphene.NonNull(WelcomePacketAnswerInput), default_value=[])

    assignment = graphene.Field(WelcomePacketAssignment)

    @classmethod
    def perform(
        cls, info: ResolveInfo, assignment_id: str, item_id: str, answers: list[dict[str, Any]]
    ) -> WelcomePacketItemComplete:
        assignment = packet_item_complete(
            email=client_email(info.context),
            assignment_id=uuid_of(WelcomePacketAssignment, assignment_id, "assignment_id"),
            item_id=uuid_of(WelcomePacketItem, item_id, "item_id"),
            answers={answer["name"]: answer["value"] for answer in answers},
            now=utc_now(),
        )
        return cls(assignment=assignment)

    @classmethod
    def error_field(cls, error: DomainError) -> str | None:
        # The form's own name for it, which is data and no name of the API.
        return error.field if error.code in _ABOUT_ANSWERS else super().error_field(error)


class WelcomePacketComplete(BaseMutation):
    class Meta:
        description = "Hand a packet in; handing it in twice is harmless."
        access = CUSTOMER
        error_type = ClientPortalError
        error_fields = {"id": "assignment_id"}

    class Arguments:
        assignment_id = graphene.ID(required=True)

    assignment = graphene.Field(WelcomePacketAssignment)

    @classmethod
    def perform(cls, info: ResolveInfo, assignment_id: str) -> WelcomePacketComplete:
        assignment = packet_complete(
            email=client_email(info.context),
            assignment_id=uuid_of(WelcomePacketAssignment, assignment_id, "assignment_id"),
            now=utc_now(),
        )
        return cls(assignment=assignment)
